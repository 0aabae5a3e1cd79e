import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, authorize, reachOf, type StudentScope } from '../../../shared/http/authorization.ts';
import { type Caller, callerOf, ROLES, type Role } from '../../../shared/http/caller.ts';

const callerWith = (...roles: Role[]): Caller => {
  const caller = callerOf({ sub: 'x', roles }, { subjectClaim: 'sub', rolesClaim: 'roles' });
  if (!caller) throw new Error('no caller');
  return caller;
};
const scope = (parts: Partial<StudentScope> = {}): StudentScope => ({
  studentSchools: ['north'],
  callerSchools: [],
  bases: [],
  ...parts,
});
const none = scope();
const sameSchool = scope({ callerSchools: ['south', 'north'] });
const otherSchool = scope({ callerSchools: ['south'] });
const assigned = scope({ bases: ['caseManager', 'counselor'] });
const inSection = scope({ bases: ['section'] });

describe('what ties a role to a student', () => {
  const matrix: readonly [Role, Record<string, boolean>][] = [
    ['districtAdmin', { none: true, sameSchool: true, otherSchool: true, assigned: true, inSection: true }],
    ['schoolAdmin', { none: false, sameSchool: true, otherSchool: false, assigned: false, inSection: false }],
    ['counselor', { none: false, sameSchool: false, otherSchool: false, assigned: true, inSection: false }],
    ['interventionist', { none: false, sameSchool: false, otherSchool: false, assigned: true, inSection: false }],
    ['teacher', { none: false, sameSchool: false, otherSchool: false, assigned: true, inSection: true }],
    ['dataManager', { none: false, sameSchool: false, otherSchool: false, assigned: false, inSection: false }],
    ['family', { none: false, sameSchool: false, otherSchool: false, assigned: false, inSection: false }],
    ['student', { none: false, sameSchool: false, otherSchool: false, assigned: false, inSection: false }],
  ];
  const scopes = { none, sameSchool, otherSchool, assigned, inSection };

  test.each(matrix)('%s', (role, expected) => {
    const granted = Object.fromEntries(
      Object.entries(scopes).map(([name, each]) => [name, authorize(callerWith(role), 'student.read', each).granted]),
    );
    expect(granted).toEqual(expected);
  });
});

describe('the reason of access', () => {
  test('names the role, the scope and what makes it', () => {
    expect(authorize(callerWith('schoolAdmin'), 'student.read', sameSchool)).toEqual({
      granted: true,
      reason: { audience: 'staff', role: 'schoolAdmin', scope: 'school', school: 'north' },
    });
    expect(authorize(callerWith('counselor'), 'student.read', assigned)).toEqual({
      granted: true,
      reason: { audience: 'staff', role: 'counselor', scope: 'caseload', bases: ['caseManager', 'counselor'] },
    });
  });

  test('is the widest of several', () => {
    const decision = authorize(callerWith('teacher', 'districtAdmin'), 'student.read', inSection);
    expect(decision).toMatchObject({ reason: { role: 'districtAdmin', scope: 'district' } });
  });
});

describe('whatever the caller and the student', () => {
  const anyScope = fc.record({
    studentSchools: fc.subarray(['north', 'south', 'west']),
    callerSchools: fc.subarray(['north', 'south', 'west']),
    bases: fc.subarray(['counselor', 'caseManager', 'section']),
  });
  const anyAction = fc.constantFrom(...(Object.keys(ACTIONS) as Action[]));
  const anyRoles = fc.subarray([...ROLES]);

  test('a role that the action does not list never grants it', () => {
    fc.assert(
      fc.property(anyAction, anyRoles, anyScope, (action, roles, each) => {
        const others = roles.filter((role) => !(ACTIONS[action] as readonly Role[]).includes(role));
        expect(authorize(callerWith(...others), action, each).granted).toBe(false);
      }),
    );
  });

  test('more roles never take access away', () => {
    fc.assert(
      fc.property(anyAction, anyRoles, anyRoles, anyScope, (action, some, more, each) => {
        const before = authorize(callerWith(...some), action, each).granted;
        const after = authorize(callerWith(...some, ...more), action, each).granted;
        expect(after || !before).toBe(true);
      }),
    );
  });

  test('what is granted lies in reach of the lists', () => {
    fc.assert(
      fc.property(anyAction, anyRoles, anyScope, (action, roles, each) => {
        const caller = callerWith(...roles);
        const decision = authorize(caller, action, each);
        if (decision.granted) expect(reachOf(caller, action)).toContain(decision.reason.scope);
      }),
    );
  });
});
