import { formatDay } from '../../domain/calendar/day.ts';
import { assessGraduation } from '../../domain/graduation/assess.ts';
import type { CourseAttempt } from '../../domain/graduation/attempts.ts';
import { behindCuts } from '../../domain/graduation/behind.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import { type GraduationStandard, graduationStandard } from '../../domain/graduation/standard.ts';
import { notAssessed, sharedNotAssessed } from '../../domain/tiers/notAssessed.ts';
import type { Table } from '../../lake/table.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import { countingRulesOf, creditScheduleOf, planOf } from '../../yearend/plans.ts';
import { attemptReader } from '../../yearend/transcripts.ts';
import type { AssessmentInputs } from '../assessStudents.ts';
import type { DomainAssessor } from '../domainAssessor.ts';
import { type RowsOfPeople, rowsOfPeople } from '../rowsOfPeople.ts';
import { cohorts } from './cohorts.ts';
import { attendanceOfCourses, courseTitles, requestReader } from './plannedCourses.ts';
import { postedTerms } from './postedTerms.ts';
import { termSpans } from './termSpans.ts';

/** Grades before high school: no plan speaks of them. */
const LOWER_GRADES: ReadonlySet<string> = new Set([
  ...['IT', 'PR', 'PK', 'TK', 'KG'],
  ...['01', '02', '03', '04', '05', '06', '07', '08'],
]);

/** Credits against the plan, from schoolEnrollments, courseTranscripts, courseRequests and the classes in enrollments. */
export function graduationAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { tables, students, schoolYear, tenant } = inputs;
  const rows = rowsOfPeople(tables.courseTranscripts, 'studentSourcedId', students.indexOf);
  const spanOf = termSpans(inputs);
  const { of: cohortOf, planOf: planIdOf } = cohorts(inputs, rows);
  const posted = postedTerms(inputs, rows, cohortOf, spanOf);
  const attemptsOf = begunAttempts(inputs, tables.courseTranscripts, rows, spanOf);
  const titles = courseTitles(tables);
  const requestsOf = requestReader(inputs, titles);
  const attendedOf = attendanceOfCourses(inputs, titles, spanOf);
  const standardOf = standards(inputs);
  const without = sharedNotAssessed();
  const context = { schoolYear: schoolYear.name, asOf: formatDay(inputs.asOf), spanOf };
  return {
    assess(student) {
      const { version } = inputs.thresholdsOf(student);
      const { listing, exited, grade } = inputs.placeOf(student);
      if (listing === undefined) return without('notEnrolled', version, exited);
      const firstNinthGradeYears = cohortOf(student);
      const [began] = firstNinthGradeYears;
      if (began === undefined) {
        return without(LOWER_GRADES.has(grade) ? 'notApplicable' : 'noData', version, exited);
      }
      if (began > schoolYear.name) return without('notApplicable', version, exited);
      const plan = planIdOf(student) ?? tenant.graduation.defaultPlan;
      const standard = standardOf(plan, inputs.thresholdsOf(student));
      if (standard === undefined) return notAssessed('noData', version, exited, { plan });
      const attempts = attemptsOf(student);
      if (attempts.length === 0) return without('noData', version, exited);
      const { thisYear, yearBefore } = posted.ofSchool(listing.school);
      // What posted after a student left is not due of them.
      const due = exited ? Math.min(thisYear, posted.reachedThisYear(student)) : thisYear;
      const isRunning = attempts.some(({ result }) => result === 'In Progress');
      const record = {
        ...{ exited, firstNinthGradeYears, plan, attempts, requested: requestsOf(student) },
        posted: { thisYear: due, yearBefore },
        attended: isRunning || exited ? [] : attendedOf(student, due),
      };
      return assessGraduation(record, standard, context) ?? without('noCoverage', version, exited);
    },
  };
}

/** A student's attempts, without those of terms that begin after the as-of day. */
function begunAttempts(
  { asOf, schoolYear }: AssessmentInputs,
  table: Table,
  rows: RowsOfPeople,
  spanOf: SpanOf,
): (student: number) => readonly CourseAttempt[] {
  const read = attemptReader(table);
  const hasBegun = ({ schoolYear: year, term }: CourseAttempt) => {
    if (year !== schoolYear.name) return year < schoolYear.name;
    const { begins } = spanOf(year, term);
    return begins === undefined || begins <= asOf;
  };
  return (student) => {
    const attempts: CourseAttempt[] = [];
    for (const row of rows.of(student)) {
      const attempt = read(row);
      if (hasBegun(attempt)) attempts.push(attempt);
    }
    return attempts;
  };
}

/** The standard of a plan under a threshold set; undefined where the tenant file has no such plan. */
function standards({ tenant, schoolYear }: AssessmentInputs) {
  const settings = tenant.graduation;
  const schedule = creditScheduleOf(settings);
  const rules = countingRulesOf(settings, schoolYear.name);
  const known = new Map<ThresholdSet, Map<string, GraduationStandard | undefined>>();
  const make = (id: string, { version, graduation }: ThresholdSet): GraduationStandard | undefined => {
    const plan = planOf(settings, id);
    const cuts = behindCuts(graduation, schedule.creditsPerFullCourse);
    const areasDecide = graduation.areasBehind === 'decide';
    return plan && graduationStandard({ plan, schedule, rules, cuts, areasDecide, version });
  };
  return (plan: string, set: ThresholdSet): GraduationStandard | undefined => {
    const ofSet = known.get(set) ?? new Map<string, GraduationStandard | undefined>();
    known.set(set, ofSet);
    if (!ofSet.has(plan)) ofSet.set(plan, make(plan, set));
    return ofSet.get(plan);
  };
}
