import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import { ADA, BEN, CLAIMS, CLEO, claimsOf, DEE, EVE, STUDENTS } from './district.ts';
import { idsOf, inTheSampleDistrict, list, read } from './studentCalls.ts';

inTheSampleDistrict();

/** Who may see whom, and by what scope. */
const VISIBLE: Record<Role, Readonly<Record<string, string>>> = {
  districtAdmin: {
    [ADA.id]: 'district',
    [BEN.id]: 'district',
    [CLEO.id]: 'district',
    [DEE.id]: 'district',
    [EVE.id]: 'district',
  },
  schoolAdmin: { [ADA.id]: 'school', [BEN.id]: 'school', [DEE.id]: 'school', [EVE.id]: 'school' },
  counselor: { [ADA.id]: 'caseload', [CLEO.id]: 'caseload' },
  teacher: { [ADA.id]: 'caseload', [BEN.id]: 'section' },
  interventionist: { [DEE.id]: 'caseload' },
  dataManager: {},
  family: {},
  student: {},
};
const READERS: readonly Role[] = ['districtAdmin', 'schoolAdmin', 'counselor', 'teacher', 'interventionist'];

describe.each(ROLES)('as %s', (role) => {
  const visible = VISIBLE[role];
  const staysOut = !READERS.includes(role);

  test('a student in scope is shown with the reason, any other is as unknown as one who does not exist', async () => {
    const unknown = await read(CLAIMS[role], 'stu-nobody');
    expect(unknown.status).toBe(staysOut ? 403 : 404);
    for (const { id } of STUDENTS) {
      const answer = await read(CLAIMS[role], id);
      const scope = visible[id];
      if (scope === undefined) {
        expect(answer.status).toBe(unknown.status);
        expect(answer.text).toBe(unknown.text);
      } else {
        expect(answer.status).toBe(200);
        expect(answer.json).toMatchObject({ sourcedId: id, access: { role, scope, audience: 'staff' } });
      }
    }
  });

  test('lists show those in scope and nobody else', async () => {
    const present = await list(CLAIMS[role]);
    const exited = await list(CLAIMS[role], 'exited=true');
    if (staysOut) {
      expect([present.status, exited.status]).toEqual([403, 403]);
    } else {
      expect([...idsOf(present), ...idsOf(exited)].sort()).toEqual(Object.keys(visible).sort());
    }
  });

  test('every page of a list together are the list, each student once', async () => {
    if (staysOut) return;
    const seen: string[] = [];
    let query = 'limit=1';
    for (let pages = 0; pages < 20; pages++) {
      const answer = await list(CLAIMS[role], query);
      expect(answer.json.items.length).toBeLessThanOrEqual(1);
      seen.push(...idsOf(answer));
      if (answer.json.nextCursor === undefined) break;
      query = `limit=1&cursor=${answer.json.nextCursor}`;
    }
    expect(seen.sort()).toEqual(
      Object.keys(visible)
        .filter((id) => id !== EVE.id)
        .sort(),
    );
  });
});

describe('a caller', () => {
  test('with several roles sees what any of them shows', async () => {
    const claims = claimsOf('staff-counselor', 'schoolAdmin', 'counselor');
    expect(idsOf(await list(claims)).sort()).toEqual([ADA.id, BEN.id, CLEO.id, DEE.id].sort());
  });

  test('whom rostering does not know sees nobody', async () => {
    const claims = claimsOf('staff-unknown', 'counselor', 'schoolAdmin', 'teacher');
    expect(idsOf(await list(claims))).toEqual([]);
    expect((await read(claims, ADA.id)).status).toBe(404);
  });

  test('whose token does not say who they are in rostering is told so, but for the whole district', async () => {
    expect((await read(claimsOf(undefined, 'counselor'), ADA.id)).json.code).toBe('access.staff_unknown');
    expect((await list(claimsOf(undefined, 'schoolAdmin'))).json.code).toBe('access.staff_unknown');
    expect((await read(claimsOf(undefined, 'districtAdmin'), ADA.id)).status).toBe(200);
    expect((await list(claimsOf(undefined, 'districtAdmin'), 'caseload=mine')).json.code).toBe('access.staff_unknown');
  });
});
