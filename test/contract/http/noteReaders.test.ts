import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import type { Answer } from '../../unit/http/request.ts';
import { ADA, BEN, CLAIMS, CLEO, claimsOf } from './district.ts';
import { NOTE, NOTES, noteCalls, TEXT, textsOf } from './noteCalls.ts';

const { calls, later, list, read, revise, revisions, withdraw, write } = noteCalls();

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
