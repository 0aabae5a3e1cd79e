import { createHash } from 'node:crypto';
import { ASSESSED_FILES, type DistrictTables } from '../../../shared/assess/students/districtTables.ts';
import { formatDay, parseDay, weekdayOf } from '../../../shared/domain/calendar/day.ts';
import type { ColumnarTable } from '../../../shared/lake/columnar.ts';
import type { Edition } from '../../../shared/lake/edition.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { type Lake, putJson } from '../../../shared/lake/lake.ts';
import { editionKey } from '../../../shared/lake/reader.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

export type SampleFile = keyof typeof ASSESSED_FILES;
export type DistrictRows = Record<SampleFile, SampleRow[]>;

/** A district that has sent none of the files. */
const noRows = () =>
  Object.fromEntries(Object.keys(ASSESSED_FILES).map((name) => [name, [] as SampleRow[]])) as DistrictRows;

export const FIRST_DAY = parseDay('2026-08-31')!;
export const SCHOOLS = ['north', 'south'];

/** The weekdays of 40 weeks from the first day of school. */
export const schoolDays = (count: number): string[] =>
  Array.from({ length: 280 }, (_, index) => FIRST_DAY + index)
    .filter((day) => weekdayOf(day) <= 5)
    .slice(0, count)
    .map(formatDay);

export interface SampleStudent {
  readonly id: string;
  readonly school: string;
  /** Missed on this many of the first school days. */
  readonly absences: number;
  readonly entryDate?: string;
  readonly exitWithdrawDate?: string;
}

/** A district of two schools with a principal, a counselor and a teacher each, and these students. */
export function districtRows(students: readonly SampleStudent[]): DistrictRows {
  const days = schoolDays(180);
  const staff = SCHOOLS.flatMap((school) => ['principal', 'counselor', 'teacher'].map((role) => ({ school, role })));
  const entry = (student: SampleStudent) => student.entryDate ?? formatDay(FIRST_DAY);
  return {
    ...noRows(),
    orgs: [
      { sourcedId: 'district', name: 'Sample District', type: 'district' },
      ...SCHOOLS.map((school) => ({ sourcedId: school, name: `${school} school`, type: 'school' })),
    ],
    users: [
      ...students.map(({ id }) => ({
        sourcedId: id,
        givenName: `Given ${id}`,
        familyName: `Family ${id}`,
        grades: '07',
      })),
      ...staff.map(({ school, role }) => ({
        sourcedId: `${role}-${school}`,
        givenName: role,
        familyName: school,
        email: `${role}.${school}@example.org`,
      })),
    ],
    roles: [
      ...students.map(({ id, school }) => roleRow(id, 'student', school)),
      ...staff.map(({ school, role }) => roleRow(`${role}-${school}`, role, school)),
    ],
    academicSessions: [
      {
        sourcedId: 'year',
        title: '2026-27',
        type: 'schoolYear',
        startDate: '2026-08-31',
        endDate: '2027-06-11',
        schoolYear: 2027,
      },
    ],
    classes: SCHOOLS.map((school) => ({
      sourcedId: `class-${school}`,
      title: 'Homeroom',
      courseSourcedId: 'homeroom',
      classType: 'homeroom',
      schoolSourcedId: school,
      termSourcedIds: 'year',
    })),
    enrollments: [
      ...SCHOOLS.map((school) => enrollmentRow(`teacher-${school}`, school, 'teacher')),
      ...students.map(({ id, school }) => enrollmentRow(id, school, 'student')),
    ],
    caseloads: students.map(({ id, school }) => ({
      staffSourcedId: `counselor-${school}`,
      studentSourcedId: id,
      role: 'counselor',
    })),
    calendarDates: SCHOOLS.flatMap((school) =>
      days.map((date) => ({ schoolSourcedId: school, date, calendarEvent: 'instructionalDay' })),
    ),
    schoolEnrollments: students.map((student) => ({
      studentSourcedId: student.id,
      schoolSourcedId: student.school,
      entryDate: entry(student),
      exitWithdrawDate: student.exitWithdrawDate,
      gradeLevel: '08',
    })),
    attendanceEvents: students.flatMap(({ id, school, absences }) => absenceRows(id, school, days.slice(0, absences))),
  };
}

export const absenceRows = (student: string, school: string, days: readonly string[]): SampleRow[] =>
  days.map((date) => ({
    studentSourcedId: student,
    schoolSourcedId: school,
    date,
    category: 'Unexcused Absence',
  }));

const roleRow = (user: string, role: string, school: string): SampleRow => ({
  sourcedId: `role-${user}`,
  userSourcedId: user,
  roleType: 'primary',
  role,
  orgSourcedId: school,
});

const enrollmentRow = (user: string, school: string, role: string): SampleRow => ({
  sourcedId: `enrollment-${user}`,
  classSourcedId: `class-${school}`,
  schoolSourcedId: school,
  userSourcedId: user,
  role,
});

export function districtTables(rows: DistrictRows): DistrictTables & Record<SampleFile, ColumnarTable> {
  const tables = Object.entries(ASSESSED_FILES).map(([name, file]) => [
    name,
    tableOf(file.table, rows[name as SampleFile]),
  ]);
  return Object.fromEntries(tables) as Record<SampleFile, ColumnarTable>;
}

/** Stores rows as an edition of the lake. */
export async function storeEdition(lake: Lake, number: number, rows: DistrictRows): Promise<Edition> {
  const generatedAt = `2026-09-01T00:00:0${number % 10}Z`;
  const tables: Record<string, Edition['tables'][string]> = {};
  for (const [name, table] of Object.entries(districtTables(rows))) {
    const bytes = Buffer.concat(encodeTable(table));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `tables/${name}/${sha256}.table`;
    await lake.put(key, bytes);
    tables[name] = { key, rows: table.rowCount, bytes: bytes.length, sha256, generatedAt };
  }
  const edition = { number, parent: number - 1, dropId: `drop-${number}`, generatedAt, tables };
  await putJson(lake, editionKey(number), edition);
  return edition;
}

/** Both schools' attendance known up to a day. */
export const coveredTo = (day: string) => Object.fromEntries(SCHOOLS.map((school) => [school, day]));
