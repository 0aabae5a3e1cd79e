import { ASSESSED_FILES } from '../../assess/students/districtTables.ts';
import type { Edition } from '../../lake/edition.ts';
import type { Lake } from '../../lake/lake.ts';
import { openTable } from '../../lake/reader.ts';
import type { Table } from '../../lake/table.ts';
import type { FileSpec } from '../../sis/fileSpec.ts';
import { contactsFile } from '../../sis/files/contacts.ts';
import { demographicsFile } from '../../sis/files/demographics.ts';
import { diplomasFile } from '../../sis/files/diplomas.ts';
import { milestonesFile } from '../../sis/files/milestones.ts';

/** The files that a student's record is made of, by the name of their table. */
export const RECORD_FILES = {
  orgs: ASSESSED_FILES.orgs,
  users: ASSESSED_FILES.users,
  roles: ASSESSED_FILES.roles,
  academicSessions: ASSESSED_FILES.academicSessions,
  courses: ASSESSED_FILES.courses,
  classes: ASSESSED_FILES.classes,
  enrollments: ASSESSED_FILES.enrollments,
  schoolEnrollments: ASSESSED_FILES.schoolEnrollments,
  attendanceEvents: ASSESSED_FILES.attendanceEvents,
  courseTranscripts: ASSESSED_FILES.courseTranscripts,
  grades: ASSESSED_FILES.grades,
  courseRequests: ASSESSED_FILES.courseRequests,
  behaviorIncidents: ASSESSED_FILES.behaviorIncidents,
  assessments: ASSESSED_FILES.assessments,
  surveyResponses: ASSESSED_FILES.surveyResponses,
  programs: ASSESSED_FILES.programs,
  credentials: ASSESSED_FILES.credentials,
  demographics: demographicsFile,
  diplomas: diplomasFile,
  milestones: milestonesFile,
  contacts: contactsFile,
} as const satisfies Readonly<Record<string, FileSpec>>;

export type RecordTables = Readonly<Record<keyof typeof RECORD_FILES, Table>>;

export const isRecordTable = (name: string): name is keyof RecordTables => name in RECORD_FILES;

export async function loadRecordTables(lake: Lake, edition: Edition): Promise<RecordTables> {
  const tables: Partial<Record<keyof RecordTables, Table>> = {};
  for (const [name, { table }] of Object.entries(RECORD_FILES)) {
    if (isRecordTable(name)) tables[name] = await openTable(lake, edition, table);
  }
  return tables as RecordTables;
}
