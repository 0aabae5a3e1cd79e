import type { SchoolId } from '../identity.ts';
import type { Reason } from '../tiers/result.ts';
import { type DayTotal, formatShare, NO_DAYS, plus, wholeDays } from './dayTotal.ts';
import type { AttendanceTally } from './tally.ts';

const NONE: readonly Reason[] = [];

/**
 * Days missed of those enrolled at each school of a year spent at several, in the order first enrolled, and whether they are
 * in the tier's figure.
 */
export function schoolReasons(everywhere: AttendanceTally, ofTheTier: AttendanceTally): readonly Reason[] {
  const { spans } = everywhere.counted;
  if (spans.length < 2 || spans.every(({ school }) => school === spans[0]?.school)) return NONE;
  const enrolled = new Map<SchoolId, number>();
  for (const { school, first, end } of spans) enrolled.set(school, (enrolled.get(school) ?? 0) + end - first);
  const missed = new Map<SchoolId, DayTotal>();
  for (const { span, portion } of everywhere.absentDays) {
    missed.set(span.school, plus(missed.get(span.school) ?? NO_DAYS, portion));
  }
  const counted = new Set(ofTheTier.counted.spans.map(({ school }) => school));
  return [...enrolled]
    .filter(([, days]) => days > 0)
    .map(([school, days]) => ({
      code: 'daysAtSchool',
      value: formatShare(missed.get(school) ?? NO_DAYS, wholeDays(days)),
      detail: { school, counted: counted.has(school) },
    }));
}
