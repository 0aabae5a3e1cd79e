import type { Edition } from '../lake/edition.ts';
import type { Lake } from '../lake/lake.ts';
import { openTable } from '../lake/reader.ts';
import type { Table } from '../lake/table.ts';
import { academicSessionsFile } from '../sis/files/academicSessions.ts';
import { assessmentsFile } from '../sis/files/assessments.ts';
import { attendanceEventsFile } from '../sis/files/attendanceEvents.ts';
import { attendanceTakenFile } from '../sis/files/attendanceTaken.ts';
import { behaviorIncidentsFile } from '../sis/files/behaviorIncidents.ts';
import { calendarDatesFile } from '../sis/files/calendarDates.ts';
import { caseloadsFile } from '../sis/files/caseloads.ts';
import { categoriesFile } from '../sis/files/categories.ts';
import { classesFile } from '../sis/files/classes.ts';
import { classMeetingsFile } from '../sis/files/classMeetings.ts';
import { courseRequestsFile } from '../sis/files/courseRequests.ts';
import { coursesFile } from '../sis/files/courses.ts';
import { courseTranscriptsFile } from '../sis/files/courseTranscripts.ts';
import { credentialsFile } from '../sis/files/credentials.ts';
import { enrollmentsFile } from '../sis/files/enrollments.ts';
import { gradesFile } from '../sis/files/grades.ts';
import { lineItemsFile } from '../sis/files/lineItems.ts';
import { orgsFile } from '../sis/files/orgs.ts';
import { programsFile } from '../sis/files/programs.ts';
import { resultsFile } from '../sis/files/results.ts';
import { rolesFile } from '../sis/files/roles.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';
import { surveyResponsesFile } from '../sis/files/surveyResponses.ts';
import { usersFile } from '../sis/files/users.ts';

/** The files that an assessment reads, by the name of their table. */
export const ASSESSED_FILES = {
  orgs: orgsFile,
  users: usersFile,
  roles: rolesFile,
  academicSessions: academicSessionsFile,
  classes: classesFile,
  enrollments: enrollmentsFile,
  caseloads: caseloadsFile,
  calendarDates: calendarDatesFile,
  schoolEnrollments: schoolEnrollmentsFile,
  attendanceEvents: attendanceEventsFile,
  attendanceTaken: attendanceTakenFile,
  classMeetings: classMeetingsFile,
  courseTranscripts: courseTranscriptsFile,
  grades: gradesFile,
  courses: coursesFile,
  courseRequests: courseRequestsFile,
  behaviorIncidents: behaviorIncidentsFile,
  assessments: assessmentsFile,
  surveyResponses: surveyResponsesFile,
  programs: programsFile,
  credentials: credentialsFile,
  results: resultsFile,
  lineItems: lineItemsFile,
  categories: categoriesFile,
} as const;

/** The tables of an edition that an assessment reads. A file that never came is an empty table. */
export type DistrictTables = Readonly<Record<keyof typeof ASSESSED_FILES, Table>>;

/** Opens the tables of an edition, one after the other: their decoding, not their coming, takes the time. */
export async function openDistrict(lake: Lake, edition: Edition): Promise<DistrictTables> {
  const tables: [string, Table][] = [];
  for (const [name, file] of Object.entries(ASSESSED_FILES))
    tables.push([name, await openTable(lake, edition, file.table)]);
  return Object.fromEntries(tables) as DistrictTables;
}
