import * as z from 'zod';
import { formatDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { studentId } from '../../domain/identity.ts';
import {
  firstRevision,
  mayReadNote,
  type Note,
  type NoteContent,
  type NoteWithdrawal,
  type RevisedNote,
  revise,
  saysTheSame,
  withdraw,
} from '../../domain/notes/note.ts';
import {
  createNote,
  firstRevisionLike,
  listNoteRevisions,
  listNotes,
  noteIdOf,
  readNote,
  reviseNote,
  withdrawNote,
} from '../../store/notes.ts';
import { authorOf } from '../author.ts';
import { cursorsOf } from '../cursor.ts';
import { requireIfMatch } from '../etag.ts';
import { derivedId } from '../idempotency.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { noteEtag, noteReaderOf, noteView, seeNote, showNotes, showRevisions } from './noteAccess.ts';
import {
  createNoteContract,
  getNoteContract,
  listNoteRevisionsContract,
  listNotesContract,
  reviseNoteContract,
  withdrawNoteContract,
} from './noteContracts.ts';

const createNoteRoute = defineRoute({
  ...createNoteContract,
  handle: async (context, { params, body }) => {
    const author = authorOf(context);
    const { directory } = await seeStudent(context, 'note.write', studentId(params.id), []);
    const request = derivedId('note', author, directory.sourcedId, context.idempotencyKey ?? '');
    const written = firstRevision(
      {
        noteId: noteIdOf(context.now, request),
        studentSourcedId: directory.sourcedId,
        author,
        createdAt: context.now.toISOString(),
      },
      contentOf(body, context),
    );
    const note = (await createNote(written)) ? written.note : await noteOfFirstRequest(written);
    const location = `/v1/students/${encodeURIComponent(params.id)}/notes/${note.noteId}`;
    return { body: noteView(note), etag: noteEtag(note), location };
  },
});

const listNotesRoute = defineRoute({
  ...listNotesContract,
  handle: async (context, { params, query }) => {
    const author = query.author && authorOf(context);
    const student = await seeStudent(context, 'note.read', studentId(params.id), []);
    const { sourcedId } = student.directory;
    const asked = { ...query, student: sourcedId };
    const cursors = await cursorsOf('listNotes', context.caller, asked, keyPosition);
    const reader = noteReaderOf(context.caller, student);
    const { notes, after } = await listNotes(sourcedId, {
      limit: query.limit,
      after: cursors.start(query.cursor),
      where: (note) =>
        mayReadNote(note, reader) &&
        (query.kind === undefined || note.kind === query.kind) &&
        (author === undefined || note.author === author),
    });
    const items = showNotes(context, student, reader, notes);
    return { body: { items, ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

const getNoteRoute = defineRoute({
  ...getNoteContract,
  handle: async (context, { params }) => {
    const { note, student, reader } = await seeNote(context, 'note.read', params);
    showNotes(context, student, reader, [note]);
    return { body: noteView(note), etag: noteEtag(note) };
  },
});

const reviseNoteRoute = defineRoute({
  ...reviseNoteContract,
  handle: async (context, { params, body }) => {
    const author = authorOf(context);
    const { note } = await seeNote(context, 'note.write', params);
    const revised = revise(note, contentOf(body, context), author, context.now.toISOString());
    if (revised === 'notAuthor') throw new Problem('note.not_author');
    requireIfMatch(context, noteEtag(note));
    if (revised === 'withdrawn') throw new Problem('note.withdrawn');
    if (revised === 'unchanged') return answerOf(note);
    if (!(await reviseNote(note, revised))) throw new Problem('precondition.failed');
    return answerOf(revised.note);
  },
});

const withdrawNoteRoute = defineRoute({
  ...withdrawNoteContract,
  handle: async (context, { params, body }) => {
    const by = authorOf(context);
    const { note, reader } = await seeNote(context, 'note.write', params);
    const key = derivedId('withdrawal', by, params.noteId, context.idempotencyKey ?? '');
    const withdrawal: NoteWithdrawal = { by, at: context.now.toISOString(), reason: body.reason, key };
    if (isSameRequest(note, withdrawal)) return answerOf(note);
    const withdrawn = withdraw(note, withdrawal, reader.mayWithdrawAny);
    if (withdrawn === 'notAuthor') throw new Problem('note.not_author');
    if (note.withdrawn) throw new Problem('note.withdrawn');
    requireIfMatch(context, noteEtag(note));
    if (await withdrawNote(note, withdrawn)) return answerOf(withdrawn);
    const current = await readNote(note.studentSourcedId, note.noteId);
    if (current && isSameRequest(current, withdrawal)) return answerOf(current);
    throw new Problem('precondition.failed');
  },
});

const listNoteRevisionsRoute = defineRoute({
  ...listNoteRevisionsContract,
  handle: async (context, { params, query }) => {
    const seen = await seeNote(context, 'note.read', params);
    const asked = { ...query, note: params.noteId };
    const cursors = await cursorsOf('listNoteRevisions', context.caller, asked, z.int().min(1));
    const { revisions, after } = await listNoteRevisions(params.noteId, {
      limit: query.limit,
      after: cursors.start(query.cursor),
    });
    const items = showRevisions(context, seen, revisions);
    return { body: { items, ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

/** Notes of a student, by staff for staff. */
export const noteRoutes: readonly Route[] = [
  createNoteRoute,
  listNotesRoute,
  getNoteRoute,
  reviseNoteRoute,
  withdrawNoteRoute,
  listNoteRevisionsRoute,
];

const answerOf = (note: Note) => ({ body: noteView(note), etag: noteEtag(note) });

type RequestedContent = Omit<NoteContent, 'occurredOn'> & { readonly occurredOn?: string | undefined };

/** Throws `note.future` for a day the district has not come to. */
function contentOf({ occurredOn, ...content }: RequestedContent, { now, tenant }: RequestContext): NoteContent {
  if (occurredOn === undefined) return content;
  if (occurredOn > formatDay(localTimeOf(now, tenant.tenant.timeZone).day)) throw new Problem('note.future');
  return { ...content, occurredOn };
}

/** What an Idempotency-Key has made before, as it stands now; a key that was used for something else shows nothing of it. */
async function noteOfFirstRequest({ note, revision }: RevisedNote): Promise<Note> {
  const first = await firstRevisionLike(note.noteId);
  const stored = first && saysTheSame(first, revision) && (await readNote(note.studentSourcedId, first.noteId));
  if (stored) return stored;
  throw new Problem('idempotency.key', { detail: 'Your Idempotency-Key has made another note: send a new one.' });
}

/** Whether this request has withdrawn the note before; throws `idempotency.key` when it had another reason then. */
function isSameRequest({ withdrawn }: Note, { key, reason }: NoteWithdrawal): boolean {
  if (withdrawn?.key !== key) return false;
  if (withdrawn.reason === reason) return true;
  throw new Problem('idempotency.key', { detail: 'Your Idempotency-Key has withdrawn the note: send a new one.' });
}
