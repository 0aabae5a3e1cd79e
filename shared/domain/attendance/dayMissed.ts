import { add, type Fraction, fraction, larger, ONE, ZERO } from '../fraction.ts';
import type { AttendanceEvent } from './record.ts';
import { effectOf, statedShare, toPortion } from './rowEffect.ts';

/** Half-day codes come as these two periods. */
const HALF_DAYS: ReadonlySet<string> = new Set(['AM', 'PM']);

/** The period a row speaks of; undefined for a daily row. A row that names a class alone speaks of that class's period. */
export const periodOf = (event: AttendanceEvent): string | undefined => event.period ?? event.classSourcedId;

/**
 * How many periods met: those the timetable knows, where it does; two for half-day codes; else those the rows
 * themselves speak of, which is right where the source writes a row for every period.
 */
export function periodsMetBy(rows: readonly AttendanceEvent[], timetable: ReadonlySet<string> | undefined): number {
  const spoken = new Set<string>();
  for (const row of rows) {
    const period = periodOf(row);
    if (period !== undefined) spoken.add(period);
  }
  if (timetable !== undefined && timetable.size > 0) return new Set([...timetable, ...spoken]).size;
  return [...spoken].every((period) => HALF_DAYS.has(period)) ? HALF_DAYS.size : spoken.size;
}

/** Daily rows of one day add up, to one day at most. */
function dailyShare(rows: readonly AttendanceEvent[], instructionalMinutes: number | undefined): Fraction {
  let sum = ZERO;
  for (const row of rows) {
    if (periodOf(row) !== undefined) continue;
    const stated = statedShare(row, instructionalMinutes);
    if (effectOf(row, stated) === 'missed') sum = add(sum, stated ?? ONE);
  }
  return toPortion(sum);
}

/** Period rows make one share: per period the larger of its rows, a missed period being one of those that met. */
function periodShare(
  rows: readonly AttendanceEvent[],
  instructionalMinutes: number | undefined,
  periodsMet: number,
): Fraction {
  const missed = new Map<string, Fraction>();
  for (const row of rows) {
    const period = periodOf(row);
    if (period === undefined) continue;
    const stated = statedShare(row, instructionalMinutes);
    if (effectOf(row, stated) !== 'missed') continue;
    missed.set(period, larger(stated ?? fraction(1, periodsMet), missed.get(period) ?? ZERO));
  }
  let sum = ZERO;
  for (const share of missed.values()) sum = add(sum, share);
  return toPortion(sum);
}

/** What a student missed of one day, 0 to 1 each. */
export interface DayMissed {
  readonly daily: Fraction;
  readonly periods: Fraction;
}

/**
 * The shares missed by a day's daily rows and by its period rows.
 * @param periodsMet see `periodsMetBy`; only asked for where a row speaks of a period
 */
export function dayMissed(
  rows: readonly AttendanceEvent[],
  instructionalMinutes: number | undefined,
  periodsMet: () => number,
): DayMissed {
  const hasPeriods = rows.some((row) => periodOf(row) !== undefined);
  return {
    daily: dailyShare(rows, instructionalMinutes),
    periods: hasPeriods ? periodShare(rows, instructionalMinutes, periodsMet()) : ZERO,
  };
}
