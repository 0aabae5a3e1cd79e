import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../shared/domain/access/roles.ts';
import { CONTRACTS } from '../../shared/http/contracts.ts';
import { MAY_CALL, NEEDS, SEES } from './accessMatrix.ts';
import { type Client, type Page, send } from './client.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { ProblemBody, StudentRow } from './views.ts';

interface Profile {
  readonly sourcedId: string;
  readonly access: { readonly role: string; readonly classes: readonly string[] };
  readonly domains: readonly { readonly domain: string }[];
  readonly sections: Readonly<Record<string, unknown>>;
}

/** A member of staff, whom they see and of which classes, worked out from the files that were dropped. */
interface Person {
  readonly role: Role;
  readonly sub: string;
  readonly client: Client;
  readonly token: Promise<string>;
  readonly sees: ReadonlyMap<string, readonly string[]>;
}

let stage: Stage;
let everybody: readonly StudentRow[];
let people: readonly Person[];

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  const [enrolled, left] = await Promise.all([
    stage.admin.all<StudentRow>('/v1/students'),
    stage.admin.all<StudentRow>('/v1/students?exited=true'),
  ]);
  everybody = [...enrolled, ...left];
  people = [
    ...stage.district.staff.filter(({ role }) => role === 'principal').map(principal),
    ...stage.district.staff.filter(({ role }) => role === 'counselor').map(({ sourcedId }) => onCaseload(sourcedId)),
    ...teachers().slice(0, 3).map(teacher),
    personOf(
      'districtAdmin',
      stage.district.staff[0]!.sourcedId,
      everybody.map(({ sourcedId }) => [sourcedId, SEES.district]),
    ),
  ];
});

const files = () => stage.filesOf({ asOf: '2026-03-12' });

function personOf(role: Role, sub: string, sees: Iterable<readonly [string, readonly string[]]>): Person {
  const token = stage.cloud.token({ sub, roles: [role], expiresIn: 8_640_000 });
  return { role, sub, client: stage.as(sub, role), token, sees: new Map(sees) };
}

function principal({ sourcedId, org }: { readonly sourcedId: string; readonly org: string }): Person {
  const own = everybody.filter(({ school, schools }) => schools.includes(org) || school === org);
  return personOf(
    'schoolAdmin',
    sourcedId,
    own.map((student) => [student.sourcedId, SEES.school]),
  );
}

function onCaseload(counselor: string): Person {
  const enrolled = new Set(everybody.filter(({ exited }) => !exited).map(({ sourcedId }) => sourcedId));
  const own = rowsOf(files(), 'caseloads')
    .filter((row) => row['staffSourcedId'] === counselor)
    .flatMap((row) => row['studentSourcedId'] ?? [])
    .filter((student) => enrolled.has(student));
  return personOf(
    'counselor',
    counselor,
    own.map((student) => [student, SEES.counselor]),
  );
}

const inClass = (role: string) => rowsOf(files(), 'enrollments').filter((row) => row['role'] === role);
const teachers = () => [...new Set(inClass('teacher').flatMap((row) => row['userSourcedId'] ?? []))];

function teacher(sub: string): Person {
  const sections = new Set(
    inClass('teacher')
      .filter((row) => row['userSourcedId'] === sub)
      .map((row) => row['classSourcedId']),
  );
  const enrolled = new Set(everybody.filter(({ exited }) => !exited).map(({ sourcedId }) => sourcedId));
  const own = inClass('student')
    .filter((row) => sections.has(row['classSourcedId']))
    .flatMap((row) => row['userSourcedId'] ?? [])
    .filter((student) => enrolled.has(student));
  return personOf(
    'teacher',
    sub,
    own.map((student) => [student, SEES.section]),
  );
}

/** Two students whom a person sees and two whom they do not. */
function someOf({ sees }: Person): readonly string[] {
  const hidden = everybody.filter(({ sourcedId }) => !sees.has(sourcedId)).map(({ sourcedId }) => sourcedId);
  return [...[...sees.keys()].slice(0, 2), ...hidden.slice(0, 1), ...hidden.slice(-1)];
}

const filled = (path: string, student: string) =>
  path
    .replace(/(\/students\/)\{id\}/, `$1${student}`)
    .replace('{year}', '2026')
    .replace('{staffId}', 'T00002')
    .replace('{version}', 'v9')
    .replace(/\/runs\/\{id\}/, '/runs/2026-03-13.1')
    .replace(/\{\w+\}/g, '0'.repeat(32));

const ofStudents = CONTRACTS.filter(
  ({ method, path }) => method === 'GET' && /^\/v1\/students\/\{id\}(\/[a-z.-]+)*$/.test(path),
);

describe('every operation', () => {
  it('is in the matrix, and asks for the roles it says', () => {
    const sorted = (roles: readonly Role[] | 'public') => (roles === 'public' ? roles : roles.toSorted());
    const asked = CONTRACTS.map(({ operationId, roles }) => [operationId, sorted(roles)]);
    const written = Object.entries(MAY_CALL).map(([operationId, roles]) => [operationId, sorted(roles)]);
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(written));
  });

  it('is closed to whoever brings no token, unless it is public', async () => {
    for (const { method, path, operationId } of CONTRACTS) {
      const { status } = await send(stage.cloud, filled(path, '100001'), {}, { method });
      expect([operationId, status]).toEqual([operationId, MAY_CALL[operationId] === 'public' ? 200 : 401]);
    }
  });

  it.each(ROLES)('is closed to a %s whose role it does not name, whatever it is asked about', async (role) => {
    const sub = role === 'student' ? everybody[0]!.sourcedId : stage.district.staff[0]!.sourcedId;
    const authorization = `Bearer ${await stage.cloud.token({ sub, roles: [role] })}`;
    for (const { method, path, operationId } of CONTRACTS) {
      const allowed = MAY_CALL[operationId]!;
      if (allowed === 'public' || allowed.includes(role)) continue;
      const { status, body } = await send<ProblemBody>(
        stage.cloud,
        filled(path, everybody[0]!.sourcedId),
        { authorization },
        { method, headers: { 'idempotency-key': 'k' } },
      );
      expect([operationId, status, body.code]).toEqual([operationId, 403, 'access.role']);
    }
  });
});

describe('a student’s record', () => {
  it('opens to those who are tied to the student, by every route, and is not there for anybody else', async () => {
    expect(ofStudents.length).toBeGreaterThan(8);
    for (const person of people) {
      for (const student of someOf(person)) {
        for (const { path, operationId } of ofStudents) {
          const mayCall = (MAY_CALL[operationId] as readonly Role[]).includes(person.role);
          const expected = !mayCall ? 403 : person.sees.has(student) ? 200 : 404;
          const { status } = await fetchStatus(person, filled(path, student));
          expect([person.role, operationId, student, status]).toEqual([person.role, operationId, student, expected]);
        }
      }
    }
  });

  it('shows the classes of data that role and tie give, in the profile', async () => {
    for (const person of people) {
      for (const student of [...person.sees.keys()].slice(0, 4)) {
        const profile = await person.client.read<Profile>(`/v1/students/${student}`);
        const classes = person.sees.get(student)!;
        expect([person.role, profile.access.classes]).toEqual([person.role, classes]);
        const domains = Object.keys(NEEDS).filter((domain) => classes.includes(NEEDS[domain]!));
        expect(profile.domains.map(({ domain }) => domain).sort()).toEqual(domains.sort());
        expect([person.role, 'incidents' in profile.sections]).toEqual([person.role, classes.includes('discipline')]);
        expect([person.role, 'surveys' in profile.sections]).toEqual([person.role, classes.includes('health')]);
      }
    }
  });
});

async function fetchStatus({ token }: Person, path: string): Promise<{ readonly status: number }> {
  const response = await fetch(`${stage.cloud.baseUrl}${path}`, {
    headers: { authorization: `Bearer ${await token}` },
  });
  await response.arrayBuffer();
  return response;
}

describe('lists and searches', () => {
  const idsOf = (rows: readonly { readonly sourcedId: string }[]) => rows.map(({ sourcedId }) => sourcedId).sort();

  it('hold exactly the students somebody is tied to, with the tiers they may know of', async () => {
    for (const person of people) {
      const enrolled = await person.client.all<StudentRow>('/v1/students');
      const left = await person.client.all<StudentRow>('/v1/students?exited=true');
      expect([person.role, idsOf([...enrolled, ...left])]).toEqual([person.role, [...person.sees.keys()].sort()]);
      for (const row of enrolled) {
        const domains = Object.keys(NEEDS).filter((domain) => person.sees.get(row.sourcedId)!.includes(NEEDS[domain]!));
        expect(Object.keys(row.tiers).sort()).toEqual(domains.sort());
      }
    }
  });

  it('find nobody whom the list would not show, by name or id', async () => {
    for (const person of people) {
      for (const { sourcedId, givenName } of everybody.filter((_, n) => n % 29 === 0)) {
        for (const q of [givenName, sourcedId]) {
          const found = await person.client.all<StudentRow>(`/v1/students?q=${encodeURIComponent(q)}`);
          expect([person.role, idsOf(found).filter((each) => !person.sees.has(each))]).toEqual([person.role, []]);
        }
      }
    }
  });

  it('tell a teacher nothing of behavior or well-being by filtering', async () => {
    for (const person of people.filter(({ role }) => role === 'teacher')) {
      for (const domain of ['behavior', 'wellBeing']) {
        for (const tier of ['1', '2', '3', 'notAssessed']) {
          expect(await person.client.all(`/v1/students?domain=${domain}&tier=${tier}`)).toEqual([]);
        }
      }
    }
  });

  it('of caseloads show nobody else’s students', async () => {
    for (const person of people.filter(({ role }) => role !== 'districtAdmin')) {
      for (const { sourcedId } of stage.district.staff) {
        const { status, body } = await person.client.get<Page<{ readonly student: StudentRow }>>(
          `/v1/caseloads/${sourcedId}`,
        );
        const shown = status === 200 ? body.items.map(({ student }) => student) : [];
        expect(idsOf(shown).filter((each) => !person.sees.has(each))).toEqual([]);
      }
    }
  });
});
