import { CLASS_OF_DOMAIN } from '../../../domain/access/fieldClass.ts';
import { formatDay } from '../../../domain/calendar/day.ts';
import { localTimeOf } from '../../../domain/calendar/timeZone.ts';
import { mayReadNote, type NoteReader } from '../../../domain/notes/note.ts';
import type { Domain } from '../../../domain/tiers/result.ts';
import type { StudentHistory } from '../../../store/studentHistory.ts';
import type { SeenStudent } from '../../studentAccess.ts';
import { detailOf, type EventKind, type TimelineEvent } from './events.ts';

/** Who looks at what the table holds. */
export interface HistoryReader {
  readonly student: SeenStudent;
  readonly notes: NoteReader;
  readonly timeZone: string;
}

type Reader = (history: StudentHistory, reader: HistoryReader) => readonly TimelineEvent[];

const READERS: Partial<Record<EventKind, Reader>> = {
  tierChange: ({ changes }, { student }) =>
    changes
      .filter(({ domain }) => isShown(domain, student))
      .map(({ domain, from, to, cause, asOf, runId }) => ({
        ...{ kind: 'tierChange', on: asOf, domain, id: runId },
        detail: detailOf({ from, to, cause }),
      })),
  plan: ({ plans }, { student }) =>
    student.may('plan.read')
      ? plans
          .filter(({ domain }) => isShown(domain, student))
          .flatMap(({ planId, domain, timeline }) => {
            const of = { kind: 'plan', domain, id: planId } as const;
            return [
              { ...of, on: timeline.startDate, detail: { event: 'begin' } },
              { ...of, on: timeline.endDate, detail: { event: 'end' } },
            ];
          })
      : [],
  checkIn: ({ checkIns }, { student }) =>
    student.may('plan.read')
      ? checkIns
          .filter(({ domain }) => isShown(domain, student))
          .map(({ planId, domain, dueOn, heldOn, outcome }) => ({
            ...{ kind: 'checkIn', on: heldOn, domain, id: planId },
            detail: { dueOn, outcome },
          }))
      : [],
  override: overrides,
  note: ({ notes }, { notes: reader, student, timeZone }) =>
    student.may('note.read')
      ? notes
          .filter((note) => mayReadNote(note, reader))
          .map((note) => ({
            kind: 'note',
            on: note.occurredOn ?? localDayOf(note.createdAt, timeZone),
            id: note.noteId,
            detail: { kind: note.kind, restricted: note.restricted, author: note.author, withdrawn: !!note.withdrawn },
          }))
      : [],
};

export const tableEvents = (
  history: StudentHistory,
  kinds: ReadonlySet<EventKind>,
  reader: HistoryReader,
): readonly TimelineEvent[] => [...kinds].flatMap((kind) => READERS[kind]?.(history, reader) ?? []);

/** That a tier was set and that it was ended early; by whom and why for who may read that. */
function overrides({ overrides: all }: StudentHistory, { student }: HistoryReader): readonly TimelineEvent[] {
  const tellsWhy = student.may('override.read');
  return all
    .filter(({ domain }) => isShown(domain, student))
    .flatMap(({ overrideId, domain, tier, startsOn, expiresOn, createdBy, reason, end }): readonly TimelineEvent[] => {
      const of = { kind: 'override', domain, id: overrideId } as const;
      const why = tellsWhy ? { author: createdBy, reason } : {};
      const ended = tellsWhy && end ? { author: end.by, reason: end.reason } : {};
      return [
        { ...of, on: startsOn, detail: detailOf({ event: 'set', tier, expiresOn, ...why }) },
        ...(end ? [{ ...of, on: end.on, detail: detailOf({ event: 'end', tier, ...ended }) }] : []),
      ];
    });
}

const isShown = (domain: Domain, { classes }: SeenStudent): boolean => classes.has(CLASS_OF_DOMAIN[domain]);

const localDayOf = (instant: string, timeZone: string): string =>
  formatDay(localTimeOf(new Date(instant), timeZone).day);
