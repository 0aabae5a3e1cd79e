import * as z from 'zod';
import { FIELD_CLASSES, type FieldClass } from '../../../domain/access/fieldClass.ts';
import type { StudentId } from '../../../domain/identity.ts';
import type { Domain } from '../../../domain/tiers/result.ts';
import { readStudentRecord } from '../../../records/readStudentRecord.ts';
import { readStudentHistory } from '../../../store/studentHistory.ts';
import { cursorsOf } from '../../cursor.ts';
import { districtLake } from '../../districtLake.ts';
import { publishedEdition } from '../../publishedEdition.ts';
import { noteReaderOf, showNotes } from '../../records/noteAccess.ts';
import type { RequestContext } from '../../route.ts';
import { type SeenStudent, seeStudent } from '../../studentAccess.ts';
import { todayOf } from '../../today.ts';
import { publicationOf } from '../rows.ts';
import { CLASSES_OF_KIND, EVENT_KINDS, type EventKind, FILE_KINDS, type TimelineEvent } from './events.ts';
import { recordEvents } from './recordEvents.ts';
import { tableEvents } from './tableEvents.ts';

export interface TimelineQuery {
  readonly kind?: ReadonlySet<EventKind> | undefined;
  readonly domain?: Domain | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Longer than days and any id; of what is longer the order of the list decides. */
const MAX_PLACE = 300;
const place = z.string().max(MAX_PLACE);

/** A page of what happened with a student, the newest first: two requests to the table and a ranged read of the lake. */
export async function studentTimeline(context: RequestContext, id: StudentId, query: TimelineQuery) {
  const kinds = new Set<EventKind>(query.kind ?? EVENT_KINDS);
  const asked = { ...query, kind: [...kinds].join(), student: id };
  const cursors = await cursorsOf('getStudentTimeline', context.caller, asked, place);
  const after = cursors.start(query.cursor);
  const student = await seeStudent(context, 'student.read', id, classesOf(kinds));
  const asksFiles = [...kinds].some((kind) => FILE_KINDS.has(kind));
  const asksTable = [...kinds].some((kind) => !FILE_KINDS.has(kind));
  const [record, history] = await Promise.all([
    asksFiles ? recordOf(student) : undefined,
    asksTable ? readStudentHistory(id, student.published) : undefined,
  ]);
  const notes = noteReaderOf(context.caller, student);
  const { timeZone } = context.tenant.tenant;
  const all = [
    ...(record ? recordEvents(record, kinds, student.classes) : []),
    ...(history ? tableEvents(history, kinds, { student, notes, timeZone }) : []),
  ];
  const found = inOrder(all.filter((event) => isAsked(event, query, todayOf(context))));
  const from = after === undefined ? 0 : found.findIndex(({ at }) => at < after);
  const page = from < 0 ? [] : found.slice(from, from + query.limit);
  const last = page.at(-1);
  const shownNotes = new Set(
    page.flatMap(({ event }) => (event.kind === 'note' && event.id !== undefined ? [event.id] : [])),
  );
  showNotes(context, student, notes, history?.notes.filter(({ noteId }) => shownNotes.has(noteId)) ?? []);
  return {
    items: page.map(({ event }) => event),
    ...(last && from + query.limit < found.length && { nextCursor: cursors.next(last.at) }),
    unavailable: asksFiles && !record,
    ...publicationOf(student.published),
    access: student.access,
  };
}

async function recordOf({ directory, published }: SeenStudent) {
  const edition = await publishedEdition(published);
  return edition === undefined ? undefined : readStudentRecord(districtLake(), edition, directory.sourcedId);
}

function classesOf(kinds: ReadonlySet<EventKind>): readonly FieldClass[] {
  const shown = new Set<FieldClass>(['directory', ...[...kinds].flatMap((kind) => CLASSES_OF_KIND[kind])]);
  return FIELD_CLASSES.filter((each) => shown.has(each));
}

function isAsked(event: TimelineEvent, { domain, from, to }: TimelineQuery, today: string): boolean {
  return (
    event.on <= today &&
    (domain === undefined || event.domain === domain) &&
    (from === undefined || (event.through ?? event.on) >= from) &&
    (to === undefined || event.on <= to)
  );
}

interface PlacedEvent {
  readonly event: TimelineEvent;
  /** Where it stands; the same as long as what it tells of is the same. */
  readonly at: string;
}

/** The newest first, by the last day of what lasted; no two at one place. */
function inOrder(events: readonly TimelineEvent[]): readonly PlacedEvent[] {
  const times = new Map<string, number>();
  const placed = events.map((event) => {
    const { kind, on, through = on, id = '', title = '' } = event;
    const where = `${through} ${on} ${kind} ${id || title}`.slice(0, MAX_PLACE - 10);
    const before = times.get(where) ?? 0;
    times.set(where, before + 1);
    return { event, at: `${where} ${String(before).padStart(5, '0')}` };
  });
  return placed.sort((one, other) => (one.at > other.at ? -1 : 1));
}
