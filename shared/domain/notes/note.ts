import type { FieldClass } from '../access/fieldClass.ts';
import type { StaffId, StudentId } from '../identity.ts';

/**
 * What a note is about. `teamMeeting` is one of the team that plans a student's support (MTSS, SST); `transition` what the
 * next school, year or counselor should know.
 */
export const NOTE_KINDS = [
  'general',
  'familyContact',
  'studentMeeting',
  'teamMeeting',
  'observation',
  'transition',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** In Unicode code points, after NFC. */
export const MAX_NOTE_CHARACTERS = 10_000;

/** What the author of a note decides about it. */
export interface NoteContent {
  readonly text: string;
  readonly kind: NoteKind;
  /** For those alone who may read restricted notes, and its author. */
  readonly restricted: boolean;
  /** The local day of what it tells of, ISO. */
  readonly occurredOn?: string;
}

/** A note as it was left by one change; written once. */
export interface NoteRevision extends NoteContent {
  readonly noteId: string;
  /** 1, 2, 3 … */
  readonly revision: number;
  readonly by: StaffId;
  /** Instant. */
  readonly at: string;
}

/** That a note does not hold any more. It stays in the record; its text is in its revisions alone. */
export interface NoteWithdrawal {
  readonly by: StaffId;
  readonly at: string;
  readonly reason: string;
  /** Hash of the request's Idempotency-Key. */
  readonly key: string;
}

/** A note as it stands. */
export interface Note extends Omit<NoteContent, 'text'> {
  readonly noteId: string;
  readonly studentSourcedId: StudentId;
  readonly author: StaffId;
  readonly createdAt: string;
  readonly revision: number;
  /** Instant of that revision. */
  readonly revisedAt: string;
  /** Absent once it is withdrawn. */
  readonly text?: string;
  readonly withdrawn?: NoteWithdrawal;
}

/** Whoever asks for notes of a student within their reach. */
export interface NoteReader {
  /** Who reads the notes they wrote themselves, whatever their classes; absent for who looks in another's place. */
  readonly author?: StaffId;
  readonly classes: ReadonlySet<FieldClass>;
}

/**
 * The class of data a note belongs to. What staff write to each other tells of conduct and circumstances as a discipline
 * record does, and is needed by the same people: those who support the student, not every teacher of one class.
 */
export const classOfNote = ({ restricted }: Pick<NoteContent, 'restricted'>): FieldClass =>
  restricted ? 'restrictedNotes' : 'discipline';

const NOTE_CLASSES: readonly FieldClass[] = ['discipline', 'restrictedNotes'];

/**
 * The classes of data that showing these notes puts on record: all that a reader of others' notes may have been shown. By the
 * classes of the notes themselves, the record, which more people read, would tell of a restricted note that it exists.
 */
export function disclosedWith(
  notes: readonly Pick<Note, 'author'>[],
  { author, classes }: NoteReader,
): readonly FieldClass[] {
  if (notes.some((note) => note.author !== author)) return NOTE_CLASSES.filter((each) => classes.has(each));
  return notes.length === 0 ? [] : ['discipline'];
}

/** Whether somebody may read a note. For who may not, it is not there. */
export function mayReadNote(note: Pick<Note, 'author' | 'restricted'>, { author, classes }: NoteReader): boolean {
  return note.author === author || classes.has(classOfNote(note));
}

/**
 * Whether somebody who may read a note may read what a revision said: what was restricted when it was written stays so
 * after the restriction is lifted, and what was withdrawn is for its author and who may withdraw notes of others.
 */
export function mayReadRevision(
  note: Note,
  revision: Pick<NoteRevision, 'restricted'>,
  reader: NoteReader & { readonly mayWithdrawAny: boolean },
): boolean {
  if (note.author === reader.author) return true;
  if (note.withdrawn && !reader.mayWithdrawAny) return false;
  return reader.classes.has(classOfNote(revision));
}

/** A change that its writer may make, with what it makes of the note. */
export interface RevisedNote {
  readonly note: Note;
  readonly revision: NoteRevision;
}

/** A new note and its first revision. */
export function firstRevision(
  of: Pick<Note, 'noteId' | 'studentSourcedId' | 'author' | 'createdAt'>,
  content: NoteContent,
): RevisedNote {
  const written = { revision: 1, by: of.author, at: of.createdAt };
  return {
    note: { ...of, ...content, revision: 1, revisedAt: of.createdAt },
    revision: { noteId: of.noteId, ...content, ...written },
  };
}

/** Its author alone changes a note, whether it is restricted included; `unchanged` when it says all that already. */
export function revise(
  note: Note,
  content: NoteContent,
  by: StaffId,
  at: string,
): RevisedNote | 'notAuthor' | 'withdrawn' | 'unchanged' {
  if (note.author !== by) return 'notAuthor';
  if (note.withdrawn) return 'withdrawn';
  if (saysTheSame(note, content)) return 'unchanged';
  const { occurredOn: _, ...rest } = note;
  const revision = note.revision + 1;
  return {
    note: { ...rest, ...content, revision, revisedAt: at },
    revision: { noteId: note.noteId, ...content, revision, by, at },
  };
}

/** Its author withdraws a note, and who may withdraw those of others: one filed with the wrong student, by somebody gone. */
export function withdraw(note: Note, withdrawal: NoteWithdrawal, mayWithdrawAny: boolean): Note | 'notAuthor' {
  if (note.author !== withdrawal.by && !mayWithdrawAny) return 'notAuthor';
  const { text: _, ...rest } = note;
  return { ...rest, withdrawn: withdrawal };
}

/** Whether two say the same, whoever said it when. */
export function saysTheSame(one: Partial<NoteContent>, other: Partial<NoteContent>): boolean {
  return (
    one.text === other.text &&
    one.kind === other.kind &&
    one.restricted === other.restricted &&
    one.occurredOn === other.occurredOn
  );
}

/** Changes with every write of a note. */
export const versionOf = ({ revision, withdrawn }: Note): string =>
  withdrawn ? `${revision}-withdrawn` : `${revision}`;
