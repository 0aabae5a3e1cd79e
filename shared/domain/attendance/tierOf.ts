import type { AssessedTier } from '../tiers/result.ts';
import { type AttendanceCutPoints, reaches } from './cutPoints.ts';
import { atLeastDays } from './dayTotal.ts';
import type { Standing } from './standing.ts';

/** What decides at a standing: too little to say, counts early in the year, the share missed from then on. */
export type Basis = 'tooFewDays' | 'daysMissed' | 'absenceRate';

/** Fewer than 10 enrolled days decide nothing, 10 to 19 by counts, 20 and more by the share (defaults). */
export function basisOf({ enrolled }: Standing, cuts: AttendanceCutPoints): Basis {
  if (!atLeastDays(enrolled, cuts.minimumDays)) return 'tooFewDays';
  return atLeastDays(enrolled, cuts.rateFromDays) ? 'absenceRate' : 'daysMissed';
}

/**
 * The tier of one standing by itself. By share: 3 at 20 % or more, 2 at 10 % or more (exact, both included), else 1.
 * By counts: 2 at 4 days missed, else 1; never 3.
 */
export function tierOf(standing: Standing, cuts: AttendanceCutPoints): AssessedTier {
  const { missed, enrolled } = standing;
  switch (basisOf(standing, cuts)) {
    case 'tooFewDays':
      return 'notAssessed';
    case 'daysMissed':
      return atLeastDays(missed, cuts.earlyTier2Days) ? 2 : 1;
    case 'absenceRate':
      return reaches(missed, enrolled, cuts.tier3) ? 3 : reaches(missed, enrolled, cuts.tier2) ? 2 : 1;
  }
}

/** Whether a standing lies in the watch band: below tier 2, from 5 % or, early in the year, from 2 days missed on. */
export function isWatched(standing: Standing, cuts: AttendanceCutPoints): boolean {
  if (tierOf(standing, cuts) !== 1) return false;
  return basisOf(standing, cuts) === 'daysMissed'
    ? atLeastDays(standing.missed, cuts.earlyWatchDays)
    : reaches(standing.missed, standing.enrolled, cuts.watch);
}
