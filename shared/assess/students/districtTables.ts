import { emptyTable } from '../../lake/columnar.ts';
import type { Edition } from '../../lake/edition.ts';
import { decodeTable } from '../../lake/encoding.ts';
import type { Lake } from '../../lake/lake.ts';
import { storedTable } from '../../lake/reader.ts';
import type { Table } from '../../lake/table.ts';
import { academicSessionsFile } from '../../sis/files/academicSessions.ts';
import { assessmentsFile } from '../../sis/files/assessments.ts';
import { attendanceEventsFile } from '../../sis/files/attendanceEvents.ts';
import { attendanceTakenFile } from '../../sis/files/attendanceTaken.ts';
import { behaviorIncidentsFile } from '../../sis/files/behaviorIncidents.ts';
import { calendarDatesFile } from '../../sis/files/calendarDates.ts';
import { caseloadsFile } from '../../sis/files/caseloads.ts';
import { categoriesFile } from '../../sis/files/categories.ts';
import { classesFile } from '../../sis/files/classes.ts';
import { classMeetingsFile } from '../../sis/files/classMeetings.ts';
import { courseRequestsFile } from '../../sis/files/courseRequests.ts';
import { coursesFile } from '../../sis/files/courses.ts';
import { courseTranscriptsFile } from '../../sis/files/courseTranscripts.ts';
import { credentialsFile } from '../../sis/files/credentials.ts';
import { enrollmentsFile } from '../../sis/files/enrollments.ts';
import { gradesFile } from '../../sis/files/grades.ts';
import { lineItemsFile } from '../../sis/files/lineItems.ts';
import { orgsFile } from '../../sis/files/orgs.ts';
import { programsFile } from '../../sis/files/programs.ts';
import { resultsFile } from '../../sis/files/results.ts';
import { rolesFile } from '../../sis/files/roles.ts';
import { schoolEnrollmentsFile } from '../../sis/files/schoolEnrollments.ts';
import { surveyResponsesFile } from '../../sis/files/surveyResponses.ts';
import { usersFile } from '../../sis/files/users.ts';

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

/** The same as they are stored: bytes by table, which threads can share. */
export type StoredTables = ReadonlyMap<string, Uint8Array>;

/**
 * Loads the tables of an edition, one after the other: their decoding, not their coming, takes the time.
 * @param shared in memory that other threads see, too
 */
export async function loadTables(lake: Lake, edition: Edition, shared: boolean): Promise<StoredTables> {
  const stored = new Map<string, Uint8Array>();
  for (const file of Object.values(ASSESSED_FILES)) {
    const bytes = await storedTable(lake, edition.tables, file.table);
    if (bytes) stored.set(file.table.name, shared ? toShared(bytes) : bytes);
  }
  return stored;
}

function toShared(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

export function openTables(stored: StoredTables): DistrictTables {
  const tables = Object.entries(ASSESSED_FILES).map(([name, { table }]) => {
    const bytes = stored.get(table.name);
    return [name, bytes ? decodeTable(table, bytes) : emptyTable(table)];
  });
  return Object.fromEntries(tables) as DistrictTables;
}
