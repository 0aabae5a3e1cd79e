import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { guardianId, studentId } from '../../../shared/domain/identity.ts';
import type { Caller } from '../../../shared/http/caller.ts';
import { Disclosures } from '../../../shared/http/disclosures.ts';
import { askForAmendment, placeStatement } from '../../../shared/http/records/amendments.ts';
import { amendmentView } from '../../../shared/http/records/amendmentView.ts';
import { amendmentRequestsOf, statementsIn } from '../../../shared/store/amendments.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import type { Answer } from '../../unit/http/request.ts';
import { killedAt } from '../assess/interruptions.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, CLAIMS, CLEO, claimsOf, seedDistrict, tenantWithStaffClaim } from './district.ts';
import { etagOf, ifMatch, RecordCalls } from './recordCalls.ts';

const REQUESTS = '/v1/students/{id}/amendment-requests';
const REQUEST = `${REQUESTS}/{requestId}`;

let engine: DynamoEngine;
let calls: RecordCalls;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  await seedDistrict();
  calls = new RecordCalls();
});

type Claims = Record<string, string>;
const statementsOf = async (student: string) => statementsIn(await amendmentRequestsOf(studentId(student)));
const ASKED = {
  about: {
    section: 'attendance',
    reference: 'Absent on 14 September',
    row: { drop: 'd'.repeat(32), file: 'attendanceEvents.csv', line: 12 },
  },
  requested: 'Present on 14 September',
  grounds: 'She was at the district’s science fair; the letter is enclosed.',
  requestedBy: { relation: 'parent' },
  receivedOn: '2026-10-05',
};
const HEARING = { heldOn: '2026-10-07', conductedBy: 'The hearing officer of the district' };

const ask = (student: string, body: object = ASKED, claims: Claims = CLAIMS.counselor, key?: string) =>
  calls.post(REQUESTS, { id: student }, body, claims, key === undefined ? {} : { 'idempotency-key': key });
const read = (student: string, requestId: string, claims: Claims = CLAIMS.counselor) =>
  calls.get(REQUEST, { id: student, requestId }, claims);
const list = (student: string, claims: Claims = CLAIMS.counselor, query = '') =>
  calls.get(REQUESTS, { id: student }, claims, query);

/** Something happens to the request that was seen. */
const act = (what: string, seen: Answer, body: object, claims: Claims = CLAIMS.schoolAdmin, headers: Claims = {}) =>
  calls.post(`${REQUEST}/${what}`, { id: seen.json.studentSourcedId, requestId: seen.json.requestId }, body, claims, {
    ...ifMatch(seen),
    ...headers,
  });
const decide = (seen: Answer, decision: string, more: object = {}, claims: Claims = CLAIMS.schoolAdmin) =>
  act('decision', seen, { decision, reason: 'The roster of the fair', ...more }, claims);
const hear = (seen: Answer, requestedOn = '2026-10-06') => act('hearing', seen, { requestedOn });
const state = (seen: Answer, statement = 'We were there.') => act('statement', seen, { statement });

describe('a request to amend the record', () => {
  test('keeps what was asked, by whom it was filed, and since when it waits', async () => {
    const answer = await ask(ADA.id);
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      ...ASKED,
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      studentSourcedId: ADA.id,
      state: 'open',
      openSince: '2026-10-05',
      rights: [],
      notice: null,
      statement: null,
      createdBy: { kind: 'staff', sourcedId: 'staff-counselor' },
      createdAt: calls.now,
      history: [],
    });
    const again = await read(ADA.id, answer.json.requestId);
    expect([again.text, etagOf(again)]).toEqual([answer.text, etagOf(answer)]);
  });

  test('came today in the district unless said, and never tomorrow', async () => {
    const { receivedOn: _, ...undated } = ASKED;
    expect((await ask(ADA.id, undated)).json.receivedOn).toBe('2026-10-07');
    expect((await ask(ADA.id, { ...ASKED, receivedOn: '2026-10-08' })).json.code).toBe('amendment.future');
  });

  test('names the domain where tiers or plans are contested, and nowhere else', async () => {
    const about = { section: 'tiers', domain: 'wellBeing' };
    expect((await ask(ADA.id, { ...ASKED, about })).json.about).toEqual(about);
    expect((await ask(ADA.id, { ...ASKED, about: { section: 'tiers' } })).status).toBe(400);
    expect((await ask(ADA.id, { ...ASKED, about: { section: 'courses', domain: 'academics' } })).status).toBe(400);
  });

  test('is one, however often the same request comes, and another text under its key is refused', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => ask(ADA.id, ASKED, CLAIMS.counselor, 'letter-1')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await list(ADA.id)).json.items).toHaveLength(1);
    const other = await ask(ADA.id, { ...ASKED, requested: 'Tardy' }, CLAIMS.counselor, 'letter-1');
    expect([other.status, other.json.code]).toEqual([400, 'idempotency.key']);
    expect((await ask(CLEO.id, ASKED, CLAIMS.counselor, 'letter-1')).status).toBe(201);
  });

  test('beyond the twentieth that waits is refused until one is decided', async () => {
    const made: Answer[] = [];
    for (let n = 0; n < 20; n++) made.push(await ask(ADA.id, { ...ASKED, requested: `Letter ${n}` }));
    expect((await ask(ADA.id)).json.code).toBe('amendment.too_many_open');
    await decide(made[3] as Answer, 'amended');
    expect((await ask(ADA.id)).status).toBe(201);
  });
});

describe('the district’s answer', () => {
  test('that the record is amended is final', async () => {
    const asked = await ask(ADA.id);
    const amended = await decide(asked, 'amended');
    expect(amended.json).toMatchObject({ state: 'amended', openSince: null, rights: [], notice: null });
    expect(amended.json.history).toEqual([
      {
        type: 'decided',
        decision: 'amended',
        reason: 'The roster of the fair',
        by: { kind: 'staff', sourcedId: 'staff-north' },
        at: calls.now,
      },
    ]);
    for (const again of [await decide(amended, 'refused'), await hear(amended), await state(amended)]) {
      expect([again.status, again.json.code]).toEqual([409, 'amendment.decided']);
    }
  });

  test('that it is not tells of the right to a hearing, and takes the family’s statement', async () => {
    const refused = await decide(await ask(ADA.id), 'refused');
    expect(refused.json).toMatchObject({ state: 'refused', openSince: null, rights: ['hearing', 'statement'] });
    expect(refused.json.notice).toContain('right to a hearing');
    expect(refused.json.notice).toContain('99.21');
    const stated = await state(refused);
    expect(stated.json).toMatchObject({
      state: 'refused',
      rights: ['hearing'],
      statement: { text: 'We were there.', at: calls.now },
    });
    expect((await state(stated)).json.code).toBe('amendment.stated');
    expect(await statementsOf(ADA.id)).toEqual([
      { requestId: stated.json.requestId, about: ASKED.about, statement: 'We were there.', at: calls.now },
    ]);
    expect(await statementsOf(CLEO.id)).toEqual([]);
  });

  test('after a hearing is another decision, and the statement stays unless the record is amended', async () => {
    const stated = await state(await decide(await ask(ADA.id), 'refused'));
    const heard = await hear(stated);
    expect(heard.json).toMatchObject({ state: 'hearing', openSince: '2026-10-06' });
    expect((await decide(heard, 'refused')).json.code).toBe('amendment.hearing');
    const upheld = await decide(heard, 'refused', { hearing: HEARING });
    expect(upheld.json).toMatchObject({ state: 'upheld', openSince: null, rights: [] });
    expect(upheld.json.history.map(({ type }: { type: string }) => type)).toEqual([
      'decided',
      'stated',
      'hearingRequested',
      'decided',
    ]);
    expect(upheld.json.history[3].hearing).toEqual(HEARING);
    expect(await statementsOf(ADA.id)).toHaveLength(1);
    expect((await decide(upheld, 'amended', { hearing: HEARING })).json.code).toBe('amendment.decided');
  });

  test('that amends after the hearing takes the statement out of what is shown, not out of the history', async () => {
    const stated = await state(await decide(await ask(ADA.id), 'refused'));
    const amended = await decide(stated, 'amended', { hearing: HEARING });
    expect(amended.json).toMatchObject({ state: 'amended', statement: null });
    expect(amended.json.history[1]).toMatchObject({ type: 'stated', statement: 'We were there.' });
    expect(await statementsOf(ADA.id)).toEqual([]);
  });

  test('names no hearing before there was a refusal, and none that is still to come', async () => {
    const asked = await ask(ADA.id);
    expect((await decide(asked, 'amended', { hearing: HEARING })).json.code).toBe('amendment.hearing');
    const future = { hearing: { ...HEARING, heldOn: '2026-10-08' } };
    expect((await decide(asked, 'amended', future)).json.code).toBe('amendment.future');
    expect((await hear(await decide(asked, 'refused'), '2026-10-08')).json.code).toBe('amendment.future');
  });

  test('is given by who has read what has happened so far', async () => {
    const asked = await ask(ADA.id);
    await decide(asked, 'refused');
    expect((await decide(asked, 'amended', { hearing: HEARING })).status).toBe(412);
    const params = { id: ADA.id, requestId: asked.json.requestId };
    const blind = await calls.post(
      `${REQUEST}/decision`,
      params,
      { decision: 'amended', reason: 'r' },
      CLAIMS.schoolAdmin,
    );
    expect(blind.status).toBe(428);
  });

  test('of two who decide at once is one', async () => {
    const asked = await ask(ADA.id);
    const answers = await Promise.all([
      decide(asked, 'amended'),
      decide(asked, 'refused', {}, CLAIMS.districtAdmin),
      decide(asked, 'refused'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const { json } = await read(ADA.id, asked.json.requestId);
    expect(json.history).toHaveLength(1);
    expect(json).toEqual(answers.find(({ status }) => status === 200)?.json);
  });

  test('is given once by the same request, and a key used for another one is refused', async () => {
    const asked = await ask(ADA.id);
    const key = { 'idempotency-key': 'd-1' };
    const body = { decision: 'refused', reason: 'The register is right' };
    const once = await act('decision', asked, body, CLAIMS.schoolAdmin, key);
    calls.now = '2026-10-09T15:00:00.000Z';
    const again = await act('decision', asked, body, CLAIMS.schoolAdmin, key);
    expect([again.status, again.text]).toEqual([200, once.text]);
    const other = await act('decision', asked, { ...body, reason: 'No' }, CLAIMS.schoolAdmin, key);
    expect(other.json.code).toBe('idempotency.key');
    const elsewhere = await act('statement', once, { statement: 'x' }, CLAIMS.schoolAdmin, key);
    expect(elsewhere.json.code).toBe('idempotency.key');
  });

  test('survives a function that dies at any write, before or after it', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at++) {
        const key = { 'idempotency-key': `${when}-${at}` };
        const asked = await ask(ADA.id, ASKED, CLAIMS.counselor, `a-${when}-${at}`);
        const body = { decision: 'amended', reason: 'Corrected in the SIS' };
        const cut = await killedAt({ at, when }, () => act('decision', asked, body, CLAIMS.schoolAdmin, key));
        const done = await act('decision', asked, body, CLAIMS.schoolAdmin, key);
        expect(done.status).toBe(200);
        expect(done.json.history).toHaveLength(1);
        if (!cut) break;
      }
    }
  });
});

describe('the list', () => {
  test('is the newest first, by state, in pages', async () => {
    const made: Answer[] = [];
    for (let n = 0; n < 5; n++) {
      calls.now = `2026-10-08T03:0${n}:00.000Z`;
      made.push(await ask(ADA.id, { ...ASKED, requested: `Letter ${n}` }));
    }
    await decide(made[2] as Answer, 'refused');
    const requested = (answer: Answer) => answer.json.items.map((each: { requested: string }) => each.requested);
    const first = await list(ADA.id, CLAIMS.schoolAdmin, 'limit=2&state=open');
    expect(requested(first)).toEqual(['Letter 4', 'Letter 3']);
    const rest = await list(ADA.id, CLAIMS.schoolAdmin, `limit=2&state=open&cursor=${first.json.nextCursor}`);
    expect(requested(rest)).toEqual(['Letter 1', 'Letter 0']);
    expect(rest.json).not.toHaveProperty('nextCursor');
    expect(requested(await list(ADA.id, CLAIMS.schoolAdmin, 'state=refused'))).toEqual(['Letter 2']);
    expect(requested(await list(CLEO.id))).toEqual([]);
    const other = await list(ADA.id, CLAIMS.schoolAdmin, `limit=2&cursor=${first.json.nextCursor}`);
    expect(other.json.code).toBe('cursor.other_query');
  });
});

describe('who asks', () => {
  test('finds a request under its own student alone', async () => {
    const asked = await ask(CLEO.id);
    expect((await read(ADA.id, asked.json.requestId)).json.code).toBe('amendment.not_found');
    const params = { id: ADA.id, requestId: asked.json.requestId };
    const body = { decision: 'amended', reason: 'r' };
    const decided = await calls.post(`${REQUEST}/decision`, params, body, CLAIMS.schoolAdmin, ifMatch(asked));
    expect(decided.json.code).toBe('amendment.not_found');
  });

  test.each(ROLES)('as %s every operation follows role and scope', async (role) => {
    const asked = await ask(ADA.id, ASKED, CLAIMS.districtAdmin);
    const claims = CLAIMS[role];
    const isOneOf = (...roles: string[]) => roles.includes(role);
    const reads = isOneOf('districtAdmin', 'schoolAdmin', 'counselor') ? 200 : 403;
    expect((await list(ADA.id, claims)).status).toBe(reads);
    expect((await read(ADA.id, asked.json.requestId, claims)).status).toBe(reads);
    expect((await ask(ADA.id, { ...ASKED, requested: role }, claims)).status).toBe(reads === 200 ? 201 : 403);
    const decided = await decide(asked, 'refused', {}, claims);
    expect(decided.status).toBe(isOneOf('districtAdmin', 'schoolAdmin') ? 200 : 403);
  });

  test('and is out of scope is as unknown as nobody', async () => {
    await ask(CLEO.id, ASKED, CLAIMS.districtAdmin);
    const answers = [await list(CLEO.id, CLAIMS.schoolAdmin), await list('stu-nobody', CLAIMS.schoolAdmin)];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.json.code).toBe('student.not_found');
  });

  test('with a token that names nobody in rostering files none', async () => {
    expect((await ask(ADA.id, ASKED, claimsOf(undefined, 'districtAdmin'))).json.code).toBe('access.staff_unknown');
  });

  test('and reads a request goes on record with the class of what is contested', async () => {
    const asked = await ask(ADA.id, { ...ASKED, about: { section: 'programs' } });
    await read(ADA.id, asked.json.requestId, CLAIMS.schoolAdmin);
    const { disclosures } = await listDisclosures(studentId(ADA.id), { limit: 10 });
    expect(disclosures.map(({ operationId, classes, purpose }) => [operationId, classes, purpose])).toContainEqual([
      'getAmendmentRequest',
      ['health'],
      'recordsRequest',
    ]);
  });
});

describe('a family', () => {
  test('asks and states for itself, and sees no ids of who did what', async () => {
    const actor = { kind: 'guardian', sourcedId: guardianId('guardian-1') } as const;
    const contextWith = (key: string, etag?: string) => ({
      context: {
        caller: { subject: 'a guardian' as Caller['subject'], roles: ['family'] as const, guardianId: actor.sourcedId },
        tenant: tenantWithStaffClaim(),
        now: new Date(calls.now),
        requestId: 'r',
        signal: AbortSignal.timeout(10_000),
        disclosures: new Disclosures(),
        idempotencyKey: key,
        ...(etag !== undefined && { ifMatch: etag }),
      },
      actor,
      student: studentId(ADA.id),
    });
    const made = await askForAmendment(contextWith('f-1'), {
      about: { section: 'incidents' },
      requested: 'Not involved',
      grounds: 'He was at home',
      requestedBy: { relation: 'parent', sourcedId: 'guardian-1' },
    });
    expect(made).toMatchObject({ receivedOn: '2026-10-07', createdBy: actor });
    await decide(await read(ADA.id, made.requestId), 'refused');
    const stated = await placeStatement(contextWith('f-2', '"1"'), made.requestId, 'He was not there');
    const shown = amendmentView(stated, 'family');
    expect(shown).toMatchObject({
      state: 'refused',
      requestedBy: { relation: 'parent' },
      createdBy: { kind: 'guardian' },
      history: [{ by: { kind: 'staff' } }, { by: { kind: 'guardian' }, statement: 'He was not there' }],
    });
    for (const id of ['staff-north', 'guardian-1']) expect(JSON.stringify(shown)).not.toContain(id);
    expect(await amendmentRequestsOf(studentId(ADA.id))).toHaveLength(1);
  });
});
