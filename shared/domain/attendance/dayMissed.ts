import { type DayTotal, isAboveZero, larger, NO_DAYS, ONE_DAY, partOf, partsOf, plus } from './dayTotal.ts';
import { type DayPeriods, isPeriodRow } from './periods.ts';
import type { AttendanceEvent, SchoolCalendar } from './record.ts';
import { effectOf, statedShare, toPortion } from './rowEffect.ts';

/** The share of the day one row says was missed; `unstated` is what an absence counts that states none. */
function missedByRow(row: AttendanceEvent, calendar: SchoolCalendar, unstated: DayTotal): DayTotal {
  const stated = statedShare(row, calendar);
  return effectOf(row, stated) === 'missed' ? (stated ?? unstated) : NO_DAYS;
}

/** The share of a day its daily rows say was missed: they add up, to one day at most. Period rows are left out. */
export function missedByDailyRows(rows: readonly AttendanceEvent[], calendar: SchoolCalendar): DayTotal {
  let sum = NO_DAYS;
  for (const row of rows) {
    if (!isPeriodRow(row)) sum = plus(sum, missedByRow(row, calendar, ONE_DAY));
  }
  return toPortion(sum);
}

/**
 * The one share of a day its period rows make: per period the larger of its rows, a missed period being one of those
 * that met. A share that a row of several periods states is theirs together. Daily rows are left out.
 */
export function missedByPeriods(
  rows: readonly AttendanceEvent[],
  calendar: SchoolCalendar,
  periods: DayPeriods | undefined,
): DayTotal {
  if (periods === undefined || periods.met === 0) return NO_DAYS;
  const missed = new Map<string, DayTotal>();
  for (const row of rows) {
    const names = periods.of(row);
    if (names.length === 0) continue;
    const together = missedByRow(row, calendar, partsOf(names.length, periods.met));
    const each = names.length === 1 ? together : partOf(together, names.length);
    for (const name of names) {
      const known = missed.get(name);
      missed.set(name, known === undefined ? each : larger(each, known));
    }
  }
  let sum = NO_DAYS;
  for (const share of missed.values()) if (isAboveZero(share)) sum = plus(sum, share);
  return toPortion(sum);
}
