import { beforeAll, describe, expect, it } from 'vitest';
import { send } from './client.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { ProblemBody, StudentRow } from './views.ts';

const STUDENT_PATHS = ['/v1/students', '/v1/students/100001', '/v1/students/100001/tiers'];

let stage: Stage;
let everybody: readonly StudentRow[];
const ids = (students: readonly StudentRow[]) => students.map((student) => student.sourcedId).sort();

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  everybody = await stage.admin.all<StudentRow>('/v1/students');
});

describe('who sees whom', () => {
  it('a counselor sees their caseload, whichever way they ask', async () => {
    const caseloads = rowsOf(stage.filesOf({ asOf: '2026-03-12' }), 'caseloads');
    for (const { sourcedId } of stage.district.staff.filter(({ role }) => role === 'counselor')) {
      const counselor = stage.as(sourcedId, 'counselor');
      const own = caseloads.filter((row) => row['staffSourcedId'] === sourcedId).map((row) => row['studentSourcedId']!);
      const enrolled = everybody.filter((student) => own.includes(student.sourcedId));
      expect(enrolled.length).toBeGreaterThan(0);
      expect(ids(await counselor.all<StudentRow>('/v1/students'))).toEqual(ids(enrolled));
      expect(ids(await counselor.all<StudentRow>('/v1/students?caseload=mine'))).toEqual(ids(enrolled));
      await expectHidden(sourcedId, 'counselor', new Set(own));
    }
  });

  it('a school’s administrator sees its students and no others', async () => {
    for (const { sourcedId, org } of stage.district.staff.filter(({ role }) => role === 'principal')) {
      const own = everybody.filter(({ schools }) => schools.includes(org));
      expect(ids(await stage.as(sourcedId, 'schoolAdmin').all<StudentRow>('/v1/students'))).toEqual(ids(own));
      const leavers = await stage.admin.all<StudentRow>(`/v1/students?exited=true&school=${org}`);
      await expectHidden(sourcedId, 'schoolAdmin', new Set([...ids(own), ...ids(leavers)]));
    }
  });

  it('a teacher sees the students of their sections', async () => {
    const enrollments = rowsOf(stage.filesOf({ asOf: '2026-03-12' }), 'enrollments');
    const classOf = (userId: string, role: string) =>
      enrollments
        .filter((row) => row['userSourcedId'] === userId && row['role'] === role)
        .map((row) => row['classSourcedId']);
    const teachers = [
      ...new Set(enrollments.filter((row) => row['role'] === 'teacher').map((row) => row['userSourcedId']!)),
    ];
    for (const teacher of teachers.slice(0, 3)) {
      const sections = classOf(teacher, 'teacher');
      const own = everybody.filter(({ sourcedId }) =>
        classOf(sourcedId, 'student').some((each) => sections.includes(each)),
      );
      expect(own.length).toBeGreaterThan(0);
      expect(ids(await stage.as(teacher, 'teacher').all<StudentRow>('/v1/students'))).toEqual(ids(own));
    }
  });

  it('a role in the token gives nothing that rostering does not', async () => {
    expect(await stage.as('T99999', 'counselor').all('/v1/students')).toEqual([]);
    expect((await stage.as('T99999', 'schoolAdmin').get('/v1/students/100001')).status).toBe(404);
    const [counselor] = stage.district.staff.filter(({ role }) => role === 'counselor');
    expect((await stage.as(counselor!.sourcedId, 'counselor').get<ProblemBody>('/v1/drops')).body.code).toBe(
      'access.role',
    );
  });

  it.each(['family', 'student', 'dataManager', 'wizard'])('%s sees no student', async (role) => {
    for (const path of STUDENT_PATHS) {
      const { status, contentType, body } = await stage.as('100001', role).get<ProblemBody>(path);
      expect([path, status, contentType, body.code]).toEqual([path, 403, 'application/problem+json', 'access.role']);
    }
  });

  it('a data manager sees the feeds, and nobody’s record', async () => {
    const manager = stage.as('T00001', 'dataManager');
    expect((await manager.get('/v1/drops')).status).toBe(200);
    expect((await manager.get('/v1/runs')).status).toBe(200);
    expect((await manager.get('/v1/students')).status).toBe(403);
  });
});

/** A student outside of the caller's scope looks exactly as one who does not exist. */
async function expectHidden(sub: string, role: string, own: ReadonlySet<string>): Promise<void> {
  const other = everybody.find(({ sourcedId }) => !own.has(sourcedId))!.sourcedId;
  const client = stage.as(sub, role);
  for (const tail of ['', '/tiers']) {
    const hidden = await client.get<ProblemBody & { requestId: string }>(`/v1/students/${other}${tail}`);
    const absent = await client.get<ProblemBody & { requestId: string }>(`/v1/students/nobody${tail}`);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'student.not_found']);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
  }
  const [mine] = own;
  expect((await client.get(`/v1/students/${mine}`)).status).toBe(200);
}

describe('tokens', () => {
  const roles = ['districtAdmin'];
  const statusOf = async (token: string) =>
    (await send(stage.cloud, '/v1/students', { authorization: `Bearer ${token}` })).status;

  it('of the tenant’s issuer and audience are let in', async () => {
    expect(await statusOf(await stage.cloud.token({ sub: 'T00001', roles }))).toBe(200);
  });

  it('that have expired by the cloud’s clock, or do not hold yet, are refused', async () => {
    expect(await statusOf(await stage.cloud.token({ sub: 'T00001', roles, expiresIn: -60 }))).toBe(401);
    expect(await statusOf(await stage.cloud.token({ sub: 'T00001', roles, notBefore: 600 }))).toBe(401);
    const token = await stage.cloud.token({ sub: 'T00001', roles, expiresIn: 60 });
    expect(await statusOf(token)).toBe(200);
    await stage.cloud.clock.advanceTo(new Date(stage.cloud.clock.now().getTime() + 120_000));
    expect(await statusOf(token)).toBe(401);
  });

  it('are needed for everything but the contract', async () => {
    for (const path of [...STUDENT_PATHS, '/v1/drops', '/v1/runs', '/v1/freshness', '/v1/tasks', '/v1/year-ends/2026'])
      expect([path, (await send(stage.cloud, path, {})).status]).toEqual([path, 401]);
    const contract = await send<{ openapi: string }>(stage.cloud, '/v1/openapi.json', {});
    expect([contract.status, contract.body.openapi]).toEqual([200, expect.stringMatching(/^3\.1\./)]);
  });
});
