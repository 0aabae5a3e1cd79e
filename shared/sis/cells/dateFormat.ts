import { dayOf } from '../../domain/calendar/day.ts';
import { REFUSED, type ReadCell } from './cell.ts';

const HYPHEN = 0x2d;

/**
 * How a source writes dates, in either case of letters: `YYYY`, `MM` and `DD` have that many digits, `M` and `D` one or
 * two, `YY` is the year of its century (`00`–`68` of 2000, `69`–`99` of 1900, as POSIX reads it), `MMM` and `MMMM` are
 * English names of months; `*` at the end lets a time and a zone follow, which are dropped: the day is the local one as written.
 */
export type DateFormat = string;

type NumberStep = { readonly part: 'year' | 'month' | 'day'; readonly least: number; readonly most: number };
type Step = NumberStep | { readonly names: readonly string[] } | { readonly literal: number };

const TOKENS = /YYYY|YY|MMMM|MMM|MM|DD|M|D|./gis;
const PIVOT = 69;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const STEPS: Readonly<Record<string, Step>> = {
  YYYY: { part: 'year', least: 4, most: 4 },
  YY: { part: 'year', least: 2, most: 2 },
  MMMM: { names: MONTHS },
  MMM: { names: MONTHS.map((month) => month.slice(0, 3)) },
  MM: { part: 'month', least: 2, most: 2 },
  DD: { part: 'day', least: 2, most: 2 },
  M: { part: 'month', least: 1, most: 2 },
  D: { part: 'day', least: 1, most: 2 },
};

/** Whether a format names year, month and day once each, in ASCII, and leaves no doubt where a number ends. */
export function isDateFormat(format: string): boolean {
  const steps = stepsOf(format.replace(/\*$/, ''));
  const parts = steps.flatMap((step) => ('literal' in step ? [] : 'names' in step ? ['month'] : [step.part]));
  const readable = steps.every((step) => !('literal' in step) || (step.literal > 0x1f && step.literal < 0x7f));
  const vague = steps.some((step, index) => {
    const next = steps[index + 1];
    return 'part' in step && step.least !== step.most && next !== undefined && 'part' in next;
  });
  return readable && !vague && parts.toSorted().join() === 'day,month,year';
}

/** The format with day and month in each other's place; undefined where the month is a name or the year stands between. */
export function otherOrder(format: DateFormat): DateFormat | undefined {
  const swapped = format.toUpperCase().replace(/MMMM|MMM|MM|DD|M|D/g, (token) => SWAPPED[token] ?? token);
  return swapped === format.toUpperCase() || /MMM/.test(swapped) ? undefined : swapped;
}

const SWAPPED: Readonly<Record<string, string>> = { MM: 'DD', DD: 'MM', M: 'D', D: 'M' };

function stepsOf(format: string): readonly Step[] {
  return (format.match(TOKENS) ?? []).map((token) => STEPS[token.toUpperCase()] ?? { literal: token.charCodeAt(0) });
}

/** A reader of dates in a format; refuses days that do not exist and anything left over. */
export function dateReader(format: DateFormat): ReadCell {
  const open = format.endsWith('*');
  const steps = stepsOf(open ? format.slice(0, -1) : format);
  const separated = steps.some((step) => 'literal' in step);
  return (bytes, start, end) => {
    const found = { year: 0, month: 0, day: 0 };
    let at = start;
    for (const step of steps) {
      if ('literal' in step) {
        if (at >= end || bytes[at] !== step.literal) return REFUSED;
        at += 1;
      } else if ('names' in step) {
        found.month = step.names.findIndex((name) => beginsWith(bytes, at, end, name)) + 1;
        at += step.names[found.month - 1]?.length ?? 0;
      } else {
        const stop = digitsEnd(bytes, at, Math.min(end, at + step.most));
        if (stop - at < step.least) return REFUSED;
        found[step.part] =
          digits(bytes, at, stop) + (step.part === 'year' && step.most === 2 ? centuryOf(bytes, at) : 0);
        at = stop;
      }
    }
    // 9/3/20245 is no date with something behind it; 20240903120000 is.
    if (at !== end && (!open || (separated && isDigit(bytes[at] ?? 0)))) return REFUSED;
    return dayOf(found.year, found.month, found.day) ?? REFUSED;
  };
}

const centuryOf = (bytes: Uint8Array, at: number) => (digits(bytes, at, at + 2) < PIVOT ? 2000 : 1900);

/** Whether a name stands there, whatever its case. */
function beginsWith(bytes: Uint8Array, at: number, end: number, name: string): boolean {
  if (at + name.length > end) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (((bytes[at + index] ?? 0) | 0x20) !== name.charCodeAt(index)) return false;
  }
  return true;
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
  return at;
}

function digits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + ((bytes[at] ?? 0) - 0x30);
  return value;
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** The first day of each month of three centuries, and of the month after them: most dates need no calendar arithmetic. */
const MONTH_STARTS = Int32Array.from(
  { length: (LAST_YEAR - FIRST_YEAR + 1) * 12 + 1 },
  (_, month) => dayOf(FIRST_YEAR + Math.floor(month / 12), (month % 12) + 1, 1) ?? 0,
);

const twoDigits = (bytes: Uint8Array, at: number) => {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
};

/** ISO 8601 `YYYY-MM-DD` and nothing else, the same as `parseDay` of shared/domain, without making a string. */
export const readIsoDate: ReadCell = (bytes, start, end) => {
  if (end - start !== 10 || bytes[start + 4] !== HYPHEN || bytes[start + 7] !== HYPHEN) return REFUSED;
  const century = twoDigits(bytes, start);
  const yearOfCentury = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return REFUSED;
  const year = century * 100 + yearOfCentury;
  if (year < FIRST_YEAR || year > LAST_YEAR) return dayOf(year, month, day) ?? REFUSED;
  const index = (year - FIRST_YEAR) * 12 + month - 1;
  const first = MONTH_STARTS[index] ?? 0;
  return first + day > (MONTH_STARTS[index + 1] ?? 0) ? REFUSED : first + day - 1;
};
