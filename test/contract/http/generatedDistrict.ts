import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { startFauxqs } from 'fauxqs';
import { serve } from '../../../shared/http/serve.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { putJson, s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem, rejectsKey } from '../../../shared/store/drops.ts';
import type { DropReport, RunRecord } from '../../../shared/store/entities.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { createRun } from '../../../shared/store/runs.ts';
import { packMarks } from '../../../shared/store/schoolMarks.ts';
import { type Answer, type Call, call } from '../../unit/http/request.ts';
import { tableOf } from '../../unit/lake/tableOf.ts';
import type { RecordRows } from '../../unit/records/recordDistrict.ts';
import { startDynamo } from '../engines.ts';
import { close, lakeWithEdition, YEAR } from '../yearend/district.ts';
import { ALL_ROUTES } from './allRoutes.ts';
import {
  ADA,
  BEN,
  CLAIMS,
  CLEO,
  claimsOf,
  DEE,
  PERSONAL,
  POINTER,
  RUN_ID,
  type SeededStudent,
  STUDENTS,
  seedDistrict,
  seedResults,
  tenantWithStaffClaim,
} from './district.ts';
import { dropIdOf, dropOf } from './drops.ts';
import { seedRecords, TOLD, wholeRecord } from './recordedStudent.ts';

/** Noon in the district (Chicago) on a school day; Ada has just turned 18, Ben is sixteen. */
export const NOW = '2026-10-08T18:00:00.000Z';
const ADA_BORN = '2008-10-01';
const BEN_BORN = '2010-01-31';

/** Beside staff of the district: the mother of Ada and the guardian of Ben as the SIS names them, the two themselves, and a second administrator. */
export const PEOPLE = {
  mother: claimsOf('g1', 'family'),
  guardian: claimsOf('g3', 'family'),
  ada: claimsOf(ADA.id, 'student'),
  ben: claimsOf(BEN.id, 'student'),
  secondAdmin: claimsOf('staff-second', 'districtAdmin'),
} as const;

/** In the class that the year's end looks at. */
const SENIORS: readonly SeededStudent[] = ['met', 'blank', 'pending', 'plan'].map((id) => ({
  ...{ ...STUDENTS[0], id: id as SeededStudent['id'], schools: ['north'] },
  ...{ givenName: `Given-${id}`, familyName: `Family-${id}`, grade: '12', tier: 1 },
}));

/** What no problem may carry. */
export const SECRETS: readonly string[] = [
  ...PERSONAL,
  ...Object.values(TOLD),
  ...SENIORS.flatMap(({ givenName, familyName }) => [givenName, familyName]),
  ...['zora@example.org', '555 0100', ADA_BORN, BEN_BORN],
];

/** The sample district, which lets families see by consent from 18 on. */
export function tenant() {
  const { tenant, configurationVersion } = tenantWithStaffClaim();
  const access = { ...tenant.access, familyAccessAt18: 'consent' as const };
  return { tenant: { ...tenant, access }, configurationVersion };
}

/** Every function's routes behind one handler, for callers who ask for more than a minute allows. */
export const handler = serve(ALL_ROUTES, { tenant, clock: () => new Date(NOW), limits: async () => {} });

/** As many as decisions in every second request would use up. */
export const HELD_DROPS = Array.from({ length: 24 }, (_, index) => dropIdOf(index + 10));
export const HELD_RUNS = Array.from({ length: 24 }, (_, index) => `2026-09-${String(index + 1).padStart(2, '0')}.1`);
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:';
const MACHINES = ['INGEST', 'ASSESS', 'CLOSE_YEAR', 'SEAL_YEAR', 'PURGE'];

export interface Seeded {
  /** Parameters of paths that are there, by the path or the beginning of several: the longest that fits is meant. */
  readonly known: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  stop(): Promise<void>;
}

/** A district of which every route has something to tell. */
export async function startSeeded(): Promise<Seeded> {
  const [engine, server] = await Promise.all([startDynamo(), startFauxqs({ port: 0, logger: false })]);
  for (const bucket of ['lake', 'drops', 'archive']) server.createBucket(`waymark-test-${bucket}`);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: server.address,
    ...Object.fromEntries(MACHINES.map((name) => [`${name}_STATE_MACHINE`, `${ARN}${name}`])),
    ...{ LAKE_BUCKET: 'waymark-test-lake', DROPS_BUCKET: 'waymark-test-drops', ARCHIVE_BUCKET: 'waymark-test-archive' },
  });
  mockClient(SFNClient).on(StartExecutionCommand).resolves({});
  const students = [...STUDENTS, ...SENIORS];
  await Promise.all([seedDistrict(students), seedResults(students)]);
  await Promise.all([seedRecords('', POINTER.edition ?? 0, districtRecords()), seedOperations(), seedEdition()]);
  const known = await seedByCalls();
  return {
    known,
    stop: async () => void (await Promise.all([engine.stop(), server.stop()])),
  };
}

function districtRecords(): RecordRows {
  const rows = wholeRecord(ADA.id);
  const user = (sourcedId: string, role: string, row = {}) => ({
    ...{ sourcedId, role, givenName: `Given ${sourcedId}`, familyName: `Family ${sourcedId}`, ...row },
  });
  return {
    ...rows,
    users: [
      ...(rows.users ?? []).filter(({ sourcedId }) => sourcedId !== ADA.id),
      { ...user(ADA.id, 'student'), agentSourcedIds: 'g1' },
      { ...user(BEN.id, 'student'), agentSourcedIds: 'g3' },
      { ...user(DEE.id, 'student'), agentSourcedIds: 'g3' },
      ...[user('g1', 'parent'), user('g3', 'guardian')],
    ],
    demographics: [
      { sourcedId: ADA.id, birthDate: ADA_BORN },
      { sourcedId: BEN.id, birthDate: BEN_BORN },
    ],
  };
}

const putItem = (Item: Record<string, unknown>) =>
  documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item }));

async function seedOperations(): Promise<void> {
  const lake = s3Lake(environment('LAKE_BUCKET'));
  for (const drop of [dropOf(1), dropOf(2)]) await putItem(dropItem(drop));
  for (const dropId of HELD_DROPS) {
    const hold = { code: 'guard.deletions', file: 'users.csv', message: '30 % of the students would go' };
    const reportKey = `drops/${dropId}/report.json`;
    const diagnostic = { severity: 'rejected', file: 'users.csv', line: 3, column: 'date' } as const;
    const report: DropReport = {
      ...{ dropId, files: [], setAside: [], holds: [hold], schools: [] },
      diagnostics: [{ ...diagnostic, code: 'row.invalid_date', message: 'the date is not on the calendar' }],
    };
    await putItem(dropItem(dropOf(3, { dropId, status: 'held', holds: [hold], reportKey })));
    await putJson(lake, reportKey, report);
    await lake.put(rejectsKey(dropId), Buffer.from('file,line,column,code,message\r\nusers.csv,3,date,row.x,odd\r\n'));
  }
  for (const runId of HELD_RUNS) {
    const date = runId.slice(0, 10);
    const holds = [{ code: 'guard.tier3Rise', school: 'north', message: 'tier 3 more than doubled' }];
    const times = { startedAt: `${date}T09:00:00.000Z`, finishedAt: `${date}T09:10:00.000Z` };
    const held = { status: 'held', holds, publishedBefore: 0 } as const;
    const run: RunRecord = { runId, date, attempt: 1, ...held, ...times };
    await createRun({ run, pinned: { abandoned: [] }, trigger: runId });
  }
}

/** Schools in session on the week's five days; the north has sent attendance up to Monday. */
async function seedEdition(): Promise<void> {
  const days = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09'];
  const rows = ['north', 'south'].flatMap((school) =>
    days.map((date) => ({ schoolSourcedId: school, date, calendarEvent: 'instructionalDay' })),
  );
  const bytes = Buffer.concat(encodeTable(tableOf(calendarDatesFile.table, rows)));
  const key = 'tables/calendarDates/abc.table';
  await s3Lake(environment('LAKE_BUCKET')).put(key, bytes);
  const generatedAt = '2026-10-02T03:00:00Z';
  const table = { key, rows: rows.length, bytes: bytes.length, sha256: 'abc', generatedAt };
  const edition = { number: 4, parent: 3, dropId: dropIdOf(2), generatedAt, tables: { calendarDates: table } };
  const marks = { calendarDates: { generatedAt, objectKey: 'nightly-2.zip' } };
  await putItem({ ...operationsKeys.currentEdition(), state: { revision: 2, edition, marks, rollovers: [] } });
  const schoolMarks = packMarks({ attendanceEvents: { north: '2026-10-06T03:00:00Z' } });
  await putItem({ ...operationsKeys.coverage(), coverage: { north: '2026-10-05' }, schoolMarks });
}

let keys = 0;
/** A call that has to succeed. */
async function made(request: Call): Promise<Answer> {
  keys += 1;
  const headers = { 'idempotency-key': `seed-${keys}`, ...request.headers };
  const answer = await call(handler, { ...request, headers });
  if (answer.status >= 300) throw new Error(`${request.route} answered ${answer.status} ${answer.text}`);
  return answer;
}

/** A request that the school has refused: its family may ask for a hearing, or have a statement placed. */
async function refusedRequest(asked: Answer | undefined): Promise<string> {
  const requestId = String(asked?.json.requestId);
  await made({
    ...{ route: 'POST /v1/students/{id}/amendment-requests/{requestId}/decision', claims: CLAIMS.schoolAdmin },
    ...{ params: { id: BEN.id, requestId }, body: { decision: 'refused', reason: 'It is right' } },
    headers: { 'if-match': String(asked?.headers['etag']) },
  });
  return requestId;
}

async function seedByCalls(): Promise<Seeded['known']> {
  const [ada, ben] = [{ id: ADA.id }, { id: BEN.id }];
  const post = (path: string, claims: Call['claims'], body: unknown, params = {}, headers = {}) =>
    made({ route: `POST ${path}`, claims: claims ?? null, body, params, headers });
  const plans = [];
  for (const frequency of ['weekly', 'daily', 'weekly', 'daily', 'daily']) {
    const plan = await post('/v1/plans', CLAIMS.counselor, {
      ...{ studentSourcedId: ADA.id, domain: 'attendance', need: 'n', strategy: 's', goal: 'g' },
      timeline: { startDate: '2026-09-14', endDate: '2026-12-18' },
      monitoring: { method: 'm', frequency, responsibleSourcedId: 'staff-counselor' },
    });
    plans.push(plan.json.planId);
  }
  const held = { heldOn: '2026-10-05', outcome: 'onTrack' };
  await post('/v1/plans/{id}/check-ins', CLAIMS.counselor, held, { id: plans[0] });
  const [note, secret] = [
    await post('/v1/students/{id}/notes', CLAIMS.counselor, { text: 'A word' }, ada),
    await post('/v1/students/{id}/notes', CLAIMS.counselor, { text: 'Restricted', restricted: true }, ada),
  ];
  const overrides = [];
  for (const domain of ['attendance', 'behavior', 'academics']) {
    const body = { domain, tier: 3, reason: 'A crisis at home', expiresOn: '2026-10-20' };
    overrides.push(await post('/v1/students/{id}/overrides', CLAIMS.schoolAdmin, body, ada));
  }
  const about = { about: { section: 'attendance' }, requested: 'Mend it', grounds: 'Wrong' };
  const requests = [];
  for (const section of ['attendance', 'incidents', 'courses']) {
    const body = { ...about, about: { section }, requestedBy: { relation: 'parent', sourcedId: 'g3' } };
    requests.push(await post('/v1/students/{id}/amendment-requests', CLAIMS.schoolAdmin, body, ben));
  }
  await post('/v1/portal/students/{id}/amendment-requests', PEOPLE.ada, about, ada);
  const refused = await refusedRequest(requests.at(-1));
  const consent = await post(
    '/v1/portal/students/{id}/consents',
    PEOPLE.ada,
    {
      ...{ guardianSourcedId: 'g1', records: ['academic', 'discipline', 'health'], purpose: 'To help me' },
      ...{ validUntil: '2027-06-30', agree: true },
    },
    ada,
  );
  const caseload = await made({
    route: 'GET /v1/caseloads/{staffId}',
    claims: CLAIMS.districtAdmin,
    params: { staffId: 'staff-counselor' },
  });
  const moved = await post(
    '/v1/caseloads/{staffId}/reassignments',
    CLAIMS.districtAdmin,
    { toStaffSourcedId: 'staff-interventionist', reason: 'has left', studentSourcedIds: [CLEO.id] },
    { staffId: 'staff-counselor' },
    { 'if-match': String(caseload.headers['etag']) },
  );
  const purges = [];
  for (const reason of ['Asked for it', 'Once more', 'And again', 'At last']) {
    const body = { kind: 'student', studentSourcedId: 'plan', reason, basis: 'parentRequest' };
    purges.push(await post('/v1/purges', PEOPLE.secondAdmin, body));
  }
  const uploads = [];
  for (const fileName of ['night.zip', 'noon.zip', 'dusk.zip', 'dawn.zip']) {
    uploads.push(await post('/v1/drops', CLAIMS.dataManager, { fileName, size: 1_000 }));
  }
  const sets = await made({ route: 'GET /v1/config/thresholds', claims: CLAIMS.districtAdmin });
  await made({
    ...{ route: 'PUT /v1/config/thresholds/{version}', claims: CLAIMS.districtAdmin, params: { version: 'winter' } },
    ...{ body: { effectiveFrom: '2026-12-01' }, headers: { 'if-match': String(sets.headers['etag']) } },
  });
  await post('/v1/year-ends', CLAIMS.districtAdmin, { schoolYear: YEAR });
  await close(await lakeWithEdition());
  const as = (name: string, ids: readonly unknown[], more: Record<string, string> = {}) =>
    ids.map((id) => ({ ...more, [name]: String(id) }));
  const members = (answers: readonly Answer[], name: string) => answers.map(({ json }) => json[name]);
  const asked = requests.map(({ json }) => json.requestId);
  return {
    '/v1/students/{id}': as('id', [...STUDENTS.map((each) => each.id), ADA.id, BEN.id, ADA.id, 'met']),
    '/v1/students/{id}/notes/{noteId}': as('noteId', members([note, secret], 'noteId'), ada),
    '/v1/students/{id}/overrides/{overrideId}': as('overrideId', members(overrides, 'overrideId'), ada),
    '/v1/students/{id}/amendment-requests/{requestId}': as('requestId', asked, ben),
    '/v1/students/{id}/amendment-requests/{requestId}/hearing': as('requestId', [refused], ben),
    '/v1/students/{id}/amendment-requests/{requestId}/statement': as('requestId', [refused], ben),
    '/v1/portal/students/{id}': as('id', [ADA.id, BEN.id]),
    '/v1/portal/students/{id}/consents': as('id', [ADA.id]),
    '/v1/portal/students/{id}/consents/{consentId}': as('consentId', members([consent], 'consentId'), ada),
    '/v1/drops/{id}': as('id', [...HELD_DROPS, dropIdOf(1)]),
    '/v1/drops/{id}/discard': as('id', HELD_DROPS.toReversed()),
    '/v1/runs/{id}': as('id', [...HELD_RUNS, RUN_ID]),
    '/v1/runs/{id}/discard': as('id', HELD_RUNS.toReversed()),
    '/v1/drops/uploads/{id}': as('id', members(uploads, 'uploadId')),
    '/v1/plans/{id}': as('id', plans),
    '/v1/plans/{id}/check-ins': as('id', plans.slice(1)),
    '/v1/caseloads/{staffId}': as('staffId', ['staff-counselor', 'staff-teacher', 'staff-interventionist']),
    '/v1/caseloads/{staffId}/reassignments/{reassignmentId}': as('reassignmentId', [moved.json.reassignmentId], {
      staffId: 'staff-counselor',
    }),
    '/v1/purges/{id}': as('id', members(purges, 'purgeId')),
    '/v1/purges/{id}/cancel': as('id', members(purges, 'purgeId').toReversed()),
    '/v1/year-ends/{year}': as('year', [YEAR]),
    '/v1/config/thresholds/{version}': as('version', ['winter', 'field-1']),
  };
}
