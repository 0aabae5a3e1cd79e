import type { Lake } from '../../lake/lake.ts';
import { Lines } from '../results/lines.ts';
import { runFiles } from '../run/runFiles.ts';
import type { ChangeTotals, RunManifest } from '../run/runManifest.ts';
import { type Change, changeLine, rowsOf } from './change.ts';

/** A map over batches takes at most this many items. */
const MAX_BATCHES = 2_000;
/** Rows in a batch where the map's limit does not ask for more: some seconds of writing. */
const ROWS_PER_BATCH = 2_000;

/**
 * How many rows a batch takes.
 * @param mostRows about the most rows that the run can change
 * @param parts each of them fills batches of its own, and its last one is seldom full
 */
export const rowsPerBatch = (mostRows: number, parts: number): number =>
  Math.max(ROWS_PER_BATCH, Math.ceil((1.1 * mostRows) / Math.max(1, MAX_BATCHES - parts - 1)));

/** Cuts changes into objects of about equal work. */
export class ChangeBatches {
  readonly #rowsPerBatch: number;
  readonly #lines = new Lines();
  readonly #batches: Uint8Array<ArrayBuffer>[] = [];
  #rowsInBatch = 0;
  #rows = 0;
  #students = 0;
  #tierChanges = 0;

  constructor(rowsPerBatch: number) {
    this.#rowsPerBatch = rowsPerBatch;
  }

  /** @param row the text of a student's row, where it has been written before */
  add(change: Change, row?: string): void {
    const rows = rowsOf(change);
    this.#lines.add(changeLine(change, row));
    this.#rowsInBatch += rows;
    this.#rows += rows;
    if (change.kind === 'student') {
      this.#students += 1;
      this.#tierChanges += change.tierChanges.length;
    }
    if (this.#rowsInBatch >= this.#rowsPerBatch) this.#cut();
  }

  /** The content of each batch; the next change begins anew. */
  take(): { readonly batches: readonly Uint8Array<ArrayBuffer>[]; readonly totals: ChangeTotals } {
    if (this.#lines.length > 0) this.#cut();
    const totals = { rows: this.#rows, students: this.#students, tierChanges: this.#tierChanges };
    const batches = this.#batches.splice(0);
    [this.#rows, this.#students, this.#tierChanges] = [0, 0, 0];
    return { batches, totals };
  }

  #cut(): void {
    this.#batches.push(this.#lines.take());
    this.#rowsInBatch = 0;
  }
}

/** The changes of one of a run's batches: first those of its parts, one part after the other, then the others. */
export async function readChanges(lake: Lake, manifest: RunManifest, batch: number): Promise<readonly Change[]> {
  const key = keyOf(manifest, batch);
  const bytes = await lake.get(key);
  if (!bytes) throw new Error(`the lake has no object ${key}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Change);
}

function keyOf({ runId, parts }: RunManifest, batch: number): string {
  let left = batch;
  for (const [part, { batches }] of parts.entries()) {
    if (left < batches) return runFiles.changes(runId, part, left);
    left -= batches;
  }
  return runFiles.otherChanges(runId, left);
}
