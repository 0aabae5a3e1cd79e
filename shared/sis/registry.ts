import type { FileSpec } from './fileSpec.ts';
import { academicSessionsFile } from './files/academicSessions.ts';
import { assessmentsFile } from './files/assessments.ts';
import { attendanceEventsFile } from './files/attendanceEvents.ts';
import { attendanceTakenFile } from './files/attendanceTaken.ts';
import { behaviorIncidentsFile } from './files/behaviorIncidents.ts';
import { calendarDatesFile } from './files/calendarDates.ts';
import { caseloadsFile } from './files/caseloads.ts';
import { categoriesFile } from './files/categories.ts';
import { classesFile } from './files/classes.ts';
import { classMeetingsFile } from './files/classMeetings.ts';
import { contactsFile } from './files/contacts.ts';
import { courseRequestsFile } from './files/courseRequests.ts';
import { coursesFile } from './files/courses.ts';
import { courseTranscriptsFile } from './files/courseTranscripts.ts';
import { credentialsFile } from './files/credentials.ts';
import { demographicsFile } from './files/demographics.ts';
import { diplomasFile } from './files/diplomas.ts';
import { enrollmentsFile } from './files/enrollments.ts';
import { gradesFile } from './files/grades.ts';
import { lineItemsFile } from './files/lineItems.ts';
import { milestonesFile } from './files/milestones.ts';
import { orgsFile } from './files/orgs.ts';
import { programsFile } from './files/programs.ts';
import { resultsFile } from './files/results.ts';
import { rolesFile } from './files/roles.ts';
import { schoolEnrollmentsFile } from './files/schoolEnrollments.ts';
import { surveyAggregatesFile } from './files/surveyAggregates.ts';
import { surveyResponsesFile } from './files/surveyResponses.ts';
import { usersFile } from './files/users.ts';

/** Every file that becomes a table, in the order in which they are read: a file comes after those its rules ask. */
export const FILES: readonly FileSpec[] = [
  orgsFile,
  academicSessionsFile,
  coursesFile,
  classesFile,
  usersFile,
  rolesFile,
  enrollmentsFile,
  demographicsFile,
  categoriesFile,
  lineItemsFile,
  resultsFile,
  calendarDatesFile,
  schoolEnrollmentsFile,
  attendanceEventsFile,
  attendanceTakenFile,
  classMeetingsFile,
  courseTranscriptsFile,
  gradesFile,
  courseRequestsFile,
  behaviorIncidentsFile,
  assessmentsFile,
  surveyResponsesFile,
  surveyAggregatesFile,
  programsFile,
  credentialsFile,
  diplomasFile,
  milestonesFile,
  contactsFile,
  caseloadsFile,
];

/**
 * Files of OneRoster 1.1 and 1.2 that no table reads: accounts of other systems, learning resources, and the scales and
 * objectives of single scores. The scale of a mark is the tenant's (`gradeScales`).
 */
export const ONEROSTER_SET_ASIDE: readonly string[] = [
  'userProfiles',
  'scoreScales',
  'lineItemLearningObjectiveIds',
  'lineItemScoreScales',
  'resultLearningObjectiveIds',
  'resultScoreScales',
  'resources',
  'classResources',
  'courseResources',
  'userResources',
];

const byName = new Map(FILES.map((file) => [file.name, file]));
const setAside = new Set(ONEROSTER_SET_ASIDE);

/** What a file name of the drop (without `.csv`) stands for. */
export type Recognized =
  | { readonly kind: 'table'; readonly spec: FileSpec }
  /** Known, read by no table: reported by name. */
  | { readonly kind: 'setAside' }
  | { readonly kind: 'unknown' };

export function recognize(name: string): Recognized {
  const spec = byName.get(name);
  if (spec) return { kind: 'table', spec };
  return setAside.has(name) ? { kind: 'setAside' } : { kind: 'unknown' };
}

const spellings = new Map([...byName.keys(), ...setAside, 'manifest'].map((name) => [name.toLowerCase(), name]));

/** The file name (without `.csv`) that a name is but for its case; undefined when it is none. */
export function nameInAnyCase(name: string): string | undefined {
  return spellings.get(name.toLowerCase());
}
