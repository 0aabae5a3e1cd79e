import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldClass } from '../../../../shared/domain/access/fieldClass.ts';
import { staffId, studentId } from '../../../../shared/domain/identity.ts';
import {
  disclosedWith,
  firstRevision,
  mayReadNote,
  mayReadRevision,
  NOTE_KINDS,
  type Note,
  type NoteContent,
  revise,
  saysTheSame,
  versionOf,
  withdraw,
} from '../../../../shared/domain/notes/note.ts';

const AUTHOR = staffId('author');
const OTHER = staffId('other');
const CONTENT: NoteContent = { text: 'Called home', kind: 'familyContact', restricted: false };
const OF = {
  noteId: '0'.repeat(32),
  studentSourcedId: studentId('s'),
  author: AUTHOR,
  createdAt: '2026-10-01T12:00:00.000Z',
};
const LATER = '2026-10-02T12:00:00.000Z';
const written = (content: Partial<NoteContent> = {}) => firstRevision(OF, { ...CONTENT, ...content });
const WITHDRAWAL = { by: AUTHOR, at: LATER, reason: 'Another student', key: 'k' };
const withdrawnNote = (content: Partial<NoteContent> = {}) =>
  withdraw(written(content).note, WITHDRAWAL, false) as Note;

const content = fc.record(
  {
    text: fc.string({ minLength: 1 }),
    kind: fc.constantFrom(...NOTE_KINDS),
    restricted: fc.boolean(),
    occurredOn: fc.constantFrom('2026-09-30', '2026-10-01'),
  },
  { requiredKeys: ['text', 'kind', 'restricted'] },
);

describe('a note', () => {
  it('is what its newest revision says, after any number of changes', () => {
    fc.assert(
      fc.property(content, fc.array(content, { maxLength: 6 }), (first, changes) => {
        let { note, revision } = firstRevision(OF, first);
        for (const [step, change] of changes.entries()) {
          const next = revise(note, change, AUTHOR, `2026-10-0${step + 2}T00:00:00.000Z`);
          if (next === 'unchanged') expect(saysTheSame(note, change)).toBe(true);
          if (typeof next === 'string') continue;
          expect(next.revision.revision).toBe(revision.revision + 1);
          ({ note, revision } = next);
        }
        expect(saysTheSame(note, revision)).toBe(true);
        expect(note).toMatchObject({ revision: revision.revision, revisedAt: revision.at, createdAt: OF.createdAt });
      }),
    );
  });

  it('is changed by its author alone, whether it is restricted included', () => {
    const { note } = written({ restricted: true });
    expect(revise(note, { ...CONTENT, restricted: false }, OTHER, LATER)).toBe('notAuthor');
    expect(revise(note, { ...CONTENT, restricted: false }, AUTHOR, LATER)).toMatchObject({
      note: { restricted: false },
    });
  });

  it('loses the day it tells of when its author leaves that out', () => {
    const { note } = written({ occurredOn: '2026-09-30' });
    const next = revise(note, CONTENT, AUTHOR, LATER);
    expect(next).toMatchObject({ revision: { revision: 2 } });
    expect(typeof next !== 'string' && 'occurredOn' in next.note).toBe(false);
  });

  it('that is withdrawn has no text, is changed no more, and has another version', () => {
    const { note } = written();
    const withdrawn = withdrawnNote();
    expect(withdrawn).not.toHaveProperty('text');
    expect(withdrawn.withdrawn).toEqual(WITHDRAWAL);
    expect(revise(withdrawn, { ...CONTENT, text: 'More' }, AUTHOR, LATER)).toBe('withdrawn');
    expect(versionOf(withdrawn)).not.toBe(versionOf(note));
  });

  it('is withdrawn by its author, and by others only who may withdraw any', () => {
    const byOther = { ...WITHDRAWAL, by: OTHER };
    expect(withdraw(written().note, byOther, false)).toBe('notAuthor');
    expect(withdraw(written().note, byOther, true)).toMatchObject({ withdrawn: { by: OTHER } });
  });
});

const classes = (...names: FieldClass[]) => ({ classes: new Set(names) });
const EVERYTHING_ELSE = classes('directory', 'academic', 'discipline', 'health');
const COUNSELOR = classes('directory', 'academic', 'discipline', 'health', 'restrictedNotes');
const SECTION_TEACHER = classes('directory', 'academic');

describe('reading a note', () => {
  it.each([
    ['an unrestricted one, with the class of discipline', false, EVERYTHING_ELSE, true],
    ['an unrestricted one, as the teacher of a section', false, SECTION_TEACHER, false],
    ['a restricted one, without its class', true, EVERYTHING_ELSE, false],
    ['a restricted one, with its class', true, COUNSELOR, true],
  ])('%s', (_, restricted, reader, may) => {
    expect(mayReadNote({ author: AUTHOR, restricted }, { author: OTHER, ...reader })).toBe(may);
  });

  it('is for its author in every case, unless somebody looks in their place', () => {
    const restricted = { author: AUTHOR, restricted: true };
    expect(mayReadNote(restricted, { author: AUTHOR, ...SECTION_TEACHER })).toBe(true);
    expect(mayReadNote(restricted, SECTION_TEACHER)).toBe(false);
  });
});

describe('what showing notes puts on record', () => {
  const [own, others] = [{ author: AUTHOR }, { author: OTHER }];
  it.each([
    ['nothing for no notes', [], COUNSELOR, []],
    [
      'what may be seen, restricted or not, of notes of others',
      [own, others],
      COUNSELOR,
      ['discipline', 'restrictedNotes'],
    ],
    ['no restricted notes to who may not see them', [others], EVERYTHING_ELSE, ['discipline']],
    ['one’s own notes as any others, whatever they are', [own], SECTION_TEACHER, ['discipline']],
  ] as const)('is %s', (_, notes, reader, classes) => {
    expect(disclosedWith(notes, { author: AUTHOR, ...reader })).toEqual(classes);
  });
});

describe('reading what a note said before', () => {
  const reader = { author: OTHER, ...EVERYTHING_ELSE, mayWithdrawAny: false };

  it('leaves what was restricted then to those who may read restricted notes', () => {
    const { note } = written();
    expect(mayReadRevision(note, { restricted: true }, reader)).toBe(false);
    expect(mayReadRevision(note, { restricted: true }, { ...reader, ...COUNSELOR })).toBe(true);
    expect(mayReadRevision(note, { restricted: false }, reader)).toBe(true);
    expect(mayReadRevision(note, { restricted: true }, { ...reader, author: AUTHOR })).toBe(true);
  });

  it('leaves what was withdrawn to its author and those who may withdraw any', () => {
    const note = withdrawnNote();
    expect(mayReadRevision(note, { restricted: false }, reader)).toBe(false);
    expect(mayReadRevision(note, { restricted: false }, { ...reader, mayWithdrawAny: true })).toBe(true);
    expect(mayReadRevision(note, { restricted: true }, { ...reader, mayWithdrawAny: true })).toBe(false);
    expect(mayReadRevision(note, { restricted: false }, { ...reader, author: AUTHOR })).toBe(true);
  });
});
