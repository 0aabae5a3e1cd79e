import { type Day, formatDay } from '../domain/calendar/day.ts';
import type { AttendanceThresholds } from '../tenant/thresholds.ts';

/** The threshold set in force on a day; before the first one takes effect, that first one. */
export function thresholdsOn(sets: readonly AttendanceThresholds[], day: Day): AttendanceThresholds {
  const inOrder = sets.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const set = inOrder.findLast(({ effectiveFrom }) => effectiveFrom <= formatDay(day)) ?? inOrder[0];
  if (!set) throw new RangeError('a tenant has at least one threshold set');
  return set;
}
