import { describe, expect, it } from 'vitest';
import { casesInForce } from '../../../../shared/assess/staff/casesInForce.ts';
import { rosterStaff } from '../../../../shared/assess/staff/rosterStaff.ts';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import type { Reassignment } from '../../../../shared/domain/caseload/reassignment.ts';
import { staffId } from '../../../../shared/domain/identity.ts';
import { sampleTenant } from '../../http/tenant.ts';
import { coveredTo, type DistrictRows, districtRows, districtTables } from '../sampleDistrict.ts';

const AS_OF = '2026-10-01';

function roster(rows: DistrictRows, left: readonly string[] = [], reassignments: readonly Reassignment[] = []) {
  const inputs = assessmentInputs(districtTables(rows), coveredTo(AS_OF), sampleTenant().tenant, parseDay(AS_OF)!);
  const { cases } = casesInForce(inputs, reassignments);
  const staff = [...rosterStaff(inputs, cases, (student) => left.includes(student))];
  return {
    ids: staff.map(({ access }) => access.sourcedId as string),
    access: (id: string) => staff.find(({ access }) => access.sourcedId === id)?.access,
    caseload: (id: string) => staff.find(({ access }) => access.sourcedId === id)?.caseload,
  };
}

const rowsOf = () =>
  districtRows([
    { id: 's1', school: 'north', absences: 0 },
    { id: 's2', school: 'north', absences: 0 },
    { id: 's3', school: 'south', absences: 0 },
  ]);

describe('who may see whom', () => {
  it('gives staff the schools of their roles and the students of their caseloads and sections', () => {
    const staff = roster(rowsOf());
    expect(staff.ids).toEqual([...staff.ids].sort());
    expect(staff.access('principal-north')).toMatchObject({ schools: ['north'], email: 'principal.north@example.org' });
    expect(staff.caseload('principal-north')).toEqual([]);
    expect(staff.caseload('counselor-south')).toEqual([{ sourcedId: 's3', bases: ['counselor'] }]);
    expect(staff.caseload('teacher-north')).toEqual([
      { sourcedId: 's1', bases: ['section'] },
      { sourcedId: 's2', bases: ['section'] },
    ]);
  });

  it('names every reason once, sorted, where a student is in a section and on the caseload', () => {
    const rows = rowsOf();
    rows.caseloads.push({ staffSourcedId: 'teacher-north', studentSourcedId: 's1', role: 'mentor' });
    rows.caseloads.push({ staffSourcedId: 'teacher-north', studentSourcedId: 's1', role: 'caseManager' });
    expect(roster(rows).caseload('teacher-north')?.[0]).toEqual({
      sourcedId: 's1',
      bases: ['caseManager', 'mentor', 'section'],
    });
  });

  it.each([
    ['ended the day before', { endDate: '2026-09-30' }, []],
    ['ends today', { endDate: AS_OF }, ['s1']],
    ['begins tomorrow, when the results are read', { beginDate: '2026-10-02' }, ['s1']],
    ['begins the day after tomorrow', { beginDate: '2026-10-03' }, []],
  ])('looks at the dates of a caseload that %s', (_, dates, expected) => {
    const rows = rowsOf();
    rows.caseloads = [{ staffSourcedId: 'counselor-north', studentSourcedId: 's1', role: 'counselor', ...dates }];
    expect(
      roster(rows)
        .caseload('counselor-north')
        ?.map(({ sourcedId }) => sourcedId as string),
    ).toEqual(expected);
  });

  it('gives no access to a class whose term is over, or to a role that has ended', () => {
    const rows = rowsOf();
    rows.academicSessions = [{ ...rows.academicSessions[0], endDate: '2026-09-30' }];
    rows.roles = rows.roles.map((row) => ({ ...row, endDate: '2026-09-30' }));
    const staff = roster(rows);
    expect(staff.ids).not.toContain('teacher-north');
    expect(staff.ids).not.toContain('principal-north');
  });

  it('gives no role and no section to a disabled account, and keeps its cases for whoever takes them over', () => {
    const rows = rowsOf();
    const disabled = ['counselor-north', 'teacher-north', 'principal-north'];
    rows.users = rows.users.map((row) => ({
      ...row,
      enabledUser: disabled.includes(String(row['sourcedId'])) ? 0 : 1,
    }));
    rows.caseloads.push({ staffSourcedId: 'teacher-north', studentSourcedId: 's1', role: 'mentor' });
    const staff = roster(rows);
    expect(staff.ids).not.toContain('principal-north');
    expect(staff.access('counselor-north')).toMatchObject({ disabled: true, roles: [] });
    expect(staff.caseload('counselor-north')?.map(({ sourcedId }) => sourcedId)).toEqual(['s1', 's2']);
    expect(staff.caseload('teacher-north')).toEqual([{ sourcedId: 's1', bases: ['mentor'] }]);
    expect(staff.access('counselor-south')).not.toHaveProperty('disabled');
    expect(roster({ ...rows, caseloads: [] }).ids).not.toContain('counselor-north');
  });

  it('takes students who have left off every caseload and section', () => {
    const staff = roster(rowsOf(), ['s1']);
    expect(staff.caseload('counselor-north')).toEqual([{ sourcedId: 's2', bases: ['counselor'] }]);
    expect(staff.caseload('teacher-north')).toEqual([{ sourcedId: 's2', bases: ['section'] }]);
  });

  it('reads the roles and organizations of OneRoster 1.1 from users.csv, schools alone', () => {
    const rows = rowsOf();
    rows.roles = [];
    rows.users.push({
      sourcedId: 'head',
      givenName: 'H',
      familyName: 'D',
      role: 'administrator',
      orgSourcedIds: 'south,district,north',
    });
    expect(roster(rows).access('head')?.schools).toEqual(['north', 'south']);
  });

  it('tells the roles that a role, a class or a caseload bears out, and no more', () => {
    const staff = roster(rowsOf());
    expect(staff.access('principal-north')?.roles).toEqual(['schoolAdmin']);
    expect(staff.access('teacher-north')?.roles).toEqual(['teacher']);
    expect(staff.access('counselor-south')?.roles).toEqual(['counselor']);
  });

  it.each([
    ['teacher', 'north', ['teacher']],
    ['counselor', 'north', ['counselor']],
    ['principal', 'north', ['schoolAdmin']],
    ['siteAdministrator', 'north', ['schoolAdmin']],
    ['administrator', 'north', ['schoolAdmin']],
    ['administrator', 'district', []],
    ['principal', 'district', []],
    ['districtAdministrator', 'district', ['districtAdmin']],
    ['systemAdministrator', 'district', ['districtAdmin']],
    ['aide', 'north', []],
    ['proctor', 'north', []],
  ])('takes the rostered role %s at %s for %j', (role, org, expected) => {
    const rows = rowsOf();
    rows.users.push({ sourcedId: 'new', givenName: 'N', familyName: 'E' });
    rows.roles = [{ userSourcedId: 'new', role, orgSourcedId: org }];
    expect(roster(rows).access('new')?.roles).toEqual(expected);
    const [first] = rows.users;
    rows.users = [{ ...first, sourcedId: 'new', role, orgSourcedIds: org }];
    rows.roles = [];
    expect(roster(rows).access('new')?.roles).toEqual(expected);
  });

  it.each([
    ['interventionist', ['interventionist']],
    ['counselor', ['counselor']],
    ['mentor', []],
  ])('takes who has a student as %s for %j, and no longer once that is over', (basis, expected) => {
    const rows = rowsOf();
    rows.users.push({ sourcedId: 'new', givenName: 'N', familyName: 'E' });
    rows.caseloads = [{ staffSourcedId: 'new', studentSourcedId: 's1', role: basis }];
    expect(roster(rows).access('new')?.roles).toEqual(expected);
    rows.caseloads = [{ ...rows.caseloads[0], endDate: '2026-09-01' }];
    expect(roster(rows).access('new')).toBeUndefined();
  });

  describe('after cases were reassigned', () => {
    const toSouth = (students: readonly string[]): Reassignment => ({
      ...{ revision: 1, from: staffId('counselor-north'), to: staffId('counselor-south'), standsThrough: '2027-07-31' },
      cases: Object.fromEntries(students.map((student) => [student, ['counselor']])),
    });
    const cases = (rows: DistrictRows, staff: string, moves: readonly Reassignment[]) =>
      roster(rows, [], moves)
        .caseload(staff)
        ?.map(({ sourcedId }) => sourcedId as string);

    it('gives them to whom they were given, as long as the SIS names who had them', () => {
      const moves = [toSouth(['s1'])];
      expect(cases(rowsOf(), 'counselor-south', moves)).toEqual(['s1', 's3']);
      expect(cases(rowsOf(), 'counselor-north', moves)).toEqual(['s2']);
      expect(roster(rowsOf(), [], moves).caseload('teacher-north')).toHaveLength(2);
    });

    it('loses none because somebody has left: a disabled account, ended rows, no rows at all', () => {
      const moves = [toSouth(['s1', 's2'])];
      const disabled = rowsOf();
      disabled.users = disabled.users.map((row) => ({
        ...row,
        enabledUser: row['sourcedId'] === 'counselor-north' ? 0 : 1,
      }));
      const ended = rowsOf();
      ended.caseloads = ended.caseloads.map((row) => ({
        ...row,
        ...(row['staffSourcedId'] === 'counselor-north' && { endDate: '2026-09-30' }),
      }));
      const dropped = rowsOf();
      dropped.caseloads = dropped.caseloads.filter((row) => row['staffSourcedId'] !== 'counselor-north');
      dropped.users = dropped.users.filter((row) => row['sourcedId'] !== 'counselor-north');
      dropped.roles = dropped.roles.filter((row) => row['userSourcedId'] !== 'counselor-north');
      for (const rows of [disabled, ended, dropped]) {
        expect(cases(rows, 'counselor-south', moves)).toEqual(['s1', 's2', 's3']);
        expect(roster(rows, [], moves).caseload('counselor-north') ?? []).toEqual([]);
      }
    });

    it('follows the SIS once it names somebody else, and says which move is over', () => {
      const rows = rowsOf();
      rows.caseloads = [
        { staffSourcedId: 'teacher-north', studentSourcedId: 's1', role: 'counselor' },
        { staffSourcedId: 'counselor-north', studentSourcedId: 's2', role: 'counselor' },
      ];
      const moves = [toSouth(['s1', 's2'])];
      expect(cases(rows, 'counselor-south', moves)).toEqual(['s2']);
      expect(roster(rows, [], moves).caseload('teacher-north')?.[0]?.bases).toEqual(['counselor', 'section']);
      const inputs = assessmentInputs(districtTables(rows), coveredTo(AS_OF), sampleTenant().tenant, parseDay(AS_OF)!);
      expect(casesInForce(inputs, moves).over).toEqual([{ revision: 1, studentSourcedId: 's1', basis: 'counselor' }]);
    });

    it('puts nobody on a caseload who has left or whom the SIS does not know', () => {
      const moves = [toSouth(['s1', 'merged'])];
      expect(roster(rowsOf(), ['s1'], moves).caseload('counselor-south')).toEqual([
        { sourcedId: 's3', bases: ['counselor'] },
      ]);
    });
  });
});
