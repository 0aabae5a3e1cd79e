import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documents } from '../../../shared/store/documents.ts';
import { ADA, CLAIMS, CLEO } from './district.ts';
import { noteCalls, TEXT, textsOf } from './noteCalls.ts';
import { etagOf } from './recordCalls.ts';

const { calls, later, list, read, revise, write } = noteCalls();

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

describe('a read', () => {
  test('of a note takes one request, a page of notes two, beside what goes on record', async () => {
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
    expect(reads).toEqual(['TransactGetItemsCommand', 'TransactGetItemsCommand', 'QueryCommand']);
  });
});
