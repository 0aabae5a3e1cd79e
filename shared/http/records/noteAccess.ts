import { studentId } from '../../domain/identity.ts';
import {
  disclosedWith,
  mayReadNote,
  mayReadRevision,
  type Note,
  type NoteReader,
  type NoteRevision,
  versionOf,
} from '../../domain/notes/note.ts';
import { studentKeys } from '../../store/keys.ts';
import { noteIn } from '../../store/notes.ts';
import type { Action } from '../authorization.ts';
import type { Caller } from '../caller.ts';
import { etagOf } from '../etag.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import { type SeenStudent, seeStudentBeside } from '../studentAccess.ts';

/** A note that the caller may read, of a student within their reach. */
export interface SeenNote {
  readonly note: Note;
  readonly student: SeenStudent;
  readonly reader: NoteReader & { readonly mayWithdrawAny: boolean };
}

/** The students and notes of a path. Nothing is noted as disclosed: the answer says what it shows. */
export async function seeNote(
  context: RequestContext,
  action: Action,
  params: { readonly id: string; readonly noteId: string },
): Promise<SeenNote> {
  const id = studentId(params.id);
  const { student, beside } = await seeStudentBeside(context, action, id, studentKeys.note(id, params.noteId), []);
  const reader = { ...noteReaderOf(context.caller, student), mayWithdrawAny: student.may('note.withdrawAny') };
  const note = noteIn(beside);
  if (!note || !mayReadNote(note, reader)) throw new Problem('note.not_found');
  return { note, student, reader };
}

/** Which notes of a student a caller may read; who looks in another's place is not the author of that one's notes. */
export function noteReaderOf(caller: Caller, { classes }: Pick<SeenStudent, 'classes'>): NoteReader {
  const { staffId, impersonatedBy } = caller;
  return { ...(staffId !== undefined && !impersonatedBy && { author: staffId }), classes };
}

/** Notes as an answer shows them, put down as disclosed. */
export function showNotes(
  context: RequestContext,
  { directory, access }: SeenStudent,
  reader: NoteReader,
  notes: readonly Note[],
) {
  context.disclosures.note([directory.sourcedId], disclosedWith(notes, reader), access);
  return notes.map(noteView);
}

/** Revisions of a note, likewise; without what the caller may not read of them. */
export function showRevisions(
  context: RequestContext,
  { note, student, reader }: SeenNote,
  revisions: readonly NoteRevision[],
) {
  const readable = new Set(revisions.filter((each) => mayReadRevision(note, each, reader)));
  const shown = readable.size === 0 ? [] : [note];
  context.disclosures.note([student.directory.sourcedId], disclosedWith(shown, reader), student.access);
  return revisions.map((each) => ({
    revision: each.revision,
    bySourcedId: each.by,
    at: each.at,
    content: readable.has(each) ? contentOf(each) : null,
  }));
}

export const noteEtag = (note: Note): string => etagOf(versionOf(note));

/** A note as the API shows it. */
export function noteView(note: Note) {
  const { noteId, studentSourcedId, kind, restricted, occurredOn, text, withdrawn } = note;
  return {
    ...{ noteId, studentSourcedId, kind, restricted },
    ...(occurredOn !== undefined && { occurredOn }),
    text: text ?? null,
    authorSourcedId: note.author,
    createdAt: note.createdAt,
    revision: note.revision,
    revisedAt: note.revisedAt,
    withdrawn: withdrawn ? { bySourcedId: withdrawn.by, at: withdrawn.at, reason: withdrawn.reason } : null,
  };
}

function contentOf({ text, kind, restricted, occurredOn }: NoteRevision) {
  return { text, kind, restricted, ...(occurredOn !== undefined && { occurredOn }) };
}
