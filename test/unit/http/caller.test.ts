import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { callerOf } from '../../../shared/http/caller.ts';

const names = { subjectClaim: 'staff', rolesClaim: 'cognito:groups' };
const roleList = fc.uniqueArray(fc.constantFrom(...ROLES));
const word = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const rolesOf = (claim: unknown) => callerOf({ sub: 'x', 'cognito:groups': claim }, names)?.roles ?? [];

describe('the roles of a token', () => {
  test('are the same whether the array comes as such, as the gateway writes it, or separated by commas', () => {
    fc.assert(
      fc.property(roleList, fc.array(word), (roles, others) => {
        const listed = [...others, ...roles];
        const known = ROLES.filter((role) => listed.includes(role));
        expect(rolesOf(listed)).toEqual(known);
        expect(rolesOf(`[${listed.join(' ')}]`)).toEqual(known);
        expect(rolesOf(listed.join(','))).toEqual(known);
      }),
    );
  });

  test('are never more than the known ones, whatever the claim is', () => {
    fc.assert(
      fc.property(fc.anything(), (claim) => {
        for (const role of rolesOf(claim)) expect(ROLES).toContain(role);
      }),
    );
  });

  test('are whole words: no part of another word or sentence makes a role', () => {
    expect(rolesOf('not districtAdmin')).toEqual([]);
    expect(rolesOf('[districtAdminX xdistrictAdmin DISTRICTADMIN]')).toEqual([]);
  });

  test('come from the tenant’s claim alone', () => {
    expect(callerOf({ sub: 'x', roles: '[districtAdmin]' }, names)?.roles).toEqual([]);
    expect(callerOf(Object.create({ sub: 'x' }), names)).toBeUndefined();
  });
});

describe('the staff identity of a token', () => {
  test('comes from the tenant’s claim, beside the subject', () => {
    const claims = { sub: 'abc', staff: 't-7', client_id: 'front-end', 'cognito:groups': '[teacher]' };
    expect(callerOf(claims, names)).toMatchObject({ subject: 'abc', staffId: 't-7' });
  });

  test('is one of staff, of a guardian, of a student, by the roles that come with it', () => {
    const as = (roles: string) => {
      const caller = callerOf({ sub: 'abc', staff: 'p-1', 'cognito:groups': roles }, names);
      return [caller?.staffId, caller?.guardianId, caller?.studentId];
    };
    expect(as('[counselor]')).toEqual(['p-1', undefined, undefined]);
    expect(as('[family]')).toEqual([undefined, 'p-1', undefined]);
    expect(as('[student]')).toEqual([undefined, undefined, 'p-1']);
    expect(as('[teacher family]')).toEqual(['p-1', 'p-1', undefined]);
    expect(as('[]')).toEqual([undefined, undefined, undefined]);
  });

  test('is absent when the claim is absent, empty or no string', () => {
    for (const staff of [undefined, '', 7, ['t-7']]) {
      expect(callerOf({ sub: 'abc', staff, 'cognito:groups': '[teacher]' }, names)?.staffId).toBeUndefined();
    }
  });
});
