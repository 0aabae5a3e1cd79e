import { add, type Fraction, fraction, subtract, ZERO } from '../fraction.ts';
import type { GraduationContext } from './assess.ts';
import type { CourseAttempt } from './attempts.ts';
import { behindLimits } from './behind.ts';
import { postedPart } from './postedTerms.ts';
import type { GraduationRecord } from './record.ts';
import type { DuePoint, GraduationStandard } from './standard.ts';

/**
 * What is due once courses that outlast the posted terms are left out: a full-year course has not posted when the first
 * semester has, and its half is not due before it does. Such credits are not earned either.
 */
export function afterRunning(
  due: DuePoint,
  inProgress: readonly CourseAttempt[],
  record: GraduationRecord,
  standard: GraduationStandard,
  context: GraduationContext,
): DuePoint {
  if (record.posted.thisYear === 0) return due;
  let total = ZERO;
  let byArea: Map<number, Fraction> | undefined;
  for (const attempt of inProgress) {
    if (attempt.schoolYear !== context.schoolYear) continue;
    const part = postedPart(context.spanOf(attempt.schoolYear, attempt.term), record.posted.thisYear);
    if (part.posted === 0) continue;
    const credits = fraction(attempt.attemptedCredits * part.posted, part.of);
    total = add(total, credits);
    byArea ??= new Map();
    for (const area of standard.progress.namedAreas(attempt)) byArea.set(area, add(byArea.get(area) ?? ZERO, credits));
  }
  if (byArea === undefined) return due;
  const { cuts } = standard;
  const left = {
    total: subtract(due.total, total),
    areas: due.areas.map((area, i) => subtract(area, byArea.get(i) ?? ZERO)),
  };
  const areaLimits = left.areas.map((area) => behindLimits(area, cuts));
  return { ...due, ...left, limits: behindLimits(left.total, cuts), areaLimits };
}
