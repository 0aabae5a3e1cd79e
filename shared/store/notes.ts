import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StudentId } from '../domain/identity.ts';
import type { Note, NoteRevision, RevisedNote } from '../domain/notes/note.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { type Key, NOTES, studentKeys } from './keys.ts';

/** Hexadecimal digits of a note's id that say when it was written; notes of a student stand in this order. */
const TIME_DIGITS = 12;
/** Those after them, made of who wrote it for whom with which Idempotency-Key. */
const PART_DIGITS = 20;

/** Notes looked at in one request at least: some readers are shown few of them. */
const SCAN = 50;

const table = () => environment('STUDENT_TABLE');

/** The id of a note: ascending with time, and with the same end however often the same request is sent. */
export function noteIdOf(writtenAt: Date, requestHash: string): string {
  return writtenAt.getTime().toString(16).padStart(TIME_DIGITS, '0') + requestHash.slice(0, PART_DIGITS);
}

const partOf = (noteId: string): string => noteId.slice(TIME_DIGITS);

/** Keeps a new note; false when the same request has made one before, at whatever time. */
export function createNote({ note, revision }: RevisedNote): Promise<boolean> {
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          putNew({ ...studentKeys.note(note.studentSourcedId, note.noteId), note }),
          putNew(revisionItem(revision)),
        ],
      }),
    ),
  );
}

/** What the request that would make a note of this id has made before. */
export async function firstRevisionLike(noteId: string): Promise<NoteRevision | undefined> {
  const Key = studentKeys.noteRevision(partOf(noteId), 1);
  const answer = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return answer.Item?.['revision'] as NoteRevision | undefined;
}

export async function readNote(student: StudentId, noteId: string): Promise<Note | undefined> {
  const Key = studentKeys.note(student, noteId);
  const answer = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return noteIn(answer.Item);
}

/** What an item of `STUDENT#…` / `NOTE#…` holds; undefined for any other item. */
export function noteIn(item: Readonly<Record<string, unknown>> | undefined): Note | undefined {
  return item?.['note'] as Note | undefined;
}

/** Replaces the note that was read and adds the revision, in one write; false when somebody has changed it since. */
export function reviseNote(read: Note, { note, revision }: RevisedNote): Promise<boolean> {
  return conditionally(
    documents.send(new TransactWriteCommand({ TransactItems: [putOver(read, note), putNew(revisionItem(revision))] })),
  );
}

/** Replaces the note that was read by the withdrawn one, which has no text; false when somebody has changed it since. */
export function withdrawNote(read: Note, withdrawn: Note): Promise<boolean> {
  return conditionally(documents.send(new TransactWriteCommand({ TransactItems: [putOver(read, withdrawn)] })));
}

const putNew = (Item: Record<string, unknown>) => ({
  Put: { TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' },
});

const putOver = (read: Note, note: Note) => ({
  Put: {
    TableName: table(),
    Item: { ...studentKeys.note(note.studentSourcedId, note.noteId), note },
    ConditionExpression: '#note.#revision = :revision AND attribute_not_exists(#note.#withdrawn)',
    ExpressionAttributeNames: { '#note': 'note', '#revision': 'revision', '#withdrawn': 'withdrawn' },
    ExpressionAttributeValues: { ':revision': read.revision },
  },
});

const revisionItem = (revision: NoteRevision) => ({
  ...studentKeys.noteRevision(partOf(revision.noteId), revision.revision),
  revision,
});

export interface NotePage {
  /** The newest first. */
  readonly notes: readonly Note[];
  /** The last note of the page; absent when no other follows that `where` keeps. */
  readonly after?: string;
}

/**
 * A student's notes, those that `where` keeps: pages are filled up to `limit`, so nothing tells how many were left out.
 * One request while a megabyte of notes holds as many.
 */
export async function listNotes(
  student: StudentId,
  options: { readonly limit: number; readonly after?: string | undefined; readonly where: (note: Note) => boolean },
): Promise<NotePage> {
  const { limit, after, where } = options;
  const notes: Note[] = [];
  const { pk } = studentKeys.note(student, '');
  const start = after === undefined ? undefined : studentKeys.note(student, after);
  for await (const item of newestFirst(pk, NOTES, Math.max(limit + 1, SCAN), start)) {
    const note = noteIn(item);
    if (!note || !where(note)) continue;
    const last = notes.at(-1);
    if (last && notes.length === limit) return { notes, after: last.noteId };
    notes.push(note);
  }
  return { notes };
}

export interface RevisionPage {
  /** The newest first. */
  readonly revisions: readonly NoteRevision[];
  /** The last revision of the page; absent when no other follows. */
  readonly after?: number;
}

/** What a note has said, whoever may read it. */
export async function listNoteRevisions(
  noteId: string,
  { limit, after }: { readonly limit: number; readonly after?: number | undefined },
): Promise<RevisionPage> {
  const part = partOf(noteId);
  const { pk } = studentKeys.noteRevision(part, 1);
  const revisions: NoteRevision[] = [];
  const start = after === undefined ? undefined : studentKeys.noteRevision(part, after);
  for await (const item of newestFirst(pk, 'REVISION#', limit + 1, start)) {
    const last = revisions.at(-1);
    if (last && revisions.length === limit) return { revisions, after: last.revision };
    revisions.push(item['revision'] as NoteRevision);
  }
  return { revisions };
}

/** Items of a partition whose sort keys begin alike, the last first, read a page at a time as they are needed. */
async function* newestFirst(pk: string, beginning: string, scan: number, after: Key | undefined) {
  let startKey = after;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :beginning)',
        ExpressionAttributeValues: { ':pk': pk, ':beginning': beginning },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: scan,
        ExclusiveStartKey: startKey,
      }),
    );
    yield* (answer.Items ?? []) as Readonly<Record<string, unknown>>[];
    startKey = answer.LastEvaluatedKey as Key | undefined;
  } while (startKey);
}
