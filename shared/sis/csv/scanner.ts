import { isUtf8 } from 'node:buffer';
import { RecordBlock } from './recordBlock.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_BEYOND_ASCII = 0x80;
const BOM_LENGTH = 3;
/** Bytes behind those that have arrived: the sentinel, and what a reader of four bytes at a time runs over. */
const SLACK = 4;

/** Fields beyond this are counted and not kept. */
export const MAX_FIELDS = 1024;

/** What is wrong with the record that was just scanned, as bits. */
export const FLAW = { strayQuote: 1, bareCarriageReturn: 2, nulByte: 4, invalidUtf8: 8 } as const;

/** Why scanning cannot go on; the rest of the file stays unread. */
export interface ScanFailure {
  readonly code: 'csv.unclosed_quote' | 'csv.record_too_large';
  /** Physical line on which the record begins that did not end. */
  readonly line: number;
}

export interface ScannerOptions {
  /** One ASCII character; a comma unless given. */
  readonly delimiter?: string;
  /** How a quote stands inside a quoted field: doubled (RFC 4180), or also after a backslash. */
  readonly quoteEscape?: '"' | '\\';
  /** Bytes that one record may have. */
  readonly maxRecordBytes?: number;
}

/** Scanning met the end of what has arrived before the end of the record. */
const INCOMPLETE = -1;

/**
 * Splits CSV (RFC 4180) into fields without making strings. Chunks may end anywhere: inside a quote, a CRLF or a
 * character. While `onRecord` runs, the public fields describe one record; quotes are off and escapes undone, in place.
 * Empty lines and a BOM are passed over. A quote inside an unquoted field is a character like any other.
 *
 * Lines are physical: every LF counts, those inside quotes too. A CR alone ends no line: it is a flaw of its record.
 */
export class CsvScanner {
  bytes: Uint8Array = new Uint8Array(1 << 18);
  readonly starts = new Int32Array(MAX_FIELDS);
  readonly ends = new Int32Array(MAX_FIELDS);
  /** All fields of the record, those beyond MAX_FIELDS too. */
  fieldCount = 0;
  /** Physical line on which the record begins; the first is 1. */
  line = 1;
  /** `FLAW` bits of the record. */
  flaws = 0;
  /** The record ended in a line end, not just with the file. */
  terminated = false;

  private readonly delimiter: number;
  private readonly escapeByte: number;
  private readonly maxRecordBytes: number;
  /** 1 for every byte that an unquoted field cannot simply run over. */
  private readonly stops = new Uint8Array(256);
  /** The same for what stands in quotes. */
  private readonly quotedStops = new Uint8Array(256);
  private block: RecordBlock | undefined;
  private onBlock: (block: RecordBlock) => void = () => {};
  /** Which fields of the record have escapes to undo, and how many do. */
  private readonly escaped = new Int32Array(MAX_FIELDS);
  private escapedCount = 0;
  /** Bytes that have arrived and are not handed over; an LF stands behind them as a sentinel. */
  private length = 0;
  private beginning = true;
  /** How much must have arrived before an incomplete record is scanned again: twice as much, so that none costs n². */
  private retryAt = 0;
  private nextLine = 1;
  private lineEnds = 0;
  private beyondAscii = false;

  constructor(options: ScannerOptions = {}) {
    this.delimiter = (options.delimiter ?? ',').charCodeAt(0);
    this.escapeByte = options.quoteEscape === '\\' ? BACKSLASH : QUOTE;
    this.maxRecordBytes = options.maxRecordBytes ?? 16 * 1024 * 1024;
    for (const byte of [LF, CR, 0, this.delimiter]) this.stops[byte] = 1;
    for (const byte of [QUOTE, this.escapeByte, LF, 0]) this.quotedStops[byte] = 1;
    this.stops.fill(1, FIRST_BEYOND_ASCII);
    this.quotedStops.fill(1, FIRST_BEYOND_ASCII);
  }

  /**
   * From now on records that need no care are handed over many at a time and all others as before, in the order of the
   * file. Not those of one column: an empty line looks like one of them.
   */
  inBlocks(width: number, onBlock: (block: RecordBlock) => void): void {
    if (width < 2 || width > MAX_FIELDS) return;
    const { delimiter, quotedStops } = this;
    this.block = new RecordBlock(width, { delimiter, quotedStops });
    this.onBlock = onBlock;
  }

  /** Takes the next chunk and hands over every record that is complete; the chunk can be reused afterwards. */
  push(chunk: Uint8Array, onRecord: () => void): ScanFailure | undefined {
    this.reserve(chunk.length);
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
    if (this.length < this.retryAt) return undefined;
    return this.scan(onRecord, false);
  }

  /** Hands over the last record, if the file does not end in a line end. */
  finish(onRecord: () => void): ScanFailure | undefined {
    return this.scan(onRecord, true);
  }

  private reserve(more: number): void {
    if (this.length + more + SLACK <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more + SLACK));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  private scan(onRecord: () => void, final: boolean): ScanFailure | undefined {
    let at = 0;
    this.bytes[this.length] = LF;
    if (this.beginning) {
      if (this.length < BOM_LENGTH && !final) return undefined;
      this.beginning = false;
      if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) at = BOM_LENGTH;
    }
    while (at < this.length) {
      if (this.block) at = this.takeBlock(this.block, at);
      if (at >= this.length) break;
      const next = this.skipEmptyLine(at) || this.scanRecord(at, final);
      if (next === INCOMPLETE) return this.keep(at, final);
      if (this.fieldCount > 0) onRecord();
      at = next;
    }
    return this.keep(at, final);
  }

  /** Hands over a block of the records from `at` on, if there are enough; the place after them. */
  private takeBlock(block: RecordBlock, at: number): number {
    const next = block.fill(this.bytes, at, this.length, this.nextLine);
    if (next === at) return at;
    this.nextLine += block.rows;
    this.terminated = true;
    this.onBlock(block);
    return next;
  }

  /** Moves what is left to the front; it is the beginning of a record that ends in a later chunk. */
  private keep(from: number, final: boolean): ScanFailure | undefined {
    this.bytes.copyWithin(0, from, this.length);
    this.length -= from;
    this.retryAt = this.length * 2;
    if (this.length > this.maxRecordBytes) return { code: 'csv.record_too_large', line: this.nextLine };
    return final && this.length > 0 ? { code: 'csv.unclosed_quote', line: this.nextLine } : undefined;
  }

  /** The place after an empty line; 0 when the line at `at` is not empty. */
  private skipEmptyLine(at: number): number {
    const first = this.bytes[at];
    const width = first === LF ? 1 : first === CR && at + 1 < this.length && this.bytes[at + 1] === LF ? 2 : 0;
    if (width === 0) return 0;
    this.fieldCount = 0;
    this.nextLine += 1;
    return at + width;
  }

  /** Finds the fields of the record at `from`; the place after it, or INCOMPLETE. No byte changes before it is complete. */
  private scanRecord(from: number, final: boolean): number {
    const { bytes, starts, ends, stops, delimiter } = this;
    const end = this.length;
    this.escapedCount = 0;
    this.flaws = 0;
    this.lineEnds = 0;
    this.beyondAscii = false;
    let fields = 0;
    let at = from;
    for (;;) {
      const start = at;
      const quoted = bytes[start] === QUOTE;
      // Nearly all fields are plain and end in a delimiter; the sentinel spares this loop the check for the end.
      if (!quoted) while (stops[bytes[at] ?? 0] === 0) at += 1;
      if (quoted || bytes[at] !== delimiter) {
        at = this.field(start, fields, final);
        if (at === INCOMPLETE) return INCOMPLETE;
      } else if (fields < MAX_FIELDS) {
        starts[fields] = start;
        ends[fields] = at;
      }
      fields += 1;
      if (at >= end || bytes[at] !== delimiter) break;
      at += 1;
    }
    this.complete(from, fields, at);
    return at >= end ? end : at + (bytes[at] === CR ? 2 : 1);
  }

  /** Notes the field at `start`, whatever it is; the place of its delimiter or line end, or INCOMPLETE. */
  private field(start: number, index: number, final: boolean): number {
    const quoted = this.bytes[start] === QUOTE && start < this.length;
    const closing = quoted ? this.closingQuote(start + 1, index, final) : INCOMPLETE;
    if (quoted && closing === INCOMPLETE) return INCOMPLETE;
    const stop = this.fieldStop(quoted ? closing + 1 : start, final);
    if (stop === INCOMPLETE) return INCOMPLETE;
    if (quoted && stop > closing + 1) this.flaws |= FLAW.strayQuote;
    if (index < MAX_FIELDS) {
      this.starts[index] = quoted ? start + 1 : start;
      this.ends[index] = quoted ? closing : stop;
    }
    return stop;
  }

  /** The place of the quote that ends the field whose content begins at `from`. */
  private closingQuote(from: number, field: number, final: boolean): number {
    const { bytes, quotedStops, escapeByte } = this;
    const end = this.length;
    for (let at = from; ; at += 1) {
      while (quotedStops[bytes[at] ?? 0] === 0) at += 1;
      if (at >= end) return INCOMPLETE;
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE || byte === escapeByte) {
        if (at + 1 >= end) return final && byte === QUOTE ? at : INCOMPLETE;
        if (this.isEscape(at, end)) {
          this.noteEscape(field);
          at += 1;
        } else if (byte === QUOTE) return at;
      } else if (byte === LF) this.lineEnds += 1;
      else if (byte === 0) this.flaws |= FLAW.nulByte;
      else this.beyondAscii = true;
    }
  }

  /** The place of the delimiter or line end that ends an unquoted run; the end of all bytes in a last record. */
  private fieldStop(from: number, final: boolean): number {
    const { bytes, stops, delimiter } = this;
    const end = this.length;
    let at = from;
    for (;;) {
      while (at < end && stops[bytes[at] ?? 0] === 0) at += 1;
      if (at >= end) return final ? end : INCOMPLETE;
      const byte = bytes[at] ?? 0;
      if (byte === delimiter || byte === LF) return at;
      if (byte === CR) {
        if (at + 1 >= end && !final) return INCOMPLETE;
        if (at + 1 < end && bytes[at + 1] === LF) return at;
        this.flaws |= FLAW.bareCarriageReturn;
      } else if (byte === 0) this.flaws |= FLAW.nulByte;
      else this.beyondAscii = true;
      at += 1;
    }
  }

  private complete(from: number, fields: number, stop: number): void {
    this.terminated = stop < this.length;
    this.fieldCount = fields;
    this.line = this.nextLine;
    this.nextLine += this.lineEnds + (this.terminated ? 1 : 0);
    if (this.beyondAscii && !isUtf8(this.bytes.subarray(from, stop))) this.flaws |= FLAW.invalidUtf8;
    for (let index = 0; index < this.escapedCount; index += 1) this.undoEscapes(this.escaped[index] ?? 0);
  }

  private noteEscape(field: number): void {
    const noted = this.escapedCount > 0 && this.escaped[this.escapedCount - 1] === field;
    if (noted || field >= MAX_FIELDS) return;
    this.escaped[this.escapedCount] = field;
    this.escapedCount += 1;
  }

  /** Whether the byte at `at` only says that its follower is no end of the field: `""`, or `\\"` and `\\\\`. */
  private isEscape(at: number, end: number): boolean {
    if (at + 1 >= end) return false;
    const byte = this.bytes[at];
    const follower = this.bytes[at + 1];
    return byte === QUOTE ? follower === QUOTE : byte === this.escapeByte && (follower === QUOTE || follower === byte);
  }

  private undoEscapes(field: number): void {
    const { bytes } = this;
    const end = this.ends[field] ?? 0;
    let to = this.starts[field] ?? 0;
    for (let at = to; at < end; at += 1) {
      if (this.isEscape(at, end)) at += 1;
      bytes[to] = bytes[at] ?? 0;
      to += 1;
    }
    this.ends[field] = to;
  }
}
