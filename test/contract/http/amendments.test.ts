import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { guardianId, studentId } from '../../../shared/domain/identity.ts';
import type { Caller } from '../../../shared/http/caller.ts';
import { Disclosures } from '../../../shared/http/disclosures.ts';
import { askForAmendment, placeStatement } from '../../../shared/http/records/amendments.ts';
import { amendmentView } from '../../../shared/http/records/amendmentView.ts';
import { amendmentRequestsOf } from '../../../shared/store/amendments.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import type { Answer } from '../../unit/http/request.ts';
import { ASKED, amendmentCalls, REQUEST } from './amendmentCalls.ts';
import { ADA, CLAIMS, CLEO, claimsOf, tenantWithStaffClaim } from './district.ts';
import { etagOf, ifMatch } from './recordCalls.ts';

const { ask, calls, decide, list, read } = amendmentCalls();

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
