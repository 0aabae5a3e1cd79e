import { assessCtePathway } from '../../domain/ctePathway/assess.ts';
import type { CteContext, Pathway, ScheduledCourse } from '../../domain/ctePathway/record.ts';
import { sortOut } from '../../domain/graduation/attempts.ts';
import type { Credits } from '../../domain/graduation/credits.ts';
import { sharedNotAssessed } from '../../domain/tiers/notAssessed.ts';
import { stringAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { CtePathwaySettings } from '../../tenant/ctePathways.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import { countingRulesOf, creditsOf } from '../../yearend/plans.ts';
import { creditSources } from '../graduation/creditSources.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import { credentialReader, participationReader, programsReceived } from './programs.ts';

/** CTE pathways, from programs, courseTranscripts, courseRequests, the classes in enrollments, and credentials. */
export function ctePathwayAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { tables, tenant, schoolYear } = inputs;
  const { attemptsOf, requestsOf, classesOf } = creditSources(inputs);
  const received = programsReceived(inputs);
  const known = tables.courseTranscripts.rowCount > 0 && isScheduleKnown(inputs);
  const participationsOf = participationReader(inputs);
  const credentialsOf = credentialReader(inputs);
  const contextOf = contexts(inputs);
  const rules = countingRulesOf(tenant.graduation, schoolYear.name);
  const without = sharedNotAssessed();
  const scheduledOf = (student: number): readonly ScheduledCourse[] => [
    ...requestsOf(student).filter((course) => course.schoolYear <= schoolYear.name + 1),
    ...classesOf(student),
  ];
  return {
    assess(student) {
      const { version } = inputs.thresholdsOf(student);
      const { judged } = inputs.placeOf(student);
      if (judged === undefined) return without('notEnrolled', version, false);
      const { day, exited } = judged;
      if (!received) return without('noData', version, exited);
      const participations = participationsOf(student, judged);
      if (participations.length === 0) return without('notApplicable', version, exited);
      if (!known) return without('noData', version, exited);
      const attempts = sortOut(attemptsOf(student), rules);
      const record = {
        day,
        exited,
        participations,
        attempts,
        credentials: credentialsOf(student, day),
        scheduled: scheduledOf(student),
      };
      return assessCtePathway(record, contextOf(inputs.thresholdsOf(student)));
    },
  };
}

/** Whether anything ever says what a student takes next: without it everybody would look off track. */
function isScheduleKnown({ tables }: AssessmentInputs): boolean {
  const { courseTranscripts, courseRequests, classes, courses } = tables;
  const results = courseTranscripts.strings('courseAttemptResult');
  const running = results.values.indexOf('In Progress');
  const teaches = classes.rowCount > 0 && courses.rowCount > 0;
  return courseRequests.rowCount > 0 || teaches || (running >= 0 && results.codes.includes(running));
}

/** What a threshold set makes of the settings, once each. */
function contexts(inputs: AssessmentInputs): (set: ThresholdSet) => CteContext {
  const { tenant } = inputs;
  const creditsPerFullCourse = creditsOf(tenant.graduation.creditsPerFullCourse);
  const pathways = tenant.ctePathways.pathways.map((pathway) => pathwayOf(pathway, creditsPerFullCourse));
  const shared = { pathways, creditsPerFullCourse, isCteCourse: subjectReader(inputs) };
  const known = new Map<ThresholdSet, CteContext>();
  return (set) => {
    const context = known.get(set) ?? { ...shared, ...set.ctePathway, version: set.version };
    known.set(set, context);
    return context;
  };
}

function pathwayOf(settings: CtePathwaySettings, creditsPerFullCourse: Credits): Pathway {
  return {
    ...settings,
    courses: settings.courses.map(({ title, courseCodes, credits }) => ({
      title: title ?? courseCodes[0] ?? '',
      courseCodes,
      credits: credits === undefined ? creditsPerFullCourse : creditsOf(credits),
    })),
  };
}

/** Whether a course is of a CTE subject: by its transcript row, else by the catalogue. */
function subjectReader({ tables, tenant }: AssessmentInputs): CteContext['isCteCourse'] {
  const subjects = new Set(tenant.ctePathways.subjects.map((subject) => subject.toLowerCase()));
  const { courses } = tables;
  const [ids, codes] = [courses.strings('sourcedId'), courses.strings('courseCode')];
  const taught = courses.strings('subjects');
  const inCatalogue = new Set<string>();
  for (let row = 0; row < courses.rowCount; row++) {
    if (!listOf(stringAt(taught, row)).some((subject) => subjects.has(subject.toLowerCase()))) continue;
    inCatalogue.add(stringAt(codes, row) ?? stringAt(ids, row) ?? '');
  }
  return (courseCode, academicSubject) =>
    academicSubject === undefined ? inCatalogue.has(courseCode) : subjects.has(academicSubject.toLowerCase());
}
