import type { FileSpec } from './fileSpec.ts';
import { academicSessionsFile } from './files/academicSessions.ts';
import { attendanceEventsFile } from './files/attendanceEvents.ts';
import { attendanceTakenFile } from './files/attendanceTaken.ts';
import { calendarDatesFile } from './files/calendarDates.ts';
import { caseloadsFile } from './files/caseloads.ts';
import { classesFile } from './files/classes.ts';
import { classMeetingsFile } from './files/classMeetings.ts';
import { coursesFile } from './files/courses.ts';
import { courseTranscriptsFile } from './files/courseTranscripts.ts';
import { demographicsFile } from './files/demographics.ts';
import { enrollmentsFile } from './files/enrollments.ts';
import { orgsFile } from './files/orgs.ts';
import { rolesFile } from './files/roles.ts';
import { schoolEnrollmentsFile } from './files/schoolEnrollments.ts';
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
  calendarDatesFile,
  schoolEnrollmentsFile,
  attendanceEventsFile,
  attendanceTakenFile,
  classMeetingsFile,
  courseTranscriptsFile,
  caseloadsFile,
];

/** Files of OneRoster 1.1 and 1.2 that no table reads. */
export const ONEROSTER_SET_ASIDE: readonly string[] = [
  'userProfiles',
  'categories',
  'lineItems',
  'results',
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

/** Companion files that no table reads. */
export const COMPANION_SET_ASIDE: readonly string[] = [
  'grades',
  'courseRequests',
  'behaviorIncidents',
  'assessments',
  'surveyResponses',
  'surveyAggregates',
  'programs',
  'credentials',
  'diplomas',
  'milestones',
  'contacts',
];

const byName = new Map(FILES.map((file) => [file.name, file]));
const setAside = new Set([...ONEROSTER_SET_ASIDE, ...COMPANION_SET_ASIDE]);

/** What a file name of the drop (without `.csv`) stands for. */
export type Recognized =
  | { readonly kind: 'table'; readonly spec: FileSpec }
  /** Known, read by no table yet: reported by name. */
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
