import type { Day } from './day.ts';

/** Index of the first of ascending `days` that is on or after `day`; `days.length` when none is. */
export function indexFrom(days: readonly Day[], day: Day): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of ascending `days` lie from `first` to `last`, both included. */
export function countBetween(days: readonly Day[], first: Day, last: Day): number {
  return Math.max(0, indexFrom(days, last + 1) - indexFrom(days, first));
}

/**
 * The n-th instructional day counted from `day` on: 1 is `day` itself when it is one, else the next.
 * Undefined when the calendar ends before.
 */
export function nthInstructionalDay(days: readonly Day[], day: Day, n: number): Day | undefined {
  return days[indexFrom(days, day) + n - 1];
}
