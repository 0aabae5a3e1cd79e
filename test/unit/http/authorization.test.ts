import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import {
  ACTIONS,
  type AccessPolicy,
  type Action,
  authorize,
  reachOf,
  type StudentTies,
} from '../../../shared/http/authorization.ts';
import { type Caller, callerOf, type Impersonator } from '../../../shared/http/caller.ts';

const POLICY: AccessPolicy = { restrictedNotes: ['counselor'] };

const callerWith = (...roles: Role[]): Caller => {
  const caller = callerOf({ sub: 'x', roles }, { subjectClaim: 'sub', rolesClaim: 'roles' });
  if (!caller) throw new Error('no caller');
  return caller;
};
const scope = (parts: Partial<StudentTies> = {}): StudentTies => ({
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
      Object.entries(scopes).map(([name, each]) => [
        name,
        authorize(callerWith(role), 'student.read', each, POLICY).granted,
      ]),
    );
    expect(granted).toEqual(expected);
  });
});

describe('the reason of access', () => {
  test('names the role, the scope and what makes it', () => {
    expect(authorize(callerWith('schoolAdmin'), 'student.read', sameSchool, POLICY)).toMatchObject({
      granted: true,
      reason: { audience: 'staff', role: 'schoolAdmin', scope: 'school', school: 'north', basis: 'schoolOfficial' },
    });
    expect(authorize(callerWith('counselor'), 'student.read', assigned, POLICY)).toMatchObject({
      granted: true,
      reason: { audience: 'staff', role: 'counselor', scope: 'caseload', bases: ['caseManager', 'counselor'] },
    });
  });

  test('is the widest of several', () => {
    const decision = authorize(callerWith('teacher', 'districtAdmin'), 'student.read', inSection, POLICY);
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
        expect(authorize(callerWith(...others), action, each, POLICY).granted).toBe(false);
      }),
    );
  });

  test('more roles never take access away', () => {
    fc.assert(
      fc.property(anyAction, anyRoles, anyRoles, anyScope, (action, some, more, each) => {
        const before = authorize(callerWith(...some), action, each, POLICY).granted;
        const after = authorize(callerWith(...some, ...more), action, each, POLICY).granted;
        expect(after || !before).toBe(true);
      }),
    );
  });

  test('what is granted lies in reach of the lists', () => {
    fc.assert(
      fc.property(anyAction, anyRoles, anyScope, (action, roles, each) => {
        const caller = callerWith(...roles);
        const decision = authorize(caller, action, each, POLICY);
        if (decision.granted) expect(reachOf(caller, action)).toContain(decision.reason.scope);
      }),
    );
  });
});

describe('what of a student is shown', () => {
  const classesOf = (caller: Caller, ties: StudentTies, policy: AccessPolicy = POLICY) => {
    const decision = authorize(caller, 'student.read', ties, policy);
    return decision.granted ? [...decision.reason.classes].join(' ') : undefined;
  };
  const whole = 'directory academic discipline health';

  test.each<[Role, StudentTies, string]>([
    ['districtAdmin', none, whole],
    ['schoolAdmin', sameSchool, whole],
    ['counselor', assigned, `${whole} restrictedNotes`],
    ['interventionist', assigned, whole],
    ['teacher', assigned, 'directory academic discipline'],
    ['teacher', inSection, 'directory academic'],
  ])('to a %s', (role, ties, classes) => {
    expect(classesOf(callerWith(role), ties)).toBe(classes);
  });

  test('restricted notes are for the roles the district has named, and for no others', () => {
    const policy = { restrictedNotes: ['schoolAdmin'] } as const;
    expect(classesOf(callerWith('counselor'), assigned, policy)).toBe(whole);
    expect(classesOf(callerWith('schoolAdmin'), sameSchool, policy)).toBe(`${whole} restrictedNotes`);
  });

  test('roles that see a student in different ways add up', () => {
    expect(classesOf(callerWith('teacher', 'counselor'), inSection)).toBe('directory academic');
    expect(classesOf(callerWith('teacher', 'schoolAdmin'), scope({ ...sameSchool, bases: ['section'] }))).toBe(whole);
  });

  test('families and students are shown nothing by the routes of the staff, and theirs only by a relation', () => {
    const relation = { scope: 'ownChild', basis: 'parent' } as const;
    const child = scope({ relation });
    expect(authorize(callerWith('family'), 'student.read', child, POLICY).granted).toBe(false);
    expect(authorize(callerWith('family'), 'portal.read', none, POLICY).granted).toBe(false);
    expect(authorize(callerWith('student'), 'portal.read', child, POLICY).granted).toBe(false);
    expect(authorize(callerWith('family'), 'portal.read', child, POLICY)).toMatchObject({
      reason: { audience: 'family', scope: 'ownChild', basis: 'parent' },
    });
  });

  test('a family is shown what its ground covers, and no more', () => {
    const relation = { scope: 'ownChild', basis: 'consent', classes: ['directory', 'academic'] } as const;
    expect(authorize(callerWith('family'), 'portal.read', scope({ relation }), POLICY)).toMatchObject({
      reason: { basis: 'consent', classes: ['directory', 'academic'] },
    });
  });
});

describe('somebody who looks in another’s place', () => {
  const support = { subject: 'boss', roles: ['districtAdmin'], staffId: 'staff-boss' };
  const inPlace = (...roles: Role[]): Caller => ({
    ...callerWith(...roles),
    impersonatedBy: support as unknown as Impersonator,
  });

  test('sees what both may see, and is named', () => {
    expect(authorize(inPlace('counselor'), 'student.read', assigned, POLICY)).toMatchObject({
      reason: {
        role: 'counselor',
        classes: ['directory', 'academic', 'discipline', 'health'],
        impersonatedBy: 'staff-boss',
      },
    });
    expect(authorize(inPlace('teacher'), 'student.read', inSection, POLICY)).toMatchObject({
      reason: { classes: ['directory', 'academic'] },
    });
  });

  test('never sees more than either of the two, whatever the action and the ties', () => {
    const anyTies = fc.record({
      studentSchools: fc.subarray(['north', 'south']),
      callerSchools: fc.subarray(['north', 'south']),
      bases: fc.subarray(['counselor', 'section']),
    });
    const actions = Object.keys(ACTIONS) as Action[];
    fc.assert(
      fc.property(fc.subarray([...ROLES]), fc.constantFrom(...actions), anyTies, (roles, action, ties) => {
        const both = authorize(inPlace(...roles), action, ties, POLICY);
        if (!both.granted) return;
        const [other, own] = [callerWith(...roles), callerWith('districtAdmin')].map((caller) =>
          authorize(caller, action, ties, POLICY),
        );
        for (const one of [other, own]) {
          expect(one?.granted).toBe(true);
          if (!one?.granted) return;
          expect([...both.classes].filter((each) => !one.classes.has(each))).toEqual([]);
          expect(actions.filter((each) => both.may(each) && !one.may(each))).toEqual([]);
        }
      }),
    );
  });
});
