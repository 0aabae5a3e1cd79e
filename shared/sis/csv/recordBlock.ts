const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** Fields that a block may hold: its bounds stay in the processor's cache while one column after the other is read. */
const MOST_FIELDS = 1 << 12;
/** Records that a block may hold. */
export const MOST_ROWS = 2048;
/** Records that make a block worthwhile, and how many go by where they do not, before one is tried again. */
const LEAST_ROWS = 8;

/** For looking at four bytes at once: the first that is the delimiter, a control character or no ASCII ends a bare field. */
const EACH_BYTE = 0x01010101;
const CONTROLS = 0x0e0e0e0e;
const TOP_BITS = 0x80808080 | 0;

/** What ends a field; 1 in the table for each byte that a field in quotes cannot simply run over. */
export interface StopBytes {
  readonly delimiter: number;
  readonly quotedStops: Uint8Array;
}

/** The public fields of the scanner that describe one record. */
export interface CurrentRecord {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  fieldCount: number;
  line: number;
  flaws: number;
}

/**
 * Records that lie one after the other and need no care: as wide as the header, a line each, in ASCII, without escapes in
 * quotes. Field `f` of record `r` lies between `starts[r * width + f]` and `ends[r * width + f]`.
 */
export class RecordBlock {
  readonly width: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The bytes, and the same ones for reading four at a time: three lie behind the last field at least. */
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Records in the block. */
  rows = 0;
  /** Physical line of the first record; each of the others is on the next. */
  line = 0;
  readonly #capacity: number;
  readonly #stops: StopBytes;
  /** Records that go by before a block is tried again. */
  #pause = 0;

  constructor(width: number, stops: StopBytes) {
    this.width = width;
    this.#stops = stops;
    this.#capacity = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_FIELDS / width)));
    this.starts = new Int32Array(this.#capacity * width);
    this.ends = new Int32Array(this.#capacity * width);
  }

  /**
   * Takes the records from `from` on, until one needs care or is not complete before `end`, where an LF stands as a
   * sentinel. Answers the place after the last one; `from` itself when there are too few, and then nothing is taken.
   */
  fill(bytes: Uint8Array, from: number, end: number, line: number): number {
    if (this.#pause > 0) {
      this.#pause -= 1;
      return from;
    }
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.line = line;
    const next = this.#scan(from, end);
    if (this.rows >= LEAST_ROWS) return next;
    this.#pause = LEAST_ROWS;
    return from;
  }

  /** Makes one of the records the current one. */
  select(row: number, record: CurrentRecord): void {
    const from = row * this.width;
    for (let field = 0; field < this.width; field += 1) {
      record.starts[field] = this.starts[from + field] ?? 0;
      record.ends[field] = this.ends[from + field] ?? 0;
    }
    record.fieldCount = this.width;
    record.line = this.line + row;
    record.flaws = 0;
  }

  #scan(from: number, end: number): number {
    const { starts, ends, bytes, view } = this;
    const { delimiter, quotedStops } = this.#stops;
    const delimiters = Math.imul(delimiter, EACH_BYTE);
    const last = this.width - 1;
    const full = this.#capacity * this.width;
    let at = from;
    let taken = from;
    let place = 0;
    let field = 0;
    while (place < full) {
      if (bytes[at] === QUOTE) {
        starts[place] = at + 1;
        do at += 1;
        while (quotedStops[bytes[at] as number] === 0);
        ends[place] = at;
        // An escape, a line end in quotes, the end of what has arrived, or something behind the quote: all need care.
        if (bytes[at] !== QUOTE || at >= end) break;
        at += 1;
      } else {
        starts[place] = at;
        for (;;) {
          const word = view.getInt32(at, true);
          const others = word ^ delimiters;
          const found = (((others - EACH_BYTE) & ~others) | ((word - CONTROLS) & ~word) | word) & TOP_BITS;
          if (found === 0) at += 4;
          else {
            at += (31 - Math.clz32(found & -found)) >> 3;
            break;
          }
        }
        ends[place] = at;
      }
      const stop = bytes[at];
      if (field < last) {
        if (stop !== delimiter) break;
        at += 1;
        field += 1;
      } else {
        if (stop === CR) at += 1;
        if (bytes[at] !== LF || at >= end) break;
        at += 1;
        taken = at;
        field = 0;
      }
      place += 1;
    }
    this.rows = Math.floor((place - field) / this.width);
    return taken;
  }
}
