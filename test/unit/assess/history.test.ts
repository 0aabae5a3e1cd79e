import { describe, expect, it } from 'vitest';
import {
  type AssessedStudent,
  assessmentInputs,
  assessStudents,
} from '../../../shared/assess/students/assessStudents.ts';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { sampleTenant } from '../http/tenant.ts';
import type { SampleRow } from '../lake/tableOf.ts';
import { coveredTo, type DistrictRows, districtRows, districtTables, schoolDays } from './sampleDistrict.ts';

const DAYS = schoolDays(40);
const AS_OF = DAYS.at(-1)!;
const STUDENTS = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 4 },
  { id: 's3', school: 'south', absences: 8 },
];
/** The same weekday of the school year before. */
const yearBefore = (day: string) => formatDay(parseDay(day)! - 364);
const BEFORE_AS_OF = yearBefore(AS_OF);

const inYearBefore = (rows: readonly SampleRow[], ...columns: readonly string[]): SampleRow[] =>
  rows.map((row) => ({ ...row, ...Object.fromEntries(columns.map((name) => [name, yearBefore(String(row[name]))])) }));

/** Last year everybody was at the other school, with other absences; `s9` has left since. */
function withYearBefore(rows: DistrictRows): DistrictRows {
  const swapped = [
    { id: 's1', school: 'south', absences: 10 },
    { id: 's2', school: 'south', absences: 1 },
    { id: 's3', school: 'north', absences: 0 },
    { id: 's9', school: 'north', absences: 6 },
  ];
  const before = districtRows(swapped.map((each) => ({ ...each, exitWithdrawDate: '2027-06-05' })));
  return {
    ...rows,
    calendarDates: [...inYearBefore(before.calendarDates, 'date'), ...rows.calendarDates],
    schoolEnrollments: [
      ...inYearBefore(before.schoolEnrollments, 'entryDate', 'exitWithdrawDate'),
      ...rows.schoolEnrollments,
    ],
    attendanceEvents: [...inYearBefore(before.attendanceEvents, 'date'), ...rows.attendanceEvents],
    attendanceTaken: [{ schoolSourcedId: 'north', date: yearBefore(DAYS[0]!) }],
  };
}

const assess = (rows: DistrictRows, asOf: string, coverage = coveredTo(AS_OF)): AssessedStudent[] => {
  const inputs = assessmentInputs(districtTables(rows), coverage, sampleTenant().tenant, parseDay(asOf)!);
  return [...assessStudents(inputs)(0, inputs.students.ids.length)];
};
const results = (students: readonly AssessedStudent[]) =>
  Object.fromEntries(
    students.map(({ result }) => [
      result.sourcedId,
      JSON.stringify(result, (key, value) => (key === 'line' ? undefined : value)),
    ]),
  );
const rates = (students: readonly AssessedStudent[]) =>
  Object.fromEntries(
    students.map(({ result: { sourcedId, domains } }) => [
      sourcedId,
      domains.attendance.reasons.find(({ code }) => code === 'absenceRate')?.value ??
        domains.attendance.reasons[0]?.code,
    ]),
  );

describe('earlier school years in an edition', () => {
  it('change nothing in this year’s results', () => {
    const { s9, ...now } = results(assess(withYearBefore(districtRows(STUDENTS)), AS_OF));
    expect(now).toEqual(results(assess(districtRows(STUDENTS), AS_OF)));
    expect(JSON.parse(s9!)).toMatchObject({ domains: { attendance: { tier: 'notAssessed' } } });
  });

  it('are assessed by their own days, enrolments and absences, one student over schools and years', () => {
    const students = assess(withYearBefore(districtRows(STUDENTS)), BEFORE_AS_OF, coveredTo(AS_OF));
    // The north named its first day in attendanceTaken.csv alone: nothing else of that year was taken.
    expect(rates(students)).toEqual({ s1: '10/40', s2: '1/40', s3: '0/1', s9: '1/1' });
    const plain = { ...withYearBefore(districtRows(STUDENTS)), attendanceTaken: [] };
    expect(rates(assess(plain, BEFORE_AS_OF))).toEqual({ s1: '10/40', s2: '1/40', s3: '0/40', s9: '6/40' });
    expect(students.map(({ directory }) => directory.school)).toEqual(['south', 'south', 'north', 'north']);
  });

  it('are not known where their attendance never came, however far this year’s reaches', () => {
    const rows = withYearBefore(districtRows(STUDENTS));
    const ofSouth = rows.attendanceEvents.filter(({ schoolSourcedId }) => schoolSourcedId === 'south');
    const partly = { ...rows, attendanceTaken: [], attendanceEvents: ofSouth };
    expect(rates(assess(partly, BEFORE_AS_OF))).toEqual({
      s1: '10/40',
      s2: '1/40',
      s3: 'noCoverage',
      s9: 'noCoverage',
    });
    const none = { ...partly, attendanceEvents: districtRows(STUDENTS).attendanceEvents };
    expect(new Set(Object.values(rates(assess(none, BEFORE_AS_OF))))).toEqual(new Set(['noData']));
  });
});
