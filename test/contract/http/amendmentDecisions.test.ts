import { describe, expect, test } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { amendmentRequestsOf, statementsIn } from '../../../shared/store/amendments.ts';
import { killedAt } from '../assess/interruptions.ts';
import { ASKED, amendmentCalls, REQUEST } from './amendmentCalls.ts';
import { ADA, CLAIMS, CLEO } from './district.ts';

const { act, ask, calls, decide, hear, read, state } = amendmentCalls();
const statementsOf = async (student: string) => statementsIn(await amendmentRequestsOf(studentId(student)));
const HEARING = { heldOn: '2026-10-07', conductedBy: 'The hearing officer of the district' };

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
