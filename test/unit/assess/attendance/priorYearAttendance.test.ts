import { describe, expect, it } from 'vitest';
import { attendanceAssessor } from '../../../../shared/assess/attendance/attendanceAssessor.ts';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { coveredTo, type DistrictRows, districtRows, districtTables, schoolDays } from '../sampleDistrict.ts';

const DAYS = schoolDays(60);
const yearBefore = (day: unknown) => formatDay(parseDay(String(day))! - 364);
const inYearBefore = (rows: readonly SampleRow[], ...columns: readonly string[]): SampleRow[] =>
  rows.map((row) => ({ ...row, ...Object.fromEntries(columns.map((name) => [name, yearBefore(row[name])])) }));

const term = (sourcedId: string, startDate: string, endDate: string): SampleRow => {
  return { sourcedId, title: sourcedId, type: 'gradingPeriod', startDate, endDate, schoolYear: 2027 };
};

/** Two students, of whom `often` missed a fifth of last year; this year has begun. */
function twoYears(): DistrictRows {
  const students = (often: number) => [
    { id: 'never', school: 'north', absences: 0 },
    { id: 'often', school: 'north', absences: often },
  ];
  const [before, now] = [districtRows(students(36)), districtRows(students(0))];
  return {
    ...now,
    academicSessions: [term('q1', DAYS[0]!, DAYS[39]!), term('q2', DAYS[40]!, DAYS[59]!)],
    calendarDates: [...inYearBefore(before.calendarDates, 'date'), ...now.calendarDates],
    schoolEnrollments: [...inYearBefore(before.schoolEnrollments, 'entryDate'), ...now.schoolEnrollments].map(
      (row, index) => (index < 2 ? { ...row, exitWithdrawDate: '2026-06-30' } : row),
    ),
    attendanceEvents: inYearBefore(before.attendanceEvents, 'date'),
  };
}

function tiersOn(asOf: string, rows = twoYears(), priorYearInFirstPeriod = true) {
  const { tenant } = sampleTenant();
  const attendance = { ...tenant.attendance, priorYearInFirstPeriod };
  const inputs = assessmentInputs(districtTables(rows), coveredTo(asOf), { ...tenant, attendance }, parseDay(asOf)!);
  const assessor = attendanceAssessor(inputs);
  return inputs.students.ids.map((_, student) => assessor.assess(student));
}

describe('attendance in the first grading period', () => {
  it('is last year’s for students with too few days', () => {
    const [never, often] = tiersOn(DAYS[4]!);
    expect(never).toMatchObject({ tier: 1, flags: ['priorYear'], reasons: [{ value: '0/180' }, {}, {}] });
    expect(often).toMatchObject({ tier: 2, flags: ['priorYear'], reasons: [{ value: '36/180' }, {}, {}] });
    expect(often?.reasons[0]?.detail).toMatchObject({ schoolYear: 2026 });
  });

  it('is this year’s as soon as there are days enough', () => {
    for (const result of tiersOn(DAYS[9]!)) expect(result.flags).not.toContain('priorYear');
  });

  it('is not last year’s in a later period, where the district does not want it, or without last year’s rows', () => {
    const late = twoYears();
    late.schoolEnrollments = late.schoolEnrollments.map((row, index) =>
      index < 2 ? row : { ...row, entryDate: DAYS[44]! },
    );
    const alone = { ...twoYears(), attendanceEvents: [] };
    for (const results of [tiersOn(DAYS[46]!, late), tiersOn(DAYS[4]!, twoYears(), false), tiersOn(DAYS[4]!, alone)]) {
      for (const { tier, reasons } of results) {
        expect(tier).toBe('notAssessed');
        expect(reasons[0]?.code).toBe('tooFewDays');
      }
    }
  });
});
