import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import type { SampleRow } from '../lake/tableOf.ts';
import { present, type RecordRows, recordedLake } from './recordDistrict.ts';

const IDS = ['s', 's.1', 's-2/a', 'S_3@x', '0', '__proto__', 'constructor', 'zz'] as const;
const SCHOOLS = ['north', 'south', 'toString'] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const student = fc.constantFrom(...IDS);
const school = fc.constantFrom(...SCHOOLS);
const day = fc.integer({ min: 16_000, max: 21_000 }).map(formatDay);
const year = fc.integer({ min: 2015, max: 2030 });
/** Whatever a cell may hold, quotes, line ends and letters of any script included. */
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((each) => each.isWellFormed()),
  fc.constantFrom('O"Brien\\', 'Łukasz', '\u2028', 'a\nb', '\u0000', 'null', '😀'),
);
const decimal = fc.integer({ min: 0, max: 5_000_000 }).map((millionths) => millionths / 1_000_000);
const truth = fc.constantFrom(0, 1);

/** Rows of a file, each with a key of its own. */
const rowsOf = (row: fc.Arbitrary<SampleRow>, key: string): fc.Arbitrary<readonly SampleRow[]> =>
  fc
    .array(row, { maxLength: 24 })
    .map((rows) => rows.map((each, place) => ({ ...each, [key]: `${each[key]}-${place}` })));

const district: fc.Arbitrary<Required<Pick<RecordRows, Filled>>> = fc.record({
  schoolEnrollments: fc.uniqueArray(
    fc.record({
      ...{ studentSourcedId: student, schoolSourcedId: school, entryDate: day, exitWithdrawDate: maybe(day) },
      ...{ exitWithdrawType: maybe(fc.constantFrom('Transferred', 'No show')), exitDocumented: maybe(truth) },
      ...{ gradeLevel: maybe(fc.constantFrom('09', 'KG')), entryType: maybe(text), primarySchool: maybe(truth) },
      ...{ calendarCode: maybe(text), firstNinthGradeYear: maybe(year), graduationPlanId: maybe(text) },
      ...{
        fullTimeEquivalency: maybe(decimal),
        transferDaysEnrolled: maybe(decimal),
        transferDaysAbsent: maybe(decimal),
      },
    }),
    { selector: (row) => `${row.studentSourcedId} ${row.schoolSourcedId} ${row.entryDate}`, maxLength: 24 },
  ),
  attendanceEvents: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, schoolSourcedId: school, date: day, eventId: fc.constant('e') },
      ...{ category: fc.constantFrom('Tardy', 'Unexcused Absence'), portionOfDay: maybe(decimal), reason: maybe(text) },
      ...{ absenceClass: maybe(fc.constantFrom('medical', 'other')), period: maybe(text), classSourcedId: maybe(text) },
      ...{
        minutesMissed: maybe(fc.nat(1440)),
        arrivalTime: maybe(fc.constant('09:05')),
        departureTime: maybe(fc.constant('11:00:30')),
      },
    }),
    'eventId',
  ),
  grades: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, classSourcedId: fc.constant('k'), academicSessionSourcedId: fc.constant('fall') },
      ...{ asOfDate: day, letterGrade: maybe(text), numericGrade: maybe(decimal), gradeScaleId: maybe(text) },
      ...{ gradeType: maybe(text), missingAssignments: maybe(fc.nat(50)) },
    }),
    'classSourcedId',
  ),
  assessments: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, assessmentId: text, administrationDate: day, title: maybe(text) },
      ...{
        academicSubject: maybe(text),
        score: maybe(decimal),
        scoreMethod: maybe(text),
        performanceLevel: maybe(text),
      },
      ...{ benchmarkStatus: maybe(text), window: maybe(text), gradeLevel: maybe(fc.constant('09')) },
      ...{ examCode: maybe(text), passed: maybe(truth) },
    }),
    'assessmentId',
  ),
  programs: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, programType: fc.constantFrom('IEP', 'CTE'), beginDate: day, programName: text },
      ...{ endDate: maybe(day), schoolSourcedId: maybe(school), careerPathway: maybe(text), cipCode: maybe(text) },
      ...{ participationStatus: maybe(text) },
    }),
    'programName',
  ),
  credentials: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, credentialId: text, awardDate: day, title: maybe(text) },
      ...{ careerPathway: maybe(text), cipCode: maybe(text) },
    }),
    'credentialId',
  ),
  diplomas: fc.uniqueArray(
    fc.record({ studentSourcedId: student, diplomaType: fc.constant('Regular diploma'), awardDate: day }),
    { selector: (row) => `${row.studentSourcedId} ${row.awardDate}`, maxLength: 12 },
  ),
  milestones: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, code: text, status: text, date: maybe(day), hours: maybe(decimal) },
      ...{ authorizer: maybe(text), reason: maybe(text) },
    }),
    'code',
  ),
  contacts: rowsOf(
    fc.record({
      ...{ studentSourcedId: student, contactId: fc.constant('c'), relation: text, givenName: maybe(text) },
      ...{
        familyName: maybe(text),
        email: maybe(text),
        phone: maybe(text),
        preferredLanguage: maybe(fc.constant('zh-Hant')),
      },
      ...{ preferredChannel: maybe(fc.constant('sms')), contactPriority: maybe(fc.nat(3)), livesWith: maybe(truth) },
      ...{ legalGuardian: maybe(truth), noContact: maybe(truth), directoryInformationBlock: maybe(truth) },
    }),
    'contactId',
  ),
});
type Filled =
  | 'schoolEnrollments'
  | 'attendanceEvents'
  | 'grades'
  | 'assessments'
  | 'programs'
  | 'credentials'
  | 'diplomas'
  | 'milestones'
  | 'contacts';

const FLAGS = [
  ...['exitDocumented', 'primarySchool', 'passed', 'livesWith', 'legalGuardian', 'noContact'],
  'directoryInformationBlock',
];

/** A row as a record has it: what names the student, the session or the event is not repeated, and a school has its name. */
function asRecorded({ studentSourcedId, schoolSourcedId, eventId, academicSessionSourcedId, ...row }: SampleRow) {
  const flags = FLAGS.filter((name) => row[name] !== undefined).map((name) => [name, row[name] === 1] as const);
  const ofSchool = schoolSourcedId !== undefined && {
    school: present({
      sourcedId: schoolSourcedId,
      name: schoolSourcedId === 'south' ? undefined : `School ${schoolSourcedId}`,
    }),
  };
  return { ...present(row), ...Object.fromEntries(flags), ...ofSchool };
}

/** A student's rows in the order of a column, those without it last. */
function expected(rows: readonly SampleRow[], id: string, column: string) {
  const own = rows.filter((row) => row['studentSourcedId'] === id);
  const placed = own.map((row, place) => ({ row, place, at: row[column] }));
  placed.sort((a, b) => {
    if (a.at === b.at) return a.place - b.place;
    if (a.at === undefined) return 1;
    if (b.at === undefined) return -1;
    return a.at < b.at ? -1 : 1;
  });
  return placed.map(({ row }) => asRecorded(row));
}

/** The year in which the school year of a day ends, of those that begin on 1 August. */
const schoolYear = (date: string) => Number(date.slice(0, 4)) + (date.slice(5) >= '08-01' ? 1 : 0);

describe('the record of a student', () => {
  it('is what every file says of them, in order, whatever the cells hold', async () => {
    await fc.assert(
      fc.asyncProperty(district, async (rows) => {
        const lake = await recordedLake({
          ...rows,
          orgs: [
            { sourcedId: 'north', name: 'School north', type: 'school' },
            { sourcedId: 'toString', name: 'School toString', type: 'school' },
          ],
          users: IDS.map((id) => ({ sourcedId: id, role: 'student', givenName: `Given ${id}`, familyName: '"F"' })),
        });
        for (const id of IDS) {
          const record = await readStudentRecord(lake, 1, studentId(id));
          const of = (file: Filled, column: string) => expected(rows[file], id, column);
          expect(record).toMatchObject({ sourcedId: id, person: { givenName: `Given ${id}`, familyName: '"F"' } });
          expect(record?.enrollments).toEqual(of('schoolEnrollments', 'entryDate'));
          const events = of('attendanceEvents', 'date') as { date: string }[];
          expect(record?.attendance.flatMap((each) => each.events)).toEqual(events);
          expect(record?.attendance.map((each) => each.schoolYear)).toEqual([
            ...new Set(events.map(({ date }) => schoolYear(date))),
          ]);
          expect(record?.grades).toEqual(of('grades', 'asOfDate'));
          expect(record?.assessments).toEqual(of('assessments', 'administrationDate'));
          expect(record?.programs).toEqual(of('programs', 'beginDate'));
          expect(record?.credentials).toEqual(of('credentials', 'awardDate'));
          expect(record?.diplomas).toEqual(of('diplomas', 'awardDate'));
          expect(record?.milestones).toEqual(of('milestones', 'date'));
          const contacts = of('contacts', 'contactPriority') as { directoryInformationBlock?: boolean }[];
          expect(record?.contacts).toEqual(contacts);
          expect(record?.directoryInformationBlock).toBe(contacts.some((each) => each.directoryInformationBlock));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has its days in order within school years, however late earlier ones came', async () => {
    const on = (date: string) => ({ studentSourcedId: 's', schoolSourcedId: 'north', date, category: 'Tardy' });
    const dates = ['2026-09-02', '2026-07-31', '2025-08-01', '2026-08-01'];
    const lake = await recordedLake({ attendanceEvents: dates.map(on), users: [{ sourcedId: 's', role: 'student' }] });
    const record = await readStudentRecord(lake, 1, studentId('s'));
    expect(record?.attendance.map((each) => [each.schoolYear, each.events.map(({ date }) => date)])).toEqual([
      [2026, ['2025-08-01', '2026-07-31']],
      [2027, ['2026-08-01', '2026-09-02']],
    ]);
  });
});
