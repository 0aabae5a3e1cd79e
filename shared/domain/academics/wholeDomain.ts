import { compare, type Fraction } from '../fraction.ts';
import type { Reason } from '../tiers/result.ts';
import { type Finding, rowsOf } from './findings.ts';
import { cumulativeGpa } from './gpa.ts';
import { ninthGradeOnTrack } from './onTrack.ts';
import type { AcademicContext, AcademicRecord, CourseAttempt } from './record.ts';

/** `37/20`; whole numbers without a denominator. */
const told = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;

/** The cumulative grade point average of grades 9 to 12: below a cut, never at it. */
export function gradePointAverage(record: AcademicRecord, context: AcademicContext): Finding | undefined {
  if (!record.inHighSchool) return undefined;
  const average = cumulativeGpa(record.attempts, context);
  if (average === undefined) return undefined;
  const { gpaTier2, gpaTier3 } = context.cuts;
  const tier = compare(average, gpaTier3.value) < 0 ? 3 : compare(average, gpaTier2.value) < 0 ? 2 : 1;
  const detail = { retakePolicy: context.retakePolicy, tier: tier === 3 ? 3 : 2 };
  const cutPoint = (tier === 3 ? gpaTier3 : gpaTier2).text;
  return { tier, reason: { code: 'gpa', value: told(average), cutPoint, detail } };
}

/** Whether a first-time ninth grader is on track; who is not is in tier 2 at least. */
export function onTrackFinding(record: AcademicRecord, context: AcademicContext): Finding | undefined {
  if (!record.firstTimeNinthGrader) return undefined;
  const { schoolYear, creditsPerFullCourse, cuts } = context;
  const { onTrackCourses, onTrackCoreFailures } = cuts;
  const rules = { schoolYear, day: record.day, creditsPerFullCourse, onTrackCourses, onTrackCoreFailures };
  const found = ninthGradeOnTrack(record.attempts, rules);
  if (found === undefined) return undefined;
  const { onTrack, earned, needed, posted, coreFailures } = found;
  const reason: Reason = {
    code: 'ninthGradeOnTrack',
    value: told(earned),
    cutPoint: told(needed),
    ...(onTrack ? {} : rowsOf(coreFailures, context)),
    detail: {
      onTrack,
      coreFailures: coreFailures.length,
      coreFailuresAllowed: onTrackCoreFailures,
      terms: `${posted.posted}/${posted.of}`,
    },
  };
  return { tier: onTrack ? 1 : 2, reason };
}

/** Subjects that neither the district nor the standards explain, where one of them decided. */
export function unknownSubjects(failures: readonly CourseAttempt[], context: AcademicContext): Finding | undefined {
  if (failures.length === 0) return undefined;
  const unknown = failures.filter(({ about }) => about.subject.unknown !== undefined);
  if (unknown.length === 0) return undefined;
  const items = [...new Set(unknown.map(({ about }) => about.subject.unknown ?? ''))].sort();
  const code = 'unknownSubject';
  const reason = { code, value: `${items.length}`, items, ...rowsOf(unknown, context) };
  return { tier: 0, reason, flag: code };
}
