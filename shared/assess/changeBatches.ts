import type { Lake } from '../lake/lake.ts';
import { type Change, rowsOf } from './change.ts';
import { runFiles } from './runFiles.ts';

/** A map over batches takes at most this many items. */
const MAX_BATCHES = 2_000;
/** Rows in a batch where the map's limit does not ask for more: some seconds of writing. */
const ROWS_PER_BATCH = 2_000;

export interface BatchTotals {
  readonly batches: number;
  readonly rows: number;
  readonly students: number;
  readonly tierChanges: number;
}

/** Cuts the changes of a run into numbered objects of about equal work. */
export class ChangeBatches {
  readonly #lake: Lake;
  readonly #runId: string;
  readonly #rowsPerBatch: number;
  #lines: string[] = [];
  #rowsInBatch = 0;
  #batches = 0;
  #rows = 0;
  #students = 0;
  #tierChanges = 0;

  /** @param mostRows about the most rows that the run can change */
  constructor(lake: Lake, runId: string, mostRows: number) {
    this.#lake = lake;
    this.#runId = runId;
    // A tenth to spare, because batches are never filled to the row.
    this.#rowsPerBatch = Math.max(ROWS_PER_BATCH, Math.ceil((1.1 * mostRows) / MAX_BATCHES));
  }

  /** Adds a change; resolves when there is room for more. */
  async add(change: Change): Promise<void> {
    const rows = rowsOf(change);
    this.#lines.push(JSON.stringify(change));
    this.#rowsInBatch += rows;
    this.#rows += rows;
    if (change.kind === 'student') {
      this.#students += 1;
      this.#tierChanges += change.tierChanges.length;
    }
    if (this.#rowsInBatch >= this.#rowsPerBatch) await this.#flush();
  }

  async end(): Promise<BatchTotals> {
    if (this.#lines.length > 0) await this.#flush();
    return {
      batches: this.#batches,
      rows: this.#rows,
      students: this.#students,
      tierChanges: this.#tierChanges,
    };
  }

  async #flush(): Promise<void> {
    const content = `${this.#lines.join('\n')}\n`;
    const key = runFiles.changes(this.#runId, this.#batches);
    await this.#lake.put(key, new TextEncoder().encode(content), 'application/x-ndjson');
    this.#lines = [];
    this.#rowsInBatch = 0;
    this.#batches += 1;
  }
}

/** The changes of one batch. */
export async function readChanges(lake: Lake, runId: string, batch: number): Promise<readonly Change[]> {
  const key = runFiles.changes(runId, batch);
  const bytes = await lake.get(key);
  if (!bytes) throw new Error(`the lake has no object ${key}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Change);
}
