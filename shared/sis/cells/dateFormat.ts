import { dayOf } from '../../domain/calendar/day.ts';
import { REFUSED, type ReadCell } from './cell.ts';

const HYPHEN = 0x2d;

/** How a source writes dates: `YYYY`, `MM` and `DD` have that many digits, `M` and `D` one or two; `*` ends in anything. */
export type DateFormat = string;

type Step =
  | { readonly part: 'year' | 'month' | 'day'; readonly least: number; readonly most: number }
  | { readonly literal: number };

const TOKENS = /YYYY|MM|DD|M|D|./gs;
const PARTS: Readonly<Record<string, Step>> = {
  YYYY: { part: 'year', least: 4, most: 4 },
  MM: { part: 'month', least: 2, most: 2 },
  DD: { part: 'day', least: 2, most: 2 },
  M: { part: 'month', least: 1, most: 2 },
  D: { part: 'day', least: 1, most: 2 },
};

/** Whether a format names year, month and day once each, in ASCII. */
export function isDateFormat(format: string): boolean {
  const steps = stepsOf(format.replace(/\*$/, ''));
  const parts = steps.flatMap((step) => ('part' in step ? [step.part] : []));
  const readable = steps.every((step) => 'part' in step || (step.literal > 0x1f && step.literal < 0x7f));
  return readable && parts.toSorted().join() === 'day,month,year';
}

function stepsOf(format: string): readonly Step[] {
  return (format.match(TOKENS) ?? []).map((token) => PARTS[token] ?? { literal: token.charCodeAt(0) });
}

/** A reader of dates in a format; refuses days that do not exist and anything left over. */
export function dateReader(format: DateFormat): ReadCell {
  const open = format.endsWith('*');
  const steps = stepsOf(open ? format.slice(0, -1) : format);
  return (bytes, start, end) => {
    const found = { year: 0, month: 0, day: 0 };
    let at = start;
    for (const step of steps) {
      if ('literal' in step) {
        if (at >= end || bytes[at] !== step.literal) return REFUSED;
        at += 1;
        continue;
      }
      const stop = digitsEnd(bytes, at, Math.min(end, at + step.most));
      if (stop - at < step.least) return REFUSED;
      found[step.part] = digits(bytes, at, stop);
      at = stop;
    }
    if (at !== end && !open) return REFUSED;
    return dayOf(found.year, found.month, found.day) ?? REFUSED;
  };
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
