import { add, type Fraction, fraction, larger, ONE, ZERO } from '../fraction.ts';
import { type DayPeriods, isPeriodRow } from './periods.ts';
import type { AttendanceEvent } from './record.ts';
import { effectOf, statedShare, toPortion } from './rowEffect.ts';

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
    if (!isPeriodRow(row)) sum = add(sum, missedByRow(row, instructionalMinutes, ONE));
  }
  return toPortion(sum);
}

/**
 * The one share of a day its period rows make: per period the larger of its rows, a missed period being one of those
 * that met. A share that a row of several periods states is theirs together. Daily rows are left out.
 */
export function missedByPeriods(
  rows: readonly AttendanceEvent[],
  instructionalMinutes: number | undefined,
  periods: DayPeriods | undefined,
): Fraction {
  if (periods === undefined || periods.met === 0) return ZERO;
  const missed = new Map<string, Fraction>();
  for (const row of rows) {
    const names = periods.of(row);
    if (names.length === 0) continue;
    const together = missedByRow(row, instructionalMinutes, fraction(names.length, periods.met));
    const each = names.length === 1 ? together : divided(together, names.length);
    for (const name of names) missed.set(name, larger(each, missed.get(name) ?? ZERO));
  }
  let sum = ZERO;
  for (const share of missed.values()) sum = add(sum, share);
  return toPortion(sum);
}

const divided = (share: Fraction, by: number): Fraction => fraction(share.numerator, share.denominator * BigInt(by));
