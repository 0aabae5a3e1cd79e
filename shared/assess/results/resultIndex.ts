import { placeAmong } from '../run/runManifest.ts';

/**
 * Where each student's result stands in a part's results: as results ascend by sourcedId, it is enough to know where
 * every so many of them begin. JSON: the ids there, and the offsets in bytes with the end as the last one.
 */
export interface ResultIndex {
  readonly firsts: readonly string[];
  readonly offsets: readonly number[];
}

/** Results between two entries of the index: a lookup reads about half of them in vain, some kilobytes. */
const STEP = 8;

/** Gathers an index while results are written. */
export class ResultIndexBuilder {
  #firsts: string[] = [];
  #offsets: number[] = [];
  #count = 0;

  /** @param offset where the student's result begins */
  add(sourcedId: string, offset: number): void {
    if (this.#count % STEP === 0) {
      this.#firsts.push(sourcedId);
      this.#offsets.push(offset);
    }
    this.#count += 1;
  }

  /** The index as it is stored; the next result begins a new one. */
  take(end: number): Uint8Array<ArrayBuffer> {
    const index: ResultIndex = { firsts: this.#firsts, offsets: [...this.#offsets, end] };
    [this.#firsts, this.#offsets, this.#count] = [[], [], 0];
    return new TextEncoder().encode(JSON.stringify(index));
  }
}

/** The bytes among which the student's result is, if there is one. */
export function spanOf({ firsts, offsets }: ResultIndex, sourcedId: string): { start: number; end: number } {
  const place = placeAmong(firsts, sourcedId);
  return { start: offsets[place] ?? 0, end: offsets[place + 1] ?? 0 };
}
