import { add, type Fraction, fraction, larger, ONE, ZERO } from '../fraction.ts';
import type { AttendanceCategory, AttendanceEvent } from './record.ts';
import { effectOf, statedShare, toPortion } from './rowEffect.ts';

/** Half-day codes come as these two periods. */
const HALF_DAYS: ReadonlySet<string> = new Set(['AM', 'PM']);

const ATTENDED: ReadonlySet<AttendanceCategory> = new Set(['Present', 'In Attendance', 'Tardy']);

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

/** Whether a row speaks of a period other than half a day. */
const namesPeriod = (row: AttendanceEvent): boolean => {
  const period = periodOf(row);
  return period !== undefined && !HALF_DAYS.has(period);
};

/**
 * Whether the periods that met are a guess: without a timetable, rows of missed periods alone do not tell how many there
 * were. A source that writes a row for every period shows by its attended ones that it does.
 */
export function periodsAreGuessed(rows: readonly AttendanceEvent[]): boolean {
  return rows.some(namesPeriod) && !rows.some((row) => namesPeriod(row) && ATTENDED.has(row.category));
}

/** The share of the day one row says was missed; `unstated` is what an absence counts that states none. */
function missedByRow(row: AttendanceEvent, instructionalMinutes: number | undefined, unstated: Fraction): Fraction {
  const stated = statedShare(row, instructionalMinutes);
  return effectOf(row, stated) === 'missed' ? (stated ?? unstated) : ZERO;
}

/** The share of a day that a single daily row says was missed: all of it, for an absence that states nothing else. */
export const missedByDailyRow = (row: AttendanceEvent, instructionalMinutes: number | undefined): Fraction =>
  missedByRow(row, instructionalMinutes, ONE);

/** The share of a day its daily rows say was missed: they add up, to one day at most. Period rows are left out. */
export function missedByDailyRows(
  rows: readonly AttendanceEvent[],
  instructionalMinutes: number | undefined,
): Fraction {
  let sum = ZERO;
  for (const row of rows) {
    if (periodOf(row) === undefined) sum = add(sum, missedByRow(row, instructionalMinutes, ONE));
  }
  return toPortion(sum);
}

/**
 * The one share of a day its period rows make: per period the larger of its rows, a missed period being one of those
 * that met. Daily rows are left out.
 */
export function missedByPeriods(
  rows: readonly AttendanceEvent[],
  instructionalMinutes: number | undefined,
  periodsMet: number,
): Fraction {
  if (periodsMet === 0) return ZERO;
  const onePeriod = fraction(1, periodsMet);
  const missed = new Map<string, Fraction>();
  for (const row of rows) {
    const period = periodOf(row);
    if (period === undefined) continue;
    missed.set(period, larger(missedByRow(row, instructionalMinutes, onePeriod), missed.get(period) ?? ZERO));
  }
  let sum = ZERO;
  for (const share of missed.values()) sum = add(sum, share);
  return toPortion(sum);
}
