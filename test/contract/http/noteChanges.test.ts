import { describe, expect, test } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { readNote } from '../../../shared/store/notes.ts';
import { killedAt } from '../assess/interruptions.ts';
import { ADA, CLAIMS, CLEO } from './district.ts';
import { NOTE, noteCalls, TEXT, textsOf, WITHDRAW } from './noteCalls.ts';
import { etagOf, ifMatch } from './recordCalls.ts';

const { calls, later, list, read, revise, revisions, withdraw, write } = noteCalls();

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
