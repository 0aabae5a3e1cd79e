/**
 * A row that a publish may be rewriting while it is read: it carries what was published before and what the running
 * publish wrote. Readers choose by the published number, so nobody sees half a run.
 */
export interface Slotted<T> {
  readonly current: Slot<T>;
  readonly previous?: Slot<T>;
}

export interface Slot<T> {
  /** The publication that wrote it; publications count 1, 2, 3 …, an abandoned one's number is never used again. */
  readonly publication: number;
  /** null: the row is gone as of this publication. */
  readonly value: T | null;
}

/** The value readers see while `published` is the newest publication that was flipped; null when there is none. */
export function visible<T>(row: Slotted<T> | undefined, published: number): T | null {
  return visibleSlot(row, published)?.value ?? null;
}

function visibleSlot<T>(row: Slotted<T> | undefined, published: number): Slot<T> | undefined {
  if (!row) return undefined;
  return row.current.publication <= published ? row.current : row.previous;
}

/**
 * The row after `publication` has written `value`. What is visible now becomes the previous slot; the slot of an
 * abandoned publication is dropped. Writing twice gives the same row.
 */
export function withSlot<T>(
  row: Slotted<T> | undefined,
  published: number,
  publication: number,
  value: T | null,
): Slotted<T> {
  const shown = visibleSlot(row, published);
  const current = { publication, value };
  return shown ? { current, previous: shown } : { current };
}

/**
 * True when the row was rewritten by more than one publication since `published` was read, so that its slots no longer
 * reach back: the reader has to read the pointer again. Only a pointer older than a whole run can meet this.
 */
export function outruns<T>(row: Slotted<T>, published: number): boolean {
  return row.current.publication > published && (row.previous?.publication ?? 0) > published;
}
