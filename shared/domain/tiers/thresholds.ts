import { type Day, formatDay } from '../calendar/day.ts';

/**
 * The threshold set in force on a day: each from its `effectiveFrom` (ISO day) until the next one's. Undefined before the
 * first. Of two from the same day the later in the list.
 */
export function inForce<Set extends { readonly effectiveFrom: string }>(
  sets: readonly Set[],
  day: Day,
): Set | undefined {
  const today = formatDay(day);
  let latest: Set | undefined;
  for (const set of sets) {
    if (set.effectiveFrom <= today && set.effectiveFrom >= (latest?.effectiveFrom ?? '')) latest = set;
  }
  return latest;
}
