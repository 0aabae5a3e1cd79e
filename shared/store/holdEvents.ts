import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { environment } from '../runtime/environment.ts';
import type { DropRecord, RunRecord } from './entities.ts';
import { eventIdOf, outboxItem, type PendingEvent } from './outbox.ts';

/** A list that a person reads; the record has them all. */
const HOLDS_TOLD = 20;

/** What is told of something held: codes, files, schools and counts, nothing of a student. */
export const heldDetail = z.object({
  eventId: z.string(),
  what: z.enum(['drop', 'run']),
  id: z.string(),
  heldAt: z.string(),
  /** A person may let it in or publish it as it is; else it could not be read. */
  canRelease: z.boolean(),
  holds: z.array(
    z.object({ code: z.string(), file: z.string().optional(), school: z.string().optional(), message: z.string() }),
  ),
  /** How many more reasons there are. */
  moreHolds: z.int(),
  /** Files with rejected rows. */
  rejected: z.array(z.object({ file: z.string(), rows: z.int(), rejected: z.int() })),
});
export type HeldDetail = z.infer<typeof heldDetail>;

/** The same for a zip that is sent anew, unchanged, and held for the same reasons. */
export function holdIdOf({ dropId, kind, size, generatedAt, closedAt, holds = [] }: DropRecord): string {
  const stated = generatedAt === closedAt ? '' : (generatedAt ?? '');
  // The manifest of a folder says nothing of the files beside it.
  return eventIdOf(kind, kind === 'zip' ? JSON.stringify([size, stated, holds]) : dropId);
}

/** That a drop is held. */
export function dropHeld(drop: DropRecord, canRelease: boolean): PendingEvent {
  const { dropId, holds = [], files = [], finishedAt = '' } = drop;
  return event('Drop Held', finishedAt, {
    eventId: eventIdOf('drop.held', dropId, holdIdOf(drop)),
    what: 'drop',
    id: dropId,
    heldAt: finishedAt,
    canRelease,
    ...told(holds),
    rejected: files.flatMap(({ file, rows, rejected }) => (rejected > 0 ? [{ file, rows, rejected }] : [])),
  });
}

/** That a run is held. */
export function runHeld(runId: string, { holds = [], finishedAt = '' }: Partial<RunRecord>): PendingEvent {
  return event('Run Held', finishedAt, {
    eventId: eventIdOf('run.held', runId),
    what: 'run',
    id: runId,
    heldAt: finishedAt,
    canRelease: true,
    ...told(holds),
    rejected: [],
  });
}

function told(holds: NonNullable<DropRecord['holds']>): Pick<HeldDetail, 'holds' | 'moreHolds'> {
  const some = holds.slice(0, HOLDS_TOLD).map(({ code, file, school, message }) => ({
    code,
    message,
    ...(file !== undefined && { file }),
    ...(school !== undefined && { school }),
  }));
  return { holds: some, moreHolds: holds.length - some.length };
}

const event = (detailType: PendingEvent['detailType'], createdAt: string, detail: HeldDetail): PendingEvent => ({
  eventId: detail.eventId,
  source: 'waymark.operations',
  detailType,
  createdAt,
  detail,
});

/** Makes an event pending in the same transaction as what it tells of; the same event again is the same item. */
export const pendingPut = (pending: PendingEvent): NonNullable<TransactWriteCommandInput['TransactItems']>[number] => ({
  Put: { TableName: environment('STUDENT_TABLE'), Item: outboxItem(pending) },
});
