import { type Day, parseDay } from '../calendar/day.ts';
import { schoolYearOf } from '../calendar/schoolYear.ts';
import type { AssessedTier } from './result.ts';

/** A transition as far as a history by year needs it. */
export interface DatedTier {
  readonly to: AssessedTier;
  /** ISO day from which the tier is held. */
  readonly asOf: string;
}

/** The tier at the end of a school year, or so far in the current one. */
export interface YearTier {
  /** The calendar year in which it ends. */
  readonly schoolYear: number;
  readonly tier: AssessedTier;
  /** ISO day since when it had been held. */
  readonly since: string;
}

/**
 * The last tier of each school year, the newest first, from the first transition's year up to that of `lastDay`. A year
 * without a transition ends in the tier it began with.
 * @param changes in the order in which they were published, the oldest first
 * @param startsOn first day of a school year as `MM-DD`
 */
export function tiersByYear(changes: readonly DatedTier[], startsOn: string, lastDay: Day): readonly YearTier[] {
  const yearOf = (day: Day) => schoolYearOf(day, startsOn).name;
  const lasts = new Map<number, DatedTier>();
  for (const change of changes) lasts.set(yearOf(parseDay(change.asOf) ?? lastDay), change);
  const years: YearTier[] = [];
  let held: DatedTier | undefined;
  for (let year = Math.min(...lasts.keys()); year <= yearOf(lastDay); year++) {
    held = lasts.get(year) ?? held;
    if (held) years.unshift({ schoolYear: year, tier: held.to, since: held.asOf });
  }
  return years;
}
