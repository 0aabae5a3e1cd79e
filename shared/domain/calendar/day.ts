/** A calendar day as whole days since 1970-01-01, without a time zone: comparable and countable as an integer. */
export type Day = number;

const MS_PER_DAY = 86_400_000;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of an ISO 8601 date (`2022-05-27`); undefined when it is not one (`2022-02-30`, `2022-5-27`). */
export function parseDay(text: string): Day | undefined {
  const match = ISO_DATE.exec(text);
  if (!match) return undefined;
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The day of a Gregorian year, month (1–12) and day of month; undefined when that day does not exist. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? Math.floor(date.getTime() / MS_PER_DAY) : undefined;
}

/** The days from 1970 to 2059 that a process meets, written once each: results of a district name them millions of times. */
const written = new Array<string | undefined>(32_872).fill(undefined);

/** `2022-05-27` for a day. */
export function formatDay(day: Day): string {
  const known = written[day];
  if (known !== undefined) return known;
  const text = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
  if (day >= 0 && day < written.length) written[day] = text;
  return text;
}

/** ISO 8601 weekday, 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
