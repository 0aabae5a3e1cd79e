import { assessGraduation } from '../../domain/graduation/assess.ts';
import { behindCuts } from '../../domain/graduation/behind.ts';
import type { AttendedCourse } from '../../domain/graduation/record.ts';
import { type GraduationStandard, graduationStandard } from '../../domain/graduation/standard.ts';
import { notAssessed, sharedNotAssessed } from '../../domain/tiers/notAssessed.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import { countingRulesOf, creditScheduleOf, planOf } from '../../yearend/plans.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import type { TakenClass } from './classCourses.ts';
import { cohorts } from './cohorts.ts';
import { creditSources } from './creditSources.ts';
import { postedTerms } from './postedTerms.ts';

/** Grades before high school: no plan speaks of them. */
const LOWER_GRADES: ReadonlySet<string> = new Set([
  ...['IT', 'PR', 'PK', 'TK', 'KG'],
  ...['01', '02', '03', '04', '05', '06', '07', '08'],
]);

/** Credits against the plan, from schoolEnrollments, courseTranscripts, courseRequests and the classes in enrollments. */
export function graduationAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { schoolYear, tenant } = inputs;
  const { transcripts, spanOf, attemptsOf, requestsOf, classesOf } = creditSources(inputs);
  const { of: cohortOf, planOf: planIdOf } = cohorts(inputs, transcripts);
  const posted = postedTerms(inputs, transcripts, cohortOf, spanOf);
  const standardOf = standards(inputs);
  const without = sharedNotAssessed();
  const context = { schoolYear: schoolYear.name, spanOf };
  return {
    assess(student) {
      const { version } = inputs.thresholdsOf(student);
      const { listing, judged, grade } = inputs.placeOf(student);
      if (listing === undefined || judged === undefined) return without('notEnrolled', version, false);
      const { day, exited } = judged;
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
      const due = exited ? Math.min(thisYear, posted.reachedThisYear(student, day)) : thisYear;
      const isRunning = attempts.some(({ result }) => result === 'In Progress');
      const record = {
        ...{ day, exited, firstNinthGradeYears, plan, attempts, requested: requestsOf(student) },
        posted: { thisYear: due, yearBefore },
        attended: isRunning || exited ? [] : attended(classesOf(student), due),
      };
      return assessGraduation(record, standard, context) ?? without('noCoverage', version, exited);
    },
  };
}

/** The classes attended now, by the credit terms of each that have not posted. */
const attended = (classes: readonly TakenClass[], posted: number): readonly AttendedCourse[] =>
  classes
    .filter(({ current }) => current)
    .map(({ courseCode, title, from, to }) => ({ courseCode, title, terms: Math.max(0, to - Math.max(from, posted)) }));

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
