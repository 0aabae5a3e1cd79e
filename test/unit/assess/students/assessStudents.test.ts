import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessmentInputs, assessStudents } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { sampleTenant } from '../../http/tenant.ts';
import {
  absenceRows,
  coveredTo,
  type DistrictRows,
  districtRows,
  districtTables,
  type SampleFile,
  schoolDays,
} from '../sampleDistrict.ts';

const DAYS = schoolDays(40);
const AS_OF = DAYS.at(-1)!;

function assess(rows: DistrictRows, asOf = AS_OF, coverage = coveredTo(asOf)) {
  const inputs = assessmentInputs(districtTables(rows), coverage, sampleTenant().tenant, parseDay(asOf)!);
  return [...assessStudents(inputs)(0, inputs.students.ids.length)];
}

const tiersOf = (rows: DistrictRows, asOf?: string) =>
  Object.fromEntries(assess(rows, asOf).map(({ result }) => [result.sourcedId, result.domains.attendance.tier]));

const SIX = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 3 },
  { id: 's3', school: 'south', absences: 4 },
  { id: 's4', school: 'south', absences: 8 },
  { id: 's5', school: 'south', absences: 9, exitWithdrawDate: DAYS[30]! },
  { id: 's6', school: 'north', absences: 1, entryDate: DAYS[35]! },
];

describe('assessing a district', () => {
  it('gives every student a tier from their own rows, ascending by sourcedId', () => {
    const rows = districtRows([...SIX].reverse());
    expect(assess(rows).map(({ result }) => result.sourcedId)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
    expect(tiersOf(rows)).toMatchObject({ s1: 1, s2: 1, s3: 2, s4: 3, s6: 'notAssessed' });
  });

  it('takes users with a student role who are enrolled nowhere, and says that they are not enrolled', () => {
    const rows = districtRows(SIX);
    rows.roles.push({
      sourcedId: 'r',
      userSourcedId: 'unknown',
      roleType: 'primary',
      role: 'student',
      orgSourcedId: 'north',
    });
    const stranger = assess(rows).find(({ result }) => result.sourcedId === 'unknown');
    expect(stranger?.result.school).toBeUndefined();
    expect(stranger?.result.domains.attendance).toMatchObject({
      tier: 'notAssessed',
      reasons: [{ code: 'notEnrolled' }],
    });
    expect(stranger?.directory).toMatchObject({ school: '', schools: [], exited: false });
  });

  it('takes students of OneRoster 1.1, whose role is in users.csv, and those whom users.csv does not know', () => {
    const rows = districtRows(SIX);
    rows.roles = [];
    rows.users = [{ sourcedId: 'eleven', givenName: 'E', familyName: 'F', role: 'student', orgSourcedIds: 'north' }];
    const ids = assess(rows).map(({ result }) => result.sourcedId);
    expect(ids).toEqual(['eleven', 's1', 's2', 's3', 's4', 's5', 's6']);
  });

  it('takes a student who has left off every list and keeps the tier of the last day', () => {
    const leaver = assess(districtRows(SIX)).find(({ result }) => result.sourcedId === 's5');
    expect(leaver?.directory).toMatchObject({ school: 'south', schools: [], exited: true });
    expect(leaver?.result.domains.attendance.tier).toBe(3);
    expect(leaver?.result.domains.attendance.flags).toContain('exited');
  });

  it('lists a student at the next school between two enrolments', () => {
    const [friday, monday] = [DAYS[4]!, DAYS[5]!];
    const rows = districtRows([{ id: 's1', school: 'north', absences: 0, exitWithdrawDate: '2026-09-05' }]);
    rows.schoolEnrollments.push({ studentSourcedId: 's1', schoolSourcedId: 'south', entryDate: monday });
    const schoolsOn = (day: string) => assess(rows, day)[0]?.directory.schools;
    expect(schoolsOn(friday)).toEqual(['north']);
    expect(schoolsOn('2026-09-06')).toEqual(['south']);
    expect(schoolsOn(monday)).toEqual(['south']);
  });

  it('assesses nobody while the attendance file has never come this year', () => {
    const rows = districtRows(SIX);
    rows.attendanceEvents = [];
    const reasons = assess(rows, AS_OF, {}).map(({ result }) => result.domains.attendance.reasons[0]?.code);
    expect(new Set(reasons)).toEqual(new Set(['noData']));
  });

  it('reads a year without an absence so far as attendance, when coverage says that it came', () => {
    const rows = districtRows([{ id: 's1', school: 'north', absences: 0 }]);
    expect(tiersOf(rows)).toEqual({ s1: 1 });
  });

  it('is the same for every order of the rows of every table, lines of origin aside', () => {
    const rows = districtRows(SIX);
    rows.attendanceEvents.push(...absenceRows('s1', 'north', DAYS.slice(20, 23)));
    const results = (shuffled: DistrictRows) =>
      JSON.stringify(assess(shuffled), (key, value) => (key === 'line' ? undefined : value));
    const expected = results(rows);
    const orders = fc.record(
      Object.fromEntries(
        Object.entries(rows).map(([file, all]) => [
          file,
          fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
        ]),
      ) as Record<SampleFile, fc.Arbitrary<DistrictRows[SampleFile]>>,
    );
    fc.assert(
      fc.property(orders, (shuffled) => {
        expect(results(shuffled)).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });
});
