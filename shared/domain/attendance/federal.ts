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
const ONE_IN = 10;
const MINIMUM_DAYS = 10;

/**
 * Federal chronic absence (EDFacts), its own computation: per school, a day counts 1 when at least half of it was missed,
 * else 0, whatever the district's partial-day rule. Leavers count; days at another district never do. At overlapping
 * enrolments a day belongs to the counted school alone.
 * @returns one figure per school with counted days, in the order first enrolled
 */
export function federalFigures({ counted, absentDays }: AttendanceTally): readonly FederalFigure[] {
  const figures = new Map<SchoolId, { daysEnrolled: number; daysAbsent: number }>();
  for (const { school, first, end } of counted.spans) {
    if (end === first) continue;
    const known = figures.get(school);
    if (known === undefined) figures.set(school, { daysEnrolled: end - first, daysAbsent: 0 });
    else known.daysEnrolled += end - first;
  }
  for (const { span, share } of absentDays) {
    const figure = figures.get(span.school);
    if (figure !== undefined && isAtLeastHalf(share)) figure.daysAbsent += 1;
  }
  return [...figures].map(([school, { daysEnrolled, daysAbsent }]) => {
    return { school, daysEnrolled, daysAbsent, chronicallyAbsent: isChronic(daysAbsent, daysEnrolled) };
  });
}

function isChronic(daysAbsent: number, daysEnrolled: number): boolean | undefined {
  return daysEnrolled < MINIMUM_DAYS ? undefined : daysAbsent * ONE_IN >= daysEnrolled;
}
