import fc from 'fast-check';
import { STAFF_ROLES } from '../../../shared/domain/access/roles.ts';
import type { Call } from '../../unit/http/request.ts';
import { type Source, valid } from './arbitraries.ts';
import { brokenText, oddText, slightlyBroken } from './arbitraryFaults.ts';
import { CLAIMS, claimsOf, STUDENTS } from './district.ts';
import { PEOPLE, type Seeded } from './generatedDistrict.ts';
import { bodyFits, type Operation, type Parameter, parametersFit, resolve } from './generatedDocument.ts';

export interface GeneratedRequest {
  readonly call: Call;
  /** Made to the document's word, or with one part broken; by chance that may keep its word nevertheless. */
  readonly meant: 'valid' | 'broken';
  /** Whether it keeps the document's word. */
  readonly fits: boolean;
  /** What it changes is read before, and its ETag sent. */
  readonly seesFirst: boolean;
}

/** A request's parts as they travel. */
interface Parts {
  readonly path: Texts;
  readonly query: Texts;
  readonly header: Texts;
  readonly body: string | undefined;
}
type Texts = Readonly<Record<string, string>>;
type Claims = Record<string, string>;

const STUDENT_IDS = [...STUDENTS.map((each) => each.id as string), 'stu-ada', 'stu-ben', 'blank', 'pending'];
const STAFF_IDS = ['staff-counselor', 'staff-district', 'staff-north', 'staff-teacher', 'staff-interventionist'];
const WORDS = [
  'north',
  'south',
  '09',
  '12',
  'IEP',
  'mine',
  'sample',
  'Zim',
  '12/100',
  '30/100',
  '3.5',
  '0.5',
  'A word',
];

/** What a field of a name may well hold in the seeded district. */
function knownIn(field: string): readonly string[] {
  if (/student/i.test(field)) return STUDENT_IDS;
  if (/staff|responsible|actor/i.test(field)) return STAFF_IDS;
  if (/guardian|^sourcedId$/i.test(field)) return ['g1', 'g3'];
  if (/schools?$/i.test(field)) return ['north', 'south'];
  return [...STUDENT_IDS, ...STAFF_IDS, ...WORDS];
}

/** Mostly those who may call an operation, now and then anybody else, or nobody. */
function callersOf({ roles }: Operation): fc.Arbitrary<Claims | null> {
  const staff = STAFF_ROLES.map((role) => CLAIMS[role]);
  const everybody: Claims[] = [...staff, CLAIMS.family, CLAIMS.student, ...Object.values(PEOPLE)];
  const admitted = [...staff, ...Object.values(PEOPLE)].filter((each) =>
    roles.some((role) => each['roles'] === `[${role}]`),
  );
  const odd = [null, claimsOf(undefined, 'districtAdmin'), claimsOf('nobody', 'counselor'), claimsOf('staff-north')];
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(admitted.length > 0 ? admitted : everybody)) },
    { weight: 1, arbitrary: fc.constantFrom(...everybody) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}

/** Requests of one operation by the document alone, with ids of the seeded district among others. */
export function requestsOf(operation: Operation, { known }: Seeded): fc.Arbitrary<GeneratedRequest> {
  const source: Source = { resolve, known: knownIn };
  const beginnings = Object.keys(known).filter((each) => operation.path.startsWith(each));
  const there = known[beginnings.toSorted((a, b) => b.length - a.length)[0] ?? ''] ?? [];
  const texts = (kind: Parameter['in']) => parametersOf(operation, kind, source);
  const anyPath = texts('path');
  // Any id is hardly ever one that is there.
  const path = there.length === 0 ? anyPath : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...there) }, anyPath);
  const body = operation.body === undefined ? undefined : valid(operation.body, source);
  const parts = {
    ...{ path, query: texts('query'), header: texts('header') },
    body: body?.map((value) => JSON.stringify(value)) ?? fc.constant(undefined),
  };
  const breakable: Partial<Record<keyof Parts, fc.Arbitrary<Texts | string>>> = {
    ...(operation.path.includes('{') && { path: brokenTexts(parts.path) }),
    query: brokenTexts(parts.query, ['limit', 'cursor', 'x', '__proto__', 'constructor']),
    ...(operation.parameters.some((each) => each.in === 'header') && { header: brokenTexts(parts.header) }),
    ...(body && {
      body: fc.oneof(
        { weight: 4, arbitrary: slightlyBroken(body).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: brokenText },
      ),
    }),
  };
  const around = { claims: callersOf(operation), seesFirst: fc.constantFrom(true, true, true, false) };
  const variants = Object.entries(breakable).map(([name, arbitrary]) =>
    fc.record({ ...parts, [name]: arbitrary, ...around, meant: fc.constant('broken' as const) }),
  );
  return fc
    .oneof(
      {
        weight: 3 * variants.length,
        arbitrary: fc.record({ ...parts, ...around, meant: fc.constant('valid' as const) }),
      },
      ...variants.map((arbitrary) => ({ weight: 2, arbitrary })),
    )
    .map((made) => requestOf(operation, made));
}

/** Texts of an operation's parameters of one kind. */
function parametersOf(operation: Operation, kind: Parameter['in'], source: Source): fc.Arbitrary<Texts> {
  const own = operation.parameters.filter((each) => each.in === kind);
  const arbitraries = own.map(({ name, schema }) => [name, valid(schema, source, name).map(String)] as const);
  const required = own.filter((each) => each.required).map(({ name }) => name);
  const optional = own.filter((each) => !each.required).map(({ name }) => name);
  // All optional ones at once would hardly ever agree.
  return fc
    .record({
      ...{ all: fc.record(Object.fromEntries(arbitraries)) },
      chosen:
        optional.length > 0 ? fc.subarray(optional, { maxLength: Math.min(3, optional.length) }) : fc.constant([]),
    })
    .map(({ all, chosen }) => Object.fromEntries([...required, ...chosen].map((name) => [name, String(all[name])])));
}

/** One of the texts is odd, missing, or one too many. */
function brokenTexts(texts: fc.Arbitrary<Texts>, more: readonly string[] = []): fc.Arbitrary<Texts> {
  return fc.record({ texts, at: fc.nat({ max: 1_000 }), odd: fc.option(oddText, { freq: 5 }) }).map((made) => {
    const names = [...Object.keys(made.texts), ...more];
    const name = names[made.at % names.length] ?? 'x';
    const others = Object.entries(made.texts).filter(([each]) => each !== name);
    return Object.fromEntries(made.odd === null ? others : [...others, [name, made.odd]]);
  });
}

interface Made extends Parts {
  readonly claims: Claims | null;
  readonly seesFirst: boolean;
  readonly meant: 'valid' | 'broken';
}

function requestOf(
  operation: Operation,
  { path, query, header, body, claims, seesFirst, meant }: Made,
): GeneratedRequest {
  const lower = Object.entries(header).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = { 'idempotency-key': undefined, ...Object.fromEntries(lower) };
  const call: Call = {
    route: `${operation.method} ${operation.path}`,
    ...{ claims, headers, params: path, query: new URLSearchParams(query).toString() },
    ...(body !== undefined && { body }),
  };
  const headersFit = parametersFit(operation, 'header', header);
  const fits =
    parametersFit(operation, 'path', path) &&
    parametersFit(operation, 'query', Object.fromEntries(new URLSearchParams(query))) &&
    headersFit &&
    (operation.body === undefined || bodyFits(operation, parsed(body)));
  return { call, meant, fits, seesFirst: seesFirst && headersFit && 'If-Match' in header };
}

/** What nobody can read is of no kind that a contract takes. */
function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
