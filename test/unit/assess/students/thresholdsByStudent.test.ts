import { describe, expect, test } from 'vitest';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { thresholdsByStudent } from '../../../../shared/assess/students/thresholdsByStudent.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { thresholdSet } from '../../../../shared/tenant/thresholds.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { coveredTo, type DistrictRows, districtRows, districtTables } from '../sampleDistrict.ts';

const student = (id: string, school: string) => ({ id, school, absences: 0 });
const STUDENTS = [student('a', 'north'), student('b', 'north'), student('c', 'south'), student('d', 'south')];

const session = (sourcedId: string, type: string, startDate: string, endDate: string, parent?: string): SampleRow => ({
  ...{ sourcedId, title: sourcedId, type, startDate, endDate, schoolYear: 2027 },
  ...(parent !== undefined && { parentSourcedId: parent }),
});

function inputsOn(asOf: string, rules: unknown, change: (rows: DistrictRows) => Partial<DistrictRows> = () => ({})) {
  const rows = districtRows(STUDENTS);
  const { tenant } = sampleTenant();
  const thresholds = [thresholdSet.parse({ version: '2026-27', effectiveFrom: '2026-08-01', rules })];
  const tables = districtTables({ ...rows, ...change(rows) });
  return assessmentInputs(tables, coveredTo(asOf), { ...tenant, thresholds }, parseDay(asOf)!);
}

const QUARTERS = [
  session('q1', 'gradingPeriod', '2026-08-31', '2026-10-30', 'year'),
  session('q2', 'gradingPeriod', '2026-11-02', '2027-01-22', 'year'),
];
const withSessions =
  (...sessions: readonly SampleRow[]) =>
  (rows: DistrictRows) => ({
    academicSessions: [...rows.academicSessions, ...sessions],
  });
const FIRST = [{ when: { gradingPeriod: 'first' }, attendance: { tier2: '8/100' } }];

describe('what a student is judged by', () => {
  test('is the set itself, the same object for all, where no rule is for them', () => {
    const { thresholdsOf, tenant } = inputsOn('2026-10-05', [
      { when: { schools: ['west'] }, attendance: { tier2: '8/100' } },
    ]);
    expect(new Set([0, 1, 2, 3].map(thresholdsOf))).toEqual(new Set([tenant.thresholds[0]]));
    expect(thresholdsOf(0)).toBe(tenant.thresholds[0]);
  });

  test('is changed by rules for the school and the grade, and its version says by which', () => {
    const { thresholdsOf } = inputsOn('2026-10-05', [
      { when: { schools: ['south'] }, attendance: { tier2: '12/100' } },
      { when: { gradeLevels: ['09'] }, attendance: { tier2: '7/100' } },
      { when: { gradeLevels: ['08'] }, attendance: { tier3: '18/100' } },
    ]);
    expect(thresholdsOf(0)).toMatchObject({ version: '2026-27+3', attendance: { tier2: '10/100', tier3: '18/100' } });
    expect(thresholdsOf(2)).toMatchObject({ version: '2026-27+1+3', attendance: { tier2: '12/100', tier3: '18/100' } });
  });

  test('is one object for all who are judged alike', () => {
    const { thresholdsOf } = inputsOn('2026-10-05', [
      { when: { schools: ['south'] }, attendance: { tier2: '12/100' } },
    ]);
    expect(thresholdsOf(2)).toBe(thresholdsOf(3));
    expect(thresholdsOf(0)).toBe(thresholdsOf(1));
    expect(thresholdsOf(0)).not.toBe(thresholdsOf(2));
  });

  test('follows the later of two rules', () => {
    const rules = [
      { when: { gradeLevels: ['08'] }, attendance: { tier2: '12/100' } },
      { when: { schools: ['south'] }, attendance: { tier2: '9/100' } },
    ];
    expect(inputsOn('2026-10-05', rules).thresholdsOf(2).attendance.tier2).toBe('9/100');
    expect(inputsOn('2026-10-05', rules.toReversed()).thresholdsOf(2).attendance.tier2).toBe('12/100');
  });

  test('names in a domain the rules of that domain alone', () => {
    const inputs = inputsOn('2026-10-05', [{ when: { schools: ['south'] }, attendance: { tier2: '9/100' } }]);
    expect(thresholdsByStudent(inputs, 'attendance')(2).version).toBe('2026-27+1');
    expect(thresholdsByStudent(inputs, 'attendance')(0).version).toBe('2026-27');
  });
});

describe('the first grading period', () => {
  test('has its own rules through its last day', () => {
    const versionOn = (asOf: string) => inputsOn(asOf, FIRST, withSessions(...QUARTERS)).thresholdsOf(0).version;
    expect(versionOn('2026-09-15')).toBe('2026-27+1');
    expect(versionOn('2026-10-30')).toBe('2026-27+1');
    expect(versionOn('2026-10-31')).toBe('2026-27');
  });

  test('is the earliest semester where no grading periods are sent, and none where there are no sessions', () => {
    const semesters = withSessions(session('s1', 'semester', '2026-08-31', '2027-01-22'));
    expect(inputsOn('2027-01-22', FIRST, semesters).gradingPeriodOf('north')).toBe('first');
    expect(inputsOn('2026-09-15', FIRST).gradingPeriodOf('north')).toBe('remaining');
  });

  test('is the school’s own where its classes name sessions', () => {
    const ofSouth = (rows: DistrictRows) => ({
      ...withSessions(...QUARTERS, session('t1', 'term', '2026-08-31', '2026-11-20'))(rows),
      classes: rows.classes.map((each) =>
        each['schoolSourcedId'] === 'south' ? { ...each, termSourcedIds: 't1' } : each,
      ),
    });
    const inputs = inputsOn('2026-11-10', FIRST, ofSouth);
    expect([inputs.gradingPeriodOf('north'), inputs.gradingPeriodOf('south')]).toEqual(['remaining', 'first']);
    expect(inputs.gradingPeriodOf('unknown')).toBe('remaining');
  });

  test('of another school year is none of this one', () => {
    const before = session('before', 'gradingPeriod', '2025-08-25', '2025-10-31');
    const after = session('after', 'gradingPeriod', '2027-08-30', '2027-10-29');
    expect(inputsOn('2026-09-15', FIRST, withSessions(before, after)).gradingPeriodOf('north')).toBe('remaining');
  });
});
