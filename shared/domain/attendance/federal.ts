import { fraction } from '../fraction.ts';
import type { SchoolId } from '../identity.ts';
import { isAtLeastHalf } from './rowEffect.ts';
import type { AttendanceTally } from './tally.ts';

/** A student's federal figure at one school, in days. */
export interface FederalFigure {
  readonly school: SchoolId;
  readonly daysEnrolled: number;
  readonly daysAbsent: number;
  /** Undefined with fewer than 10 enrolled days at the school. */
  readonly chronicallyAbsent: boolean | undefined;
}

/** The federal definition has no tenant settings: 10 % of the enrolled days, from 10 enrolled days on. */
const CHRONIC_SHARE = fraction(1, 10);
const MINIMUM_DAYS = 10;

/**
 * Federal chronic absence (EDFacts), its own computation: per school, a day counts 1 when at least half of it was missed,
 * else 0, whatever the district's partial-day rule. Leavers count; days at another district never do. At overlapping
 * enrolments a day belongs to the counted school alone.
 * @returns one figure per school with counted days, in the order first enrolled
 */
export function federalFigures({ counted, absentDays }: AttendanceTally): readonly FederalFigure[] {
  const enrolled = new Map<SchoolId, number>();
  for (const { school, first, end } of counted.spans) {
    if (end > first) enrolled.set(school, (enrolled.get(school) ?? 0) + end - first);
  }
  const absent = new Map<SchoolId, number>();
  for (const { span, share } of absentDays) {
    if (isAtLeastHalf(share)) absent.set(span.school, (absent.get(span.school) ?? 0) + 1);
  }
  return [...enrolled].map(([school, daysEnrolled]) => {
    const daysAbsent = absent.get(school) ?? 0;
    return { school, daysEnrolled, daysAbsent, chronicallyAbsent: isChronic(daysAbsent, daysEnrolled) };
  });
}

function isChronic(daysAbsent: number, daysEnrolled: number): boolean | undefined {
  if (daysEnrolled < MINIMUM_DAYS) return undefined;
  return BigInt(daysAbsent) * CHRONIC_SHARE.denominator >= BigInt(daysEnrolled) * CHRONIC_SHARE.numerator;
}
