import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import { documents } from '../../../shared/store/documents.ts';
import { readNote } from '../../../shared/store/notes.ts';
import type { Answer } from '../../unit/http/request.ts';
import { killedAt } from '../assess/interruptions.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, BEN, CLAIMS, CLEO, claimsOf, seedDistrict } from './district.ts';
import { etagOf, ifMatch, RecordCalls } from './recordCalls.ts';

const NOTES = '/v1/students/{id}/notes';
const NOTE = `${NOTES}/{noteId}`;
const WITHDRAW = `${NOTE}/withdraw`;
const REVISIONS = `${NOTE}/revisions`;
const TEXT = 'Called home: a new baby; the alarm clock is her job now.';

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
const write = (student: string, body: object = { text: TEXT }, claims: Claims = CLAIMS.counselor, key?: string) =>
  calls.post(NOTES, { id: student }, body, claims, key === undefined ? {} : { 'idempotency-key': key });
const read = (student: string, noteId: string, claims: Claims = CLAIMS.counselor) =>
  calls.get(NOTE, { id: student, noteId }, claims);
const list = (student: string, claims: Claims = CLAIMS.counselor, query = '') =>
  calls.get(NOTES, { id: student }, claims, query);
const revise = (student: string, seen: Answer, body: object, claims: Claims = CLAIMS.counselor) => {
  const { text, kind, restricted } = seen.json;
  const params = { id: student, noteId: seen.json.noteId };
  return calls.put(NOTE, params, { text, kind, restricted, ...body }, claims, ifMatch(seen));
};
const withdraw = (student: string, seen: Answer, claims: Claims = CLAIMS.counselor, reason = 'Of another student') =>
  calls.post(WITHDRAW, { id: student, noteId: seen.json.noteId }, { reason }, claims, ifMatch(seen));
const revisions = (student: string, noteId: string, claims: Claims = CLAIMS.counselor, query = '') =>
  calls.get(REVISIONS, { id: student, noteId }, claims, query);
const textsOf = ({ json }: Answer) => json.items.map(({ text }: { text: string | null }) => text);
const later = (minutes: number) => {
  calls.now = new Date(Date.parse('2026-10-08T03:00:00Z') + minutes * 60_000).toISOString();
};

describe('a note', () => {
  test('has an author, a time and its text as it was written', async () => {
    const answer = await write(ADA.id, { text: TEXT, kind: 'familyContact', occurredOn: '2026-10-07' });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      noteId: expect.stringMatching(/^[0-9a-f]{32}$/),
      studentSourcedId: ADA.id,
      kind: 'familyContact',
      restricted: false,
      occurredOn: '2026-10-07',
      text: TEXT,
      authorSourcedId: 'staff-counselor',
      createdAt: calls.now,
      revision: 1,
      revisedAt: calls.now,
      withdrawn: null,
    });
    expect(answer.headers['location']).toBe(`/v1/students/${ADA.id}/notes/${answer.json.noteId}`);
    const again = await read(ADA.id, answer.json.noteId);
    expect(again.json).toEqual(answer.json);
    expect(etagOf(again)).toBe(etagOf(answer));
  });

  test('is general and unrestricted unless said', async () => {
    expect((await write(ADA.id)).json).toMatchObject({ kind: 'general', restricted: false });
  });

  test.each([
    ['Arabic beside Latin', 'اتصلت بالأم (Mme. Benali) — قالت: «سنأتي غدًا» 15:30'],
    ['Hebrew with marks of direction', '\u200fשלום \u2067abc\u2069 עולם'],
    ['emoji of several code points', '👩🏽‍🏫 met 👨‍👩‍👧‍👦 🇺🇸 ok ✅'],
    ['Chinese, Hmong and Khmer', '家访后她按时来了 · Nws tuaj txhua hnub · នាងមកទៀងទាត់'],
    [
      'lines, tabs and what looks like markup or code',
      'a\tb\r\n<script>alert("1")</script>\n{{7*7}} \'; DROP TABLE --',
    ],
    ['the longest, of four bytes a character', '🙂'.repeat(10_000)],
    ['the longest, of characters that JSON escapes', '"'.repeat(10_000)],
  ])('keeps %s', async (_, text) => {
    const { status, json } = await write(ADA.id, { text });
    expect(status).toBe(201);
    expect((await read(ADA.id, json.noteId)).json.text).toBe(text);
  });

  test('is kept in composed form, in which its length is counted', async () => {
    const decomposed = 'e\u0301'.repeat(10_000);
    expect((await write(ADA.id, { text: decomposed })).json.text).toBe('\u00e9'.repeat(10_000));
    // U+0958 has no composed form: normalizing makes two characters of each.
    expect((await write(ADA.id, { text: '\u0958'.repeat(5_001) })).status).toBe(400);
  });

  test.each([
    ['nothing', ''],
    ['blanks alone', ' \n\t '],
    ['what cannot be seen', '\u200b\u200f'],
    ['a control character', 'a\u0000b'],
    ['an escape sequence', 'a\u001b[31mb'],
    ['a C1 control', 'a\u0085b'],
    ['half of a character', 'a\ud83d'],
    ['too much', 'a'.repeat(10_001)],
    ['too much of four bytes', '🙂'.repeat(10_001)],
  ])('is not %s', async (_, text) => {
    const { status, json } = await write(ADA.id, { text });
    expect([status, json.code]).toEqual([400, 'request.invalid']);
    expect(json.errors[0].pointer).toBe('/text');
  });

  test('tells of today in the district or of the past', async () => {
    expect((await write(ADA.id, { text: TEXT, occurredOn: '2026-10-08' })).json.code).toBe('note.future');
    expect((await write(ADA.id, { text: TEXT, occurredOn: '2026-10-07' })).status).toBe(201);
  });

  test('of any text in any script comes back in its composed form', async () => {
    const anyText = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((text) => !/[^\t\n\r\P{Cc}]/u.test(text) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.normalize('NFC')));
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { status, json } = await write(ADA.id, { text });
        expect(status).toBe(201);
        expect((await read(ADA.id, json.noteId)).json.text).toBe(text.normalize('NFC'));
      }),
      { numRuns: 25 },
    );
  });
});

describe('the same request again', () => {
  test('is one note, at the same moment and later', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'form-1')));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    later(5);
    const again = await write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'form-1');
    expect([again.status, again.text]).toEqual([201, made[0]?.text]);
    expect((await list(ADA.id)).json.items).toHaveLength(1);
  });

  test('with another text is refused and shows nothing', async () => {
    await write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'form-2');
    const other = await write(ADA.id, { text: 'Something else' }, CLAIMS.counselor, 'form-2');
    expect([other.status, other.json.code]).toEqual([400, 'idempotency.key']);
    const restricted = await write(ADA.id, { text: TEXT, restricted: true }, CLAIMS.counselor, 'form-2');
    expect(restricted.json.code).toBe('idempotency.key');
  });

  test('answers with the note as it stands when it was changed meanwhile', async () => {
    const first = await write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'form-3');
    await revise(ADA.id, first, { text: 'Corrected' });
    const again = await write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'form-3');
    expect(again.json).toMatchObject({ noteId: first.json.noteId, text: 'Corrected', revision: 2 });
  });

  test('is a note of its own for every student and every author', async () => {
    const made = [
      await write(ADA.id, { text: TEXT }, CLAIMS.counselor, 'k'),
      await write(CLEO.id, { text: TEXT }, CLAIMS.counselor, 'k'),
      await write(ADA.id, { text: TEXT }, CLAIMS.teacher, 'k'),
    ];
    expect(new Set(made.map(({ json }) => json.noteId)).size).toBe(3);
  });

  test('needs a key', async () => {
    const { status, json } = await write(ADA.id, { text: TEXT }, CLAIMS.counselor, '');
    expect([status, json.code]).toEqual([400, 'idempotency.key']);
  });
});

describe('changing a note', () => {
  test('keeps every revision with its author and instant', async () => {
    const first = await write(ADA.id);
    later(10);
    const second = await revise(ADA.id, first, { text: 'Corrected', occurredOn: '2026-10-01' });
    expect(second.json).toMatchObject({
      text: 'Corrected',
      revision: 2,
      revisedAt: calls.now,
      occurredOn: '2026-10-01',
    });
    expect(second.json.createdAt).toBe(first.json.createdAt);
    expect((await revisions(ADA.id, first.json.noteId)).json.items).toEqual([
      {
        revision: 2,
        bySourcedId: 'staff-counselor',
        at: calls.now,
        content: { text: 'Corrected', kind: 'general', restricted: false, occurredOn: '2026-10-01' },
      },
      {
        revision: 1,
        bySourcedId: 'staff-counselor',
        at: first.json.createdAt,
        content: { text: TEXT, kind: 'general', restricted: false },
      },
    ]);
  });

  test('is for its author alone', async () => {
    const note = await write(ADA.id);
    for (const claims of [CLAIMS.districtAdmin, CLAIMS.schoolAdmin, CLAIMS.teacher]) {
      expect((await revise(ADA.id, note, { text: 'Not mine' }, claims)).json.code).toBe('note.not_author');
    }
    expect((await read(ADA.id, note.json.noteId)).json).toEqual(note.json);
  });

  test('needs the version that is changed', async () => {
    const note = await write(ADA.id);
    const params = { id: ADA.id, noteId: note.json.noteId };
    const body = { text: 'x', kind: 'general', restricted: false };
    expect((await calls.put(NOTE, params, body)).status).toBe(428);
    expect((await calls.put(NOTE, params, body, CLAIMS.counselor, { 'if-match': '"7"' })).status).toBe(412);
  });

  test('says whether it is restricted, so that no restriction is lifted by leaving it out', async () => {
    const note = await write(ADA.id, { text: TEXT, restricted: true });
    const params = { id: ADA.id, noteId: note.json.noteId };
    const left = await calls.put(NOTE, params, { text: 'x', kind: 'general' }, CLAIMS.counselor, ifMatch(note));
    expect([left.status, left.json.errors[0].pointer]).toEqual([400, '/restricted']);
  });

  test('to what it says already makes no revision', async () => {
    const note = await write(ADA.id);
    const same = await revise(ADA.id, note, {});
    expect([same.status, same.text, etagOf(same)]).toEqual([200, note.text, etagOf(note)]);
    expect((await revisions(ADA.id, note.json.noteId)).json.items).toHaveLength(1);
  });

  test('of two who do it at once lets one through, and the other sees what there is now', async () => {
    const note = await write(ADA.id);
    const texts = ['one', 'two', 'three', 'four'];
    const answers = await Promise.all(texts.map((text) => revise(ADA.id, note, { text })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412 || status === 503)).toHaveLength(3);
    expect((await read(ADA.id, note.json.noteId)).json).toEqual(won[0]?.json);
    expect((await revisions(ADA.id, note.json.noteId)).json.items).toHaveLength(2);
  });

  test('pages its revisions, the newest first', async () => {
    let note = await write(ADA.id, { text: 'version 1' });
    for (const step of [2, 3, 4, 5]) note = await revise(ADA.id, note, { text: `version ${step}` });
    const first = await revisions(ADA.id, note.json.noteId, CLAIMS.counselor, 'limit=2');
    expect(first.json.items.map((each: { revision: number }) => each.revision)).toEqual([5, 4]);
    const query = `limit=3&cursor=${first.json.nextCursor}`;
    const rest = await revisions(ADA.id, note.json.noteId, CLAIMS.counselor, query);
    expect(rest.json.items.map((each: { revision: number }) => each.revision)).toEqual([3, 2, 1]);
    expect(rest.json).not.toHaveProperty('nextCursor');
  });
});

describe('a function that dies at a write', () => {
  test.each(['before', 'after'] as const)(
    '%s it leaves the note with all its revisions, and again does the rest',
    async (when) => {
      for (let at = 1; ; at++) {
        const [text, key] = [`killed at ${at} ${when}`, `${when}-${at}`];
        const cut = await killedAt({ at, when }, () => write(CLEO.id, { text }, CLAIMS.counselor, key));
        const made = await write(CLEO.id, { text }, CLAIMS.counselor, key);
        expect([made.status, made.json.revision]).toEqual([201, 1]);
        const [params, body] = [
          { id: CLEO.id, noteId: made.json.noteId },
          { kind: 'general', restricted: false },
        ];
        await killedAt({ at, when }, () =>
          calls.put(NOTE, params, { ...body, text: 'changed' }, CLAIMS.counselor, ifMatch(made)),
        );
        const seen = await read(CLEO.id, made.json.noteId);
        const { items } = (await revisions(CLEO.id, made.json.noteId)).json;
        expect(items.map((each: { revision: number }) => each.revision)).toEqual(
          seen.json.revision === 2 ? [2, 1] : [1],
        );
        expect(items[0].content.text).toBe(seen.json.text);
        const done = seen.json.text === 'changed' ? seen : await revise(CLEO.id, seen, { text: 'changed' });
        expect(done.json).toMatchObject({ revision: 2, text: 'changed' });
        if (!cut) break;
      }
    },
  );
});

describe('a withdrawn note', () => {
  test('has no text any more but for its author, with who withdrew it and why', async () => {
    const note = await write(ADA.id);
    later(3);
    const withdrawn = await withdraw(ADA.id, note);
    expect(withdrawn.json).toMatchObject({
      text: null,
      withdrawn: { bySourcedId: 'staff-counselor', at: calls.now, reason: 'Of another student' },
    });
    expect(etagOf(withdrawn)).not.toBe(etagOf(note));
    expect(textsOf(await list(ADA.id))).toEqual([null]);
    expect((await revisions(ADA.id, note.json.noteId)).json.items[0].content.text).toBe(TEXT);
    expect((await revisions(ADA.id, note.json.noteId, CLAIMS.schoolAdmin)).json.items[0].content.text).toBe(TEXT);
    expect((await revisions(ADA.id, note.json.noteId, CLAIMS.teacher)).json.items[0].content).toBeNull();
    const stored = await readNote(studentId(ADA.id), note.json.noteId);
    expect(stored).not.toHaveProperty('text');
  });

  test('stays withdrawn: nobody changes it or withdraws it for another reason', async () => {
    const note = await write(ADA.id);
    const withdrawn = await withdraw(ADA.id, note);
    expect((await revise(ADA.id, withdrawn, { text: 'Back' })).json.code).toBe('note.withdrawn');
    expect((await withdraw(ADA.id, withdrawn, CLAIMS.counselor, 'No')).json.code).toBe('note.withdrawn');
    expect((await read(ADA.id, note.json.noteId)).json).toEqual(withdrawn.json);
  });

  test('is withdrawn once by the same request, however often it comes', async () => {
    const note = await write(ADA.id);
    const params = { id: ADA.id, noteId: note.json.noteId };
    const headers = { ...ifMatch(note), 'idempotency-key': 'w-1' };
    const once = (reason: string) => calls.post(WITHDRAW, params, { reason }, CLAIMS.counselor, headers);
    const answers = await Promise.all(['Wrong', 'Wrong', 'Wrong'].map(once));
    const withdrawn = answers.filter(({ status }) => status === 200);
    expect(new Set(withdrawn.map(({ text }) => text)).size).toBe(1);
    expect((await once('Wrong')).text).toBe(withdrawn[0]?.text);
    expect((await once('Another reason')).json.code).toBe('idempotency.key');
  });

  test('was withdrawn by its author or an administrator, who had seen what it said', async () => {
    const note = await write(ADA.id);
    expect((await withdraw(ADA.id, note, CLAIMS.teacher)).json.code).toBe('note.not_author');
    const changed = await revise(ADA.id, note, { text: 'Changed' });
    expect((await withdraw(ADA.id, note, CLAIMS.schoolAdmin)).status).toBe(412);
    expect((await withdraw(ADA.id, changed, CLAIMS.schoolAdmin)).json.withdrawn.bySourcedId).toBe('staff-north');
  });
});

describe('a restricted note', () => {
  const RESTRICTED = { text: 'For counselors alone', restricted: true };
  const WITHOUT_CLASS = [CLAIMS.districtAdmin, CLAIMS.schoolAdmin, CLAIMS.teacher];

  test('is not there for who may not read restricted notes: no text, no count, no other answer', async () => {
    const note = await write(ADA.id, RESTRICTED);
    const unknown = '0'.repeat(32);
    for (const claims of WITHOUT_CLASS) {
      expect((await list(ADA.id, claims)).json).toEqual({ items: [] });
      for (const ask of [read, revisions]) {
        const [hidden, nothing] = [await ask(ADA.id, note.json.noteId, claims), await ask(ADA.id, unknown, claims)];
        expect([hidden.status, hidden.json.code]).toEqual([404, 'note.not_found']);
        expect(hidden.text).toBe(nothing.text);
      }
      expect((await revise(ADA.id, note, { text: 'x' }, claims)).json.code).toBe('note.not_found');
      expect((await withdraw(ADA.id, note, claims)).json.code).toBe('note.not_found');
    }
    expect((await read(ADA.id, note.json.noteId)).status).toBe(200);
  });

  test('leaves no gap in pages: each is full, and the last one says so', async () => {
    for (const step of [...Array(12).keys()]) {
      later(step);
      await write(ADA.id, { text: `note ${step}`, restricted: step % 3 !== 0 });
    }
    const pages: Answer[] = [];
    let cursor: string | undefined;
    do {
      pages.push(await list(ADA.id, CLAIMS.schoolAdmin, `limit=2${cursor ? `&cursor=${cursor}` : ''}`));
      cursor = pages.at(-1)?.json.nextCursor;
    } while (cursor !== undefined);
    expect(pages.map(textsOf)).toEqual([
      ['note 9', 'note 6'],
      ['note 3', 'note 0'],
    ]);
    expect(textsOf(await list(ADA.id, CLAIMS.counselor, 'limit=3'))).toEqual(['note 11', 'note 10', 'note 9']);
  });

  test('is read by its author, whatever their role, and by nobody who only looks in their place', async () => {
    const note = await write(BEN.id, RESTRICTED, CLAIMS.teacher);
    expect((await read(BEN.id, note.json.noteId, CLAIMS.teacher)).json.text).toBe(RESTRICTED.text);
    const params = { id: BEN.id, noteId: note.json.noteId };
    const acting = { 'waymark-act-as': 'staff-teacher' };
    expect((await calls.get(NOTE, params, CLAIMS.districtAdmin, '', acting)).status).toBe(404);
    expect((await calls.get(NOTES, { id: BEN.id }, CLAIMS.districtAdmin, '', acting)).json).toEqual({ items: [] });
  });

  test('that is opened keeps what it said while it was restricted from who could not read it then', async () => {
    const note = await write(ADA.id, RESTRICTED);
    const opened = await revise(ADA.id, note, { text: 'For everybody', restricted: false });
    expect(opened.status).toBe(200);
    const seen = await revisions(ADA.id, note.json.noteId, CLAIMS.schoolAdmin);
    expect(seen.json.items.map((each: { content: { text: string } | null }) => each.content?.text ?? null)).toEqual([
      'For everybody',
      null,
    ]);
    expect((await revisions(ADA.id, note.json.noteId)).json.items[1].content.text).toBe(RESTRICTED.text);
  });

  test('may be made of one that was not, and then is not there any more, its past included', async () => {
    const note = await write(ADA.id);
    expect((await read(ADA.id, note.json.noteId, CLAIMS.schoolAdmin)).status).toBe(200);
    await revise(ADA.id, note, { restricted: true });
    expect((await read(ADA.id, note.json.noteId, CLAIMS.schoolAdmin)).status).toBe(404);
    expect((await revisions(ADA.id, note.json.noteId, CLAIMS.schoolAdmin)).status).toBe(404);
  });
});

describe('the list', () => {
  test('is the newest first, by kind, by author', async () => {
    await write(ADA.id, { text: 'first', kind: 'observation' });
    later(1);
    await write(ADA.id, { text: 'second', kind: 'transition' }, CLAIMS.schoolAdmin);
    later(2);
    await write(ADA.id, { text: 'third', kind: 'transition' });
    expect(textsOf(await list(ADA.id))).toEqual(['third', 'second', 'first']);
    expect(textsOf(await list(ADA.id, CLAIMS.counselor, 'kind=transition'))).toEqual(['third', 'second']);
    expect(textsOf(await list(ADA.id, CLAIMS.counselor, 'author=me'))).toEqual(['third', 'first']);
    expect(textsOf(await list(ADA.id, CLAIMS.counselor, 'author=me&kind=transition'))).toEqual(['third']);
    expect((await list(ADA.id, CLAIMS.counselor, 'kind=gossip')).status).toBe(400);
  });

  test('of one student has no note of another, nor takes its cursor', async () => {
    for (const step of [1, 2]) await write(ADA.id, { text: `ada ${step}` });
    await write(CLEO.id, { text: 'cleo' });
    expect(textsOf(await list(CLEO.id))).toEqual(['cleo']);
    const { nextCursor } = (await list(ADA.id, CLAIMS.counselor, 'limit=1')).json;
    const other = await list(CLEO.id, CLAIMS.counselor, `limit=1&cursor=${nextCursor}`);
    expect(other.json.code).toBe('cursor.other_query');
  });

  test('goes on where it was when notes are added meanwhile', async () => {
    for (const step of [1, 2, 3]) {
      later(step);
      await write(ADA.id, { text: `note ${step}` });
    }
    const first = await list(ADA.id, CLAIMS.counselor, 'limit=2');
    later(9);
    await write(ADA.id, { text: 'note 4' });
    const second = await list(ADA.id, CLAIMS.counselor, `limit=2&cursor=${first.json.nextCursor}`);
    expect([...textsOf(first), ...textsOf(second)]).toEqual(['note 3', 'note 2', 'note 1']);
  });
});

describe('whose notes', () => {
  test('a note is found under its own student alone', async () => {
    const note = await write(CLEO.id);
    expect((await read(ADA.id, note.json.noteId)).json.code).toBe('note.not_found');
    expect((await revisions(ADA.id, note.json.noteId)).json.code).toBe('note.not_found');
    expect((await revise(ADA.id, note, { text: 'x' })).json.code).toBe('note.not_found');
    expect((await withdraw(ADA.id, note)).json.code).toBe('note.not_found');
  });

  test('a teacher reads those of students on the caseload, and of students of a class only their own', async () => {
    for (const student of [ADA.id, BEN.id]) await write(student, { text: 'by the office' }, CLAIMS.schoolAdmin);
    later(1);
    for (const student of [ADA.id, BEN.id]) await write(student, { text: 'mine' }, CLAIMS.teacher);
    expect(textsOf(await list(ADA.id, CLAIMS.teacher))).toEqual(['mine', 'by the office']);
    expect(textsOf(await list(BEN.id, CLAIMS.teacher))).toEqual(['mine']);
  });

  test('its author does not read it any more once the student is out of their reach', async () => {
    const note = await write(BEN.id, { text: TEXT }, CLAIMS.teacher);
    expect((await read(BEN.id, note.json.noteId, claimsOf('staff-teacher', 'counselor'))).json.code).toBe(
      'student.not_found',
    );
  });

  /** Who reads and writes notes about ADA: a student of the north school, on the caseloads of counselor and teacher. */
  const WITHIN: readonly Role[] = ['districtAdmin', 'schoolAdmin', 'counselor', 'teacher'];
  test.each(ROLES)('as %s every operation follows role and scope', async (role) => {
    const note = await write(ADA.id, { text: TEXT }, CLAIMS.districtAdmin);
    const expected = WITHIN.includes(role) ? 200 : role === 'interventionist' ? 404 : 403;
    const claims = CLAIMS[role];
    const written = await write(ADA.id, { text: 'Mine' }, claims);
    expect(written.status).toBe(expected === 200 ? 201 : expected);
    expect((await list(ADA.id, claims)).status).toBe(expected);
    expect((await read(ADA.id, note.json.noteId, claims)).status).toBe(expected);
    expect((await revisions(ADA.id, note.json.noteId, claims)).status).toBe(expected);
    const author = role === 'districtAdmin' ? 200 : 403;
    expect((await revise(ADA.id, note, { text: 'x' }, claims)).status).toBe(expected === 200 ? author : expected);
  });

  test('a token that names nobody in rostering writes none', async () => {
    expect((await write(ADA.id, { text: TEXT }, claimsOf(undefined, 'districtAdmin'))).json.code).toBe(
      'access.staff_unknown',
    );
    expect((await list(ADA.id, claimsOf(undefined, 'districtAdmin'))).status).toBe(200);
  });
});

describe('what is shown', () => {
  const shownOf = async (student: string) =>
    (await listDisclosures(studentId(student), { limit: 50 })).disclosures.map(
      ({ operationId, classes, recipient }) => [operationId, classes.join(' '), recipient.sourcedId],
    );

  test('goes on record with the class of the notes, and nothing when none is', async () => {
    await write(ADA.id);
    await list(CLEO.id);
    expect(await shownOf(CLEO.id)).toEqual([]);
    await list(ADA.id, CLAIMS.schoolAdmin);
    expect(await shownOf(ADA.id)).toEqual([['listNotes', 'discipline', staffId('staff-north')]]);
  });

  test.each([true, false])('goes on record alike whether a note is restricted: %s', async (restricted) => {
    const note = await write(ADA.id, { text: TEXT, restricted }, CLAIMS.teacher);
    await read(ADA.id, note.json.noteId, CLAIMS.teacher);
    await read(ADA.id, note.json.noteId);
    expect((await shownOf(ADA.id)).sort()).toEqual([
      ['getNote', 'discipline restrictedNotes', staffId('staff-counselor')],
      ['getNote', 'discipline', staffId('staff-teacher')],
    ]);
  });
});

describe('a read', () => {
  test('of a note or a page of notes takes two requests beside what goes on record', async () => {
    const note = await write(ADA.id);
    await list(ADA.id);
    const commands: string[] = [];
    documents.middlewareStack.add(
      (next, context) => async (input) => {
        commands.push(String(context['commandName']));
        return next(input);
      },
      { step: 'initialize', name: 'commandsOfNotes' },
    );
    try {
      await read(ADA.id, note.json.noteId);
      await list(ADA.id);
    } finally {
      documents.middlewareStack.remove('commandsOfNotes');
    }
    const reads = commands.filter((name) => !name.startsWith('Put'));
    expect(reads).toEqual(['TransactGetItemsCommand', 'GetItemCommand', 'TransactGetItemsCommand', 'QueryCommand']);
  });
});
