import type { Lake } from '../../lake/lake.ts';
import { environment } from '../../runtime/environment.ts';
import { getItems, type Item, keyText, type Write, writeItems } from '../../store/batches.ts';
import type { TierChange } from '../../store/entities.ts';
import { type Key, studentKeys } from '../../store/keys.ts';
import { type Slotted, withSlot } from '../../store/slots.ts';
import { type Change, hasHistory, type StaffChange, type StudentChange } from '../compare/change.ts';
import { readChanges } from '../compare/changeBatches.ts';
import { activeRun } from '../run/runLease.ts';
import { readManifest } from '../run/runManifest.ts';

/** Rows that are read and written together. */
const ROWS_AT_ONCE = 1_000;

/** A slotted row and what the publication makes of it. */
interface NewValue {
  readonly key: Key;
  readonly value: unknown | null;
}

interface Publication {
  readonly number: number;
  /** The one that readers see meanwhile; 0 for none. */
  readonly published: number;
}

/**
 * Writes one batch of a run's changes into the slots that readers do not see yet. Rows that carry this publication
 * already are left alone, so that a batch killed at any write is simply done again. Returns the number of rows written.
 */
export async function publishBatch(runId: string, batch: number, lake: Lake, now: Date): Promise<number> {
  const run = await activeRun(runId, ['publishing', 'published'], now);
  if (run.status === 'published' || run.publication === undefined) return 0;
  const publication = { number: run.publication, published: run.publishedBefore ?? 0 };
  const changes = await readChanges(lake, await readManifest(lake, runId), batch);
  const values = changes.flatMap(newValues);
  let written = 0;
  for (let start = 0; start < values.length; start += ROWS_AT_ONCE) {
    written += await writeSlots(values.slice(start, start + ROWS_AT_ONCE), publication);
  }
  const history = changes.flatMap((change) =>
    change.kind === 'student' ? historyWrites(change, run.publication) : [],
  );
  await writeItems(environment('STUDENT_TABLE'), history);
  return written + history.length;
}

async function writeSlots(values: readonly NewValue[], { number, published }: Publication): Promise<number> {
  const table = environment('STUDENT_TABLE');
  // Before the first publication no row has anything to keep; what is there was abandoned.
  const rows: ReadonlyMap<string, Item> =
    published === 0
      ? new Map()
      : await getItems(
          table,
          values.map(({ key }) => key),
        );
  const writes = values.flatMap(({ key, value }): readonly Write[] => {
    const row = rows.get(keyText(key)) as unknown as Slotted<unknown> | undefined;
    const isThere = row?.current.publication === number;
    const isNothing = published > 0 && row === undefined && value === null;
    return isThere || isNothing ? [] : [{ put: { ...key, ...withSlot(row, published, number, value) } }];
  });
  await writeItems(table, writes);
  return writes.length;
}

function newValues(change: Change): readonly NewValue[] {
  if (change.kind === 'announcement') return [];
  return change.kind === 'staff' ? staffValues(change) : studentValues(change);
}

function studentValues({ sourcedId, row, listedAt, unlistedAt }: StudentChange): readonly NewValue[] {
  return [
    { key: studentKeys.student(sourcedId), value: row },
    ...listedAt.map((school) => ({ key: studentKeys.schoolMember(school, sourcedId), value: row?.directory })),
    ...unlistedAt.map((school) => ({ key: studentKeys.schoolMember(school, sourcedId), value: null })),
  ];
}

function staffValues({ sourcedId, access, assigned, unassigned }: StaffChange): readonly NewValue[] {
  return [
    ...(access === undefined ? [] : [{ key: studentKeys.staffAccess(sourcedId), value: access }]),
    ...assigned.map((entry) => ({ key: studentKeys.caseload(sourcedId, entry.sourcedId), value: entry })),
    ...unassigned.map((student) => ({ key: studentKeys.caseload(sourcedId, student), value: null })),
  ];
}

/** History is not slotted: it shows once its publication does, and that of abandoned ones must be gone by then. */
function historyWrites(change: StudentChange, publication = 0): readonly Write[] {
  const { sourcedId, tierChanges, happenings, undone } = change;
  const changes = tierChanges.map((each): TierChange => ({ ...each, publication }));
  const item = {
    ...studentKeys.tierChanges(sourcedId, publication),
    changes,
    ...(happenings.length > 0 && { happenings }),
  };
  return [
    ...undone.map((each) => ({ remove: studentKeys.tierChanges(sourcedId, each) })),
    ...(hasHistory(change) ? [{ put: item }] : []),
  ];
}
