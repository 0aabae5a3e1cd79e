import { type Day, dayOf } from '../../domain/calendar/day.ts';
import { REFUSED, type ReadCell } from './cell.ts';

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
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 of a date of the Gregorian calendar, by whole eras of 400 years; the date must exist. */
function civilDay(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** ISO 8601 `YYYY-MM-DD` and nothing else, the same as `parseDay` of shared/domain, without making a string. */
export const readIsoDate: ReadCell = (bytes, start, end) => {
  if (end - start !== 10 || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return REFUSED;
  if (digitsEnd(bytes, start, end) !== start + 4) return REFUSED;
  if (digitsEnd(bytes, start + 5, end) !== start + 7 || digitsEnd(bytes, start + 8, end) !== end) return REFUSED;
  const year = digits(bytes, start, start + 4);
  const month = digits(bytes, start + 5, start + 7);
  const day = digits(bytes, start + 8, end);
  if (month < 1 || month > 12 || day < 1) return REFUSED;
  const last = month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  return day > last ? REFUSED : civilDay(year, month, day);
};
