import * as z from 'zod';
import { MAX_NOTE_CHARACTERS, NOTE_KINDS } from '../../domain/notes/note.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { plainText } from './plainText.ts';

const noteId = z.string().regex(/^[0-9a-f]{32}$/, 'a note id is 32 hexadecimal digits');
const kind = z.enum(NOTE_KINDS);
const reason = plainText(2000);
const ofStudent = z.strictObject({ id: sourcedId });
const ofNote = ofStudent.extend({ noteId });

const text = plainText(MAX_NOTE_CHARACTERS).meta({
  description: `Plain text of up to ${MAX_NOTE_CHARACTERS} characters, kept as written (NFC). Not a place for other students’ names.`,
});
const restricted = z
  .boolean()
  .meta({ description: 'For its author and those who may read restricted notes; for everybody else it is not there.' });
const occurredOn = isoDay.optional().meta({ description: 'The local day of what it tells of, today or earlier.' });

const noteBody = z
  .strictObject({ text, kind: kind.default('general'), restricted: restricted.default(false), occurredOn })
  .meta({ id: 'NoteRequest' });

const revisedBody = z
  .strictObject({ text, kind, restricted, occurredOn })
  .meta({ id: 'NoteRevisionRequest', description: 'The whole note as it is to be; what is left out is gone.' });

const withdrawal = z
  .strictObject({ bySourcedId: sourcedId, at: instant, reason: z.string() })
  .meta({ id: 'NoteWithdrawal' });

const shownContent = { kind, restricted: z.boolean(), occurredOn: isoDay.optional() };

export const note = z
  .strictObject({
    noteId,
    studentSourcedId: sourcedId,
    ...shownContent,
    text: z.string().nullable().meta({ description: 'null once the note is withdrawn.' }),
    authorSourcedId: sourcedId,
    createdAt: instant,
    revision: z.int().min(1),
    revisedAt: instant,
    withdrawn: withdrawal.nullable(),
  })
  .meta({ id: 'Note', description: 'What a member of staff has written about a student.' });

const revision = z
  .strictObject({
    revision: z.int().min(1),
    bySourcedId: sourcedId,
    at: instant,
    content: z
      .strictObject({ ...shownContent, text: z.string() })
      .nullable()
      .meta({ description: 'null when you may not read it: it was restricted then, or the note is withdrawn.' }),
  })
  .meta({ id: 'NoteRevision' });

const STAFF = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;
const shared = { tag: 'Notes', purpose: 'studentSupport', roles: STAFF } as const;

export const createNoteContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/notes',
  operationId: 'createNote',
  summary: 'Write a note about a student',
  description: 'The same request with the same Idempotency-Key is the same note.',
  params: ofStudent,
  body: noteBody,
  idempotencyKey: 'required',
  response: note,
  etag: true,
  status: 201,
  problems: ['student.not_found', 'note.future', 'access.staff_unknown'],
});

export const listNotesContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/notes',
  operationId: 'listNotes',
  summary: 'Notes about a student that you may read, the newest first',
  params: ofStudent,
  query: z.strictObject({ kind: kind.optional(), author: z.enum(['me']).optional(), limit: limit(25), cursor }),
  response: page(note).meta({ id: 'NoteList' }),
  problems: ['student.not_found', 'cursor.invalid', 'cursor.other_query', 'access.staff_unknown'],
});

export const getNoteContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/notes/{noteId}',
  operationId: 'getNote',
  summary: 'Read a note',
  params: ofNote,
  response: note,
  etag: true,
  problems: ['student.not_found', 'note.not_found', 'access.staff_unknown'],
});

export const reviseNoteContract = defineContract({
  ...shared,
  method: 'PUT',
  path: '/v1/students/{id}/notes/{noteId}',
  operationId: 'reviseNote',
  summary: 'Change a note of your own',
  description:
    'Makes a revision; what it said before is kept. Its author alone changes it, also whether it is restricted. Saying the same again makes none.',
  params: ofNote,
  body: revisedBody,
  ifMatch: 'required',
  response: note,
  etag: true,
  problems: [
    'student.not_found',
    'note.not_found',
    'note.not_author',
    'note.withdrawn',
    'note.future',
    'precondition.missing',
    'precondition.failed',
    'access.staff_unknown',
  ],
});

export const withdrawNoteContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/notes/{noteId}/withdraw',
  operationId: 'withdrawNote',
  summary: 'Withdraw a note, for good',
  description:
    'By its author; by district and school administrators who may read it, too. Its text is then in its revisions alone, for them. No note is ever deleted.',
  params: ofNote,
  body: z.strictObject({ reason }).meta({ id: 'NoteWithdrawalRequest' }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  response: note,
  etag: true,
  problems: [
    'student.not_found',
    'note.not_found',
    'note.not_author',
    'note.withdrawn',
    'precondition.missing',
    'precondition.failed',
    'access.staff_unknown',
  ],
});

export const listNoteRevisionsContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/notes/{noteId}/revisions',
  operationId: 'listNoteRevisions',
  summary: 'What a note has said, the newest first',
  params: ofNote,
  query: z.strictObject({ limit: limit(25), cursor }),
  response: page(revision).meta({ id: 'NoteRevisionList' }),
  problems: ['student.not_found', 'note.not_found', 'cursor.invalid', 'cursor.other_query', 'access.staff_unknown'],
});

export const noteContracts = [
  createNoteContract,
  listNotesContract,
  getNoteContract,
  reviseNoteContract,
  withdrawNoteContract,
  listNoteRevisionsContract,
] as const;
