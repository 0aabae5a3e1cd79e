import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { partNameLine } from '../../../shared/assess/names/nameLines.ts';
import { writeNames } from '../../../shared/assess/names/writeNames.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import { CLASS_OF_DOMAIN, type FieldClass } from '../../../shared/domain/access/fieldClass.ts';
import { classOfProgram } from '../../../shared/domain/access/programClass.ts';
import { personName, type StaffId, type StudentId, staffId, studentId } from '../../../shared/domain/identity.ts';
import { folded } from '../../../shared/domain/search/nameKeys.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../../shared/domain/tiers/result.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { type Item, writeItems } from '../../../shared/store/batches.ts';
import type { DirectoryEntry } from '../../../shared/store/entities.ts';
import { studentKeys } from '../../../shared/store/keys.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { claimsOf, POINTER, PUBLICATION, RUN_ID, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';
import { countRequests, type RequestCount } from './requests.ts';

const NAMES = ['Ana', 'Änna', 'anand', 'Łukasz', 'O’Brien', 'Bo', 'García López', '李', 'Zoë', 'De la Cruz', 'Ng'];
const SCHOOLS = ['north', 'south', 'west'];
const TYPES = ['IEP', 'EL', 'CTE', 'foster'];
const TIERS: readonly AssessedTier[] = [1, 2, 3, 'notAssessed'];
const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

/** A number for each student and thing, without any pattern among them. */
const dice = (n: number, thing: number): number =>
  (((n + 1) * 2_654_435_761 + thing * 40_503_000_013) % 4_294_967_291) >>> 7;

/** Sixty students who differ in everything that lists are narrowed by. */
const STUDENTS: readonly DirectoryEntry[] = Array.from({ length: 60 }, (_, n) => ({
  sourcedId: studentId(`stu-${String(n).padStart(3, '0')}`),
  givenName: personName(at(NAMES, dice(n, 1))),
  familyName: personName(at(NAMES, dice(n, 2))),
  grade: at(['09', '10'], dice(n, 3)),
  school: at(SCHOOLS, n),
  schools: n % 10 === 9 ? [] : n % 6 === 5 ? [at(SCHOOLS, n), at(SCHOOLS, n + 1)].sort() : [at(SCHOOLS, n)],
  exited: n % 10 === 9,
  tiers: Object.fromEntries(DOMAINS.map((domain, place) => [domain, at(TIERS, dice(n, 4 + place))])) as Record<
    Domain,
    AssessedTier
  >,
  ...(dice(n, 20) % 3 === 0 && { moving: { attendance: 'worsening' as const } }),
  ...(dice(n, 20) % 3 === 1 && { moving: { behavior: 'improving' as const } }),
  ...(n % 3 !== 0 && { programs: [...new Set([at(TYPES, dice(n, 30)), at(TYPES, dice(n, 31))])].sort() }),
}));

const ALL: readonly FieldClass[] = ['directory', 'academic', 'discipline', 'health'];
interface Person {
  readonly staff: StaffId;
  readonly role: 'districtAdmin' | 'schoolAdmin' | 'counselor' | 'teacher';
  readonly schools: readonly string[];
  /** Kinds of ties by student. */
  readonly cases: (n: number) => readonly string[];
}
const none = () => [];
const PEOPLE: readonly Person[] = [
  { staff: staffId('boss'), role: 'districtAdmin', schools: [], cases: none },
  { staff: staffId('head'), role: 'schoolAdmin', schools: ['north', 'west'], cases: none },
  { staff: staffId('help'), role: 'counselor', schools: ['north'], cases: (n) => (n % 5 === 0 ? ['counselor'] : []) },
  {
    ...{ staff: staffId('teach'), role: 'teacher', schools: ['south'] },
    cases: (n) => [...(n % 4 === 1 ? ['section'] : []), ...(n % 8 === 1 ? ['mentor'] : [])].sort(),
  },
];
const claimsFor = ({ staff, role }: Person) => claimsOf(staff, role);

/** What somebody sees of a student, said once more and otherwise. */
function classesFor({ role, schools, cases }: Person, entry: DirectoryEntry, n: number): readonly FieldClass[] {
  const listing = entry.exited ? [entry.school] : entry.schools;
  const ties = entry.exited ? [] : cases(n);
  if (role === 'districtAdmin') return ALL;
  if (role === 'schoolAdmin') return listing.some((school) => schools.includes(school)) ? ALL : [];
  if (role === 'counselor') return ties.includes('counselor') ? ALL : [];
  if (ties.includes('mentor')) return ['directory', 'academic', 'discipline'];
  return ties.includes('section') ? ['directory', 'academic'] : [];
}

interface Query {
  q?: string;
  school?: string;
  grade?: string;
  program?: string;
  domain?: Domain;
  tier?: string;
  trend?: string;
  exited?: boolean;
}

/** Whom a query finds, as one would say it. */
function expectedFor(person: Person, query: Query): string[] {
  return STUDENTS.flatMap((entry, n) => {
    const classes = classesFor(person, entry, n);
    const listing = entry.exited ? [entry.school] : entry.schools;
    const seen = DOMAINS.filter((domain) => classes.includes(CLASS_OF_DOMAIN[domain]));
    const trend = (domain: Domain) =>
      entry.tiers[domain] === 'notAssessed'
        ? undefined
        : (entry.moving?.[domain] ?? (domain === 'attendance' ? 'steady' : undefined));
    const isFound =
      classes.length > 0 &&
      entry.exited === (query.exited ?? false) &&
      (query.q === undefined || isNamed(entry, query.q)) &&
      (query.school === undefined || listing.includes(query.school)) &&
      (query.grade === undefined || entry.grade === query.grade) &&
      (query.program === undefined ||
        ((entry.programs ?? []).includes(query.program) && classes.includes(classOfProgram(query.program)))) &&
      ((query.tier === undefined && query.trend === undefined) ||
        seen.some(
          (domain) =>
            (query.domain === undefined || query.domain === domain) &&
            (query.tier === undefined || String(entry.tiers[domain]) === query.tier) &&
            (query.trend === undefined || trend(domain) === query.trend),
        ));
    return isFound ? [entry.sourcedId] : [];
  });
}

function isNamed({ sourcedId, givenName, familyName }: DirectoryEntry, q: string): boolean {
  const typed = folded(q);
  if (typed === '') return false;
  const texts = [`${familyName} ${givenName}`, `${givenName} ${familyName}`].map(folded);
  return texts.some((text) => text.startsWith(typed)) || sourcedId.startsWith(q.trim().toLowerCase());
}

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;
const recorder = memoryRecorder();
const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, recorder });

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  const slotted = (value: unknown) => ({ current: { publication: PUBLICATION, value } });
  const rows: Item[] = [
    { ...studentKeys.published(), pointer: POINTER },
    ...STUDENTS.flatMap((entry) => [
      { ...studentKeys.student(entry.sourcedId), ...slotted({ directory: entry, tiers: [] }) },
      ...(entry.exited ? [entry.school] : entry.schools).map((school) => ({
        ...studentKeys.schoolMember(school, entry.sourcedId),
        ...slotted(entry),
      })),
    ]),
    ...PEOPLE.flatMap(({ staff, schools, cases, role }) => [
      { ...studentKeys.staffAccess(staff), ...slotted({ sourcedId: staff, schools, roles: [role] }) },
      ...STUDENTS.flatMap(({ sourcedId }, n) =>
        cases(n).length > 0
          ? [{ ...studentKeys.caseload(staff, sourcedId), ...slotted({ sourcedId, bases: cases(n) }) }]
          : [],
      ),
    ]),
  ];
  await writeItems(
    environment('STUDENT_TABLE'),
    rows.map((put) => ({ put })),
  );
  const store = s3Lake(environment('LAKE_BUCKET'));
  const lines = STUDENTS.map((entry) => `${partNameLine(entry)}\n`).join('');
  await store.put(runFiles.partNames(RUN_ID, 0), new TextEncoder().encode(lines));
  await writeNames(store, RUN_ID, 1, 25);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(() => requests.reset());

const list = (claims: Record<string, string>, query: Record<string, string>) =>
  call(handler, { route: 'GET /v1/students', claims, query: new URLSearchParams(query).toString() });

/** Every page of a list. */
async function everyPage(claims: Record<string, string>, query: Record<string, string>) {
  const ids: StudentId[] = [];
  let cursor: string | undefined;
  do {
    const { status, json } = await list(claims, { ...query, ...(cursor !== undefined && { cursor }) });
    expect(status).toBe(200);
    expect(json.items.length).toBeLessThanOrEqual(Number(query['limit'] ?? 50));
    ids.push(...json.items.map(({ sourcedId }: { sourcedId: StudentId }) => sourcedId));
    cursor = json.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

const typed = fc
  .tuple(fc.constantFrom(...STUDENTS), fc.integer({ min: 1, max: 14 }), fc.nat(3))
  .map(([{ givenName, familyName, sourcedId }, length, way]) => {
    const texts = [familyName, givenName, `${givenName} ${familyName}`, sourcedId];
    return [...(texts[way] ?? '')].slice(0, length).join('');
  });
const filters = {
  q: typed,
  school: fc.constantFrom(...SCHOOLS, 'nowhere'),
  grade: fc.constantFrom('09', '10', '11'),
  program: fc.constantFrom(...TYPES),
  tier: fc.constantFrom('1', '2', '3', 'notAssessed'),
  trend: fc.constantFrom('worsening', 'improving', 'steady'),
  domain: fc.constantFrom(...DOMAINS),
  exited: fc.boolean(),
};
const pick = (query: Query, names: readonly (keyof Query)[]): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => names.includes(name as keyof Query)));
/** A few filters at once: all together they find nobody. */
const queries: fc.Arbitrary<Query> = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(filters) as (keyof typeof filters)[])), { maxLength: 3 })
  .chain((names) => fc.record(filters).map((all) => pick(all, names)));

const asText = (query: Query): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

describe('a list', () => {
  test('finds whom a plain reading of the query finds: every one of them, once, and nobody hidden', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PEOPLE),
        queries,
        fc.constantFrom('id', 'name', undefined),
        fc.constantFrom('3', '100'),
        async (person, asked, sort, limit) => {
          const { domain, ...rest } = asked;
          const query: Query = {
            ...rest,
            ...(domain !== undefined && (rest.tier !== undefined || rest.trend !== undefined) && { domain }),
          };
          const parameters = Object.entries({ ...query, sort, limit }).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, String(value)] as const],
          );
          const found = await everyPage(claimsFor(person), Object.fromEntries(parameters));
          expect([...found].sort()).toEqual(expectedFor(person, query));
        },
      ),
      { numRuns: 250 },
    );
  }, 240_000);

  test('by what is hidden of somebody does not find them, however it is asked', async () => {
    const [, , , teacher] = PEOPLE;
    if (!teacher) throw new Error('nobody teaches');
    const hidden: readonly Query[] = [
      ...['IEP', 'foster'].map((program) => ({ program })),
      ...(['wellBeing', 'behavior'] as const).flatMap((domain) => ['1', '2', '3'].map((tier) => ({ tier, domain }))),
      { trend: 'improving', domain: 'behavior' },
    ];
    for (const query of hidden) {
      const { json } = await list(claimsFor(teacher), { ...asText(query), limit: '100' });
      const found = json.items.map(({ sourcedId }: { sourcedId: string }) => sourcedId);
      expect([query, [...found].sort()]).toEqual([query, expectedFor(teacher, query)]);
    }
    const { text } = await list(claimsFor(teacher), {});
    expect(text).not.toContain('"wellBeing"');
    expect(text).not.toContain('IEP');
  });
});

describe('a list by name', () => {
  const admin = claimsOf('boss', 'districtAdmin');

  test('goes through the whole district without marks and case', async () => {
    const ids = await everyPage(admin, { sort: 'name', limit: '7' });
    const keyOf = (id: string) => {
      const entry = STUDENTS.find(({ sourcedId }) => sourcedId === id);
      return `${folded(`${entry?.familyName} ${entry?.givenName}`)} ${id}`;
    };
    expect(ids.map(keyOf)).toEqual(ids.map(keyOf).sort());
    expect(ids).toHaveLength(54);
  });

  test('is found by a search, and in the order of ids where that is asked for', async () => {
    const ids = await everyPage(admin, { q: 'an', sort: 'id', limit: '2' });
    expect(ids).toEqual([...ids].sort());
    expect([...ids].sort()).toEqual(expectedFor(PEOPLE[0] as Person, { q: 'an' }));
  });
});

describe('the caseload of somebody else', () => {
  const idsFor = async (claims: Record<string, string>, caseload: string) =>
    (await list(claims, { caseload, limit: '100' })).json.items.map(
      ({ sourcedId }: { sourcedId: string }) => sourcedId,
    );
  const ofCounselor = STUDENTS.filter(({ exited }, n) => n % 5 === 0 && !exited);

  test('is listed for the district, and for a school as far as the students are its own', async () => {
    expect(await idsFor(claimsOf('boss', 'districtAdmin'), 'help')).toEqual(
      ofCounselor.map(({ sourcedId }) => sourcedId),
    );
    expect(await idsFor(claimsOf('head', 'schoolAdmin'), 'help')).toEqual(
      ofCounselor
        .filter(({ schools }) => schools.some((school) => ['north', 'west'].includes(school)))
        .map(({ sourcedId }) => sourcedId),
    );
  });

  test('is empty for everybody else, and one’s own by one’s own id', async () => {
    expect(await idsFor(claimsOf('teach', 'teacher'), 'help')).toEqual([]);
    expect(await idsFor(claimsOf('help', 'counselor'), 'help')).toHaveLength(ofCounselor.length);
    expect(await idsFor(claimsOf('help', 'counselor'), 'nobody')).toEqual([]);
  });
});

describe('a search costs at most two requests to DynamoDB', () => {
  test.each([
    ['the whole district', claimsOf('boss', 'districtAdmin'), { q: 'ana' }, 1],
    ['the whole district by name', claimsOf('boss', 'districtAdmin'), { sort: 'name' }, 2],
    ['the whole district, one page of ids', claimsOf('boss', 'districtAdmin'), { school: 'north' }, 2],
    ['several schools', claimsOf('head', 'schoolAdmin'), { q: 'ana', tier: '2' }, 2],
    ['a caseload', claimsOf('help', 'counselor'), { q: 'ana' }, 2],
    ['sections', claimsOf('teach', 'teacher'), { q: 'stu-0' }, 2],
  ])('over %s', async (_what, claims, query, expected) => {
    await list(claims, query);
    requests.reset();
    expect((await list(claims, query)).status).toBe(200);
    expect(requests.commands.length).toBeLessThanOrEqual(expected);
  });
});
