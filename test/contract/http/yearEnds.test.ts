import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { serve } from '../../../shared/http/serve.ts';
import { yearEndRoutes } from '../../../shared/http/yearEnds/routes.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';
import { documents } from '../../../shared/store/documents.ts';
import { type Key, studentKeys } from '../../../shared/store/keys.ts';
import { sealYear } from '../../../shared/yearend/sealYear.ts';
import { type Call, call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { close, lakeWithEdition, NOW, tenant, YEAR } from '../yearend/district.ts';

const sfn = mockClient(SFNClient);
const handler = serve(yearEndRoutes, { tenant: () => tenant, clock: () => NOW });
const claims = (staff: string | undefined, ...roles: string[]) => ({
  sub: staff ?? 'T-DISTRICT',
  roles: `[${roles.join(' ')}]`,
});
const DISTRICT = claims('T-DISTRICT', 'districtAdmin');
const PRINCIPAL_S2 = claims('T-S2', 'schoolAdmin');

let dynamo: DynamoEngine;
beforeAll(async () => {
  process.env['CLOSE_YEAR_STATE_MACHINE'] = 'arn:aws:states:us-east-1:000000000000:stateMachine:close-year';
  process.env['SEAL_YEAR_STATE_MACHINE'] = 'arn:aws:states:us-east-1:000000000000:stateMachine:seal-year';
  process.env['AWS_REGION'] = 'us-east-1';
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const put = (key: Key, item: object) =>
  documents.send(new PutCommand({ TableName: process.env['STUDENT_TABLE'], Item: { ...key, ...item } }));
const published = (key: Key, value: object) => put(key, { current: { publication: 1, value } });

async function publishRostering(): Promise<void> {
  await put(studentKeys.published(), { pointer: { publication: 1, runId: 'r', asOf: '2027-06-09', publishedAt: '' } });
  for (const [id, school] of [
    ['short', 'S1'],
    ['blank', 'S2'],
  ] as const) {
    const student = studentId(id);
    const directory = {
      sourcedId: student,
      givenName: 'Given',
      familyName: 'Family',
      grade: '12',
      school,
      schools: [school],
      exited: false,
      tiers: { attendance: 1 },
    };
    await published(studentKeys.student(student), { directory, tiers: [] });
  }
  const principal = staffId('T-S2');
  await published(studentKeys.staffAccess(principal), { sourcedId: principal, schools: ['S2'] });
}

beforeEach(async () => {
  sfn.reset();
  sfn.on(StartExecutionCommand).resolves({});
  await dynamo.clear();
  await publishRostering();
});

const started = () => sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const year = { year: String(YEAR) };
const start = (more: Partial<Call> = {}) =>
  call(handler, { route: 'POST /v1/year-ends', body: { schoolYear: YEAR }, claims: DISTRICT, ...more });
const review = (more: Partial<Call> = {}) =>
  call(handler, { route: 'GET /v1/year-ends/{year}', params: year, claims: DISTRICT, ...more });
const decisions = (body: unknown, more: Partial<Call> = {}) =>
  call(handler, { route: 'POST /v1/year-ends/{year}/decisions', params: year, body, claims: DISTRICT, ...more });
const graduation = (id: string, more: Partial<Call> = {}) =>
  call(handler, { route: 'GET /v1/students/{id}/graduation', params: { id }, claims: DISTRICT, ...more });
const graduate = (...students: string[]) => ({
  decisions: students.map((studentSourcedId) => ({ studentSourcedId, decision: 'graduate', reason: 'Seen on paper' })),
});
const closed = async () => close(await lakeWithEdition());

describe('POST /v1/year-ends', () => {
  test('starts the closing execution with nothing but the year', async () => {
    const answer = await start();
    expect(answer).toMatchObject({ status: 202, json: { schoolYear: YEAR, status: 'closing', attempt: 1 } });
    expect(answer.headers['location']).toBe('/v1/year-ends/2027');
    expect(started()).toMatchObject([{ name: 'close-2027-1', input: '{"schoolYear":2027}' }]);
  });

  test('is refused while the year is being closed, once it is signed off, and before it has begun', async () => {
    await start();
    expect(await start()).toMatchObject({ status: 409, json: { code: 'year_end.running' } });
    expect(await start({ body: { schoolYear: 2028 } })).toMatchObject({ json: { code: 'year_end.not_begun' } });
    await closed();
    await decisions({ ...graduate('blank', 'pending', 'plan'), signOff: true });
    expect(await start()).toMatchObject({ status: 409, json: { code: 'year_end.signed_off' } });
  });

  test('is for district administrators', async () => {
    expect(await start({ claims: PRINCIPAL_S2 })).toMatchObject({ status: 403 });
  });
});

describe('GET /v1/year-ends/{year}', () => {
  test('shows counts, the frozen edition and the exceptions', async () => {
    await closed();
    const { json } = await review();
    expect(json).toMatchObject({
      status: 'inReview',
      edition: 1,
      closingDay: '2027-06-10',
      counts: { requirementsMet: 2, requirementsNotMet: 1, needsReview: 3 },
      openExceptions: 3,
    });
    expect(json.exceptions.items).toEqual([
      { studentSourcedId: 'blank', school: 'S2', exceptions: ['noTranscript'], open: true },
      { studentSourcedId: 'pending', school: 'S1', exceptions: ['inProgressPending'], open: true },
      { studentSourcedId: 'plan', school: 'S1', exceptions: ['unknownPlan'], open: true },
    ]);
  });

  test('pages through exceptions by cursor', async () => {
    await closed();
    const first = await review({ query: 'limit=2' });
    expect(first.json.exceptions.items).toHaveLength(2);
    const second = await review({ query: `limit=2&cursor=${first.json.exceptions.nextCursor}` });
    expect(second.json.exceptions).toMatchObject({ items: [{ studentSourcedId: 'plan' }] });
    expect(second.json.exceptions.nextCursor).toBeUndefined();
  });

  test('shows open ones alone when asked to', async () => {
    await closed();
    await decisions(graduate('pending'));
    const { json } = await review({ query: 'exceptions=open' });
    expect(json.exceptions.items.map((each: { studentSourcedId: string }) => each.studentSourcedId)).toEqual([
      'blank',
      'plan',
    ]);
  });

  test('shows school administrators their schools’ exceptions, data managers none', async () => {
    await closed();
    expect((await review({ claims: PRINCIPAL_S2 })).json.exceptions.items).toMatchObject([
      { studentSourcedId: 'blank' },
    ]);
    const manager = await review({ claims: claims('T-DATA', 'dataManager') });
    expect(manager.json).toMatchObject({ openExceptions: 3, exceptions: { items: [] } });
  });

  test('is not there before the year was closed', async () => {
    expect(await review()).toMatchObject({ status: 404, json: { code: 'year_end.not_found' } });
  });
});

describe('POST /v1/year-ends/{year}/decisions', () => {
  test('records decisions with reason, author and time', async () => {
    await closed();
    expect(await decisions(graduate('blank'))).toMatchObject({ status: 200, json: { openExceptions: 2 } });
    expect((await graduation('blank')).json.years[0]).toMatchObject({
      outcome: 'graduate',
      decision: { outcome: 'graduate', reason: 'Seen on paper', by: 'T-DISTRICT', at: NOW.toISOString() },
    });
  });

  test.each([
    ['no reason', { decisions: [{ studentSourcedId: 'blank', decision: 'graduate', reason: ' ' }] }],
    ['nothing to do', {}],
    ['a student twice', graduate('blank', 'blank')],
  ])('refuses %s', async (_, body) => {
    await closed();
    expect(await decisions(body)).toMatchObject({ status: 400, json: { code: 'request.invalid' } });
  });

  test('refuses students who are not in the class, and says which', async () => {
    await closed();
    expect(await decisions(graduate('blank', 'junior'))).toMatchObject({
      status: 422,
      json: { code: 'year_end.student_unknown', errors: [{ pointer: '/decisions/1/studentSourcedId' }] },
    });
  });

  test('lets school administrators decide exceptions of their own schools, nothing else', async () => {
    await closed();
    const as = { claims: PRINCIPAL_S2 };
    expect(await decisions(graduate('pending'), as)).toMatchObject({ json: { code: 'year_end.student_unknown' } });
    expect(await decisions({ signOff: true }, as)).toMatchObject({ status: 403, json: { code: 'access.role' } });
    expect(await decisions(graduate('blank'), as)).toMatchObject({ status: 200 });
  });

  test('lets a district administrator decide against a clear result', async () => {
    await closed();
    expect(await decisions(graduate('short'))).toMatchObject({ status: 200 });
    expect((await graduation('short')).json.years[0]).toMatchObject({
      status: 'requirementsNotMet',
      outcome: 'graduate',
    });
  });

  test('signs off only when every exception is decided, and starts sealing', async () => {
    await closed();
    expect(await decisions({ signOff: true })).toMatchObject({
      status: 409,
      json: { code: 'year_end.open_exceptions' },
    });
    const answer = await decisions({ ...graduate('blank', 'pending', 'plan'), signOff: true });
    expect(answer.json).toMatchObject({ status: 'sealing', openExceptions: 0, signOff: { by: 'T-DISTRICT' } });
    expect(started()).toMatchObject([{ name: 'seal-2027-1-1', input: '{"schoolYear":2027}' }]);
  });

  test('takes nothing after the seal', async () => {
    await closed();
    await decisions({ ...graduate('blank', 'pending', 'plan'), signOff: true });
    await sealYear(YEAR, memoryLake(), NOW);
    expect(await decisions(graduate('blank'))).toMatchObject({ status: 409, json: { code: 'year_end.not_in_review' } });
    expect(await decisions({ signOff: true })).toMatchObject({ status: 409, json: { code: 'year_end.signed_off' } });
    expect((await review()).json).toMatchObject({ status: 'sealed', archive: { records: 6 } });
  });
});

describe('GET /v1/students/{id}/graduation', () => {
  test('shows each area with the courses used, and why others do not count', async () => {
    await closed();
    expect((await graduation('short')).json).toMatchObject({
      studentSourcedId: 'short',
      years: [
        {
          schoolYear: YEAR,
          yearEndStatus: 'inReview',
          plan: { id: 'standard' },
          status: 'requirementsNotMet',
          outcome: 'doNotGraduate',
          total: { required: '3', earned: '2', inProgress: '0', remaining: '1' },
          areas: [
            { code: 'ENG', courses: [{ courseCode: 'ENG12', credits: '1' }] },
            { code: 'MATH', remaining: '0' },
            { code: 'ELEC', remaining: '1' },
          ],
          notCounted: [{ courseCode: 'ART', reason: 'failed' }],
        },
      ],
    });
  });

  test('has no outcome while an exception is open', async () => {
    await closed();
    expect((await graduation('blank')).json.years[0]).toMatchObject({ status: 'needsReview', outcome: null });
  });

  test('hides students of other schools, and those who do not exist, alike', async () => {
    await closed();
    const as = { claims: PRINCIPAL_S2 };
    expect(await graduation('blank', as)).toMatchObject({ status: 200 });
    expect(await graduation('short', as)).toMatchObject({ status: 404, json: { code: 'student.not_found' } });
    expect(await graduation('nobody', as)).toMatchObject({ status: 404, json: { code: 'student.not_found' } });
  });
});
