import { spreadHash } from './spreadHash.ts';

/**
 * Where each student's result stands in a run's results. Layout, little-endian:
 * - header, 16 bytes: magic `WIX1`, number of records (u32), number of hash bits that choose a bucket (u32), 0 (u32)
 * - bucket table: (2^bits + 1) × u32, the first record of each bucket
 * - records, 18 bytes each, ascending by hash of the sourcedId: high half (u32), low half (u32), offset (u48), length (u32)
 * Hashes spread evenly, so a bucket holds about 32 records and one lookup reads one short range.
 */
const MAGIC = 0x31584957;
const HEADER_BYTES = 16;
const RECORD_BYTES = 18;
const RECORDS_PER_BUCKET = 32;
const MAX_BUCKET_BITS = 20;
const FIRST_CAPACITY = 1_024;

export interface ResultSpan {
  readonly offset: number;
  readonly length: number;
}

/** Gathers spans while results are written. */
export class ResultIndexBuilder {
  #highs = new Uint32Array(FIRST_CAPACITY);
  #lows = new Uint32Array(FIRST_CAPACITY);
  #offsets = new Float64Array(FIRST_CAPACITY);
  #lengths = new Uint32Array(FIRST_CAPACITY);
  #count = 0;

  add(sourcedId: string, { offset, length }: ResultSpan): void {
    if (this.#count === this.#offsets.length) this.#grow();
    const [high, low] = spreadHash(sourcedId);
    this.#highs[this.#count] = high;
    this.#lows[this.#count] = low;
    this.#offsets[this.#count] = offset;
    this.#lengths[this.#count] = length;
    this.#count += 1;
  }

  /** The index as it is stored. */
  encode(): Uint8Array {
    const bits = bucketBits(this.#count);
    const order = Uint32Array.from({ length: this.#count }, (_, record) => record).sort((a, b) => this.#compare(a, b));
    const table = (1 << bits) + 1;
    const out = Buffer.alloc(HEADER_BYTES + 4 * table + RECORD_BYTES * this.#count);
    out.writeUInt32LE(MAGIC, 0);
    out.writeUInt32LE(this.#count, 4);
    out.writeUInt32LE(bits, 8);
    let bucket = 0;
    for (const [place, record] of order.entries()) {
      const high = this.#highs[record] ?? 0;
      for (const own = bucketOf(high, bits); bucket <= own; bucket++) {
        out.writeUInt32LE(place, HEADER_BYTES + 4 * bucket);
      }
      const at = HEADER_BYTES + 4 * table + RECORD_BYTES * place;
      out.writeUInt32LE(high, at);
      out.writeUInt32LE(this.#lows[record] ?? 0, at + 4);
      out.writeUIntLE(this.#offsets[record] ?? 0, at + 8, 6);
      out.writeUInt32LE(this.#lengths[record] ?? 0, at + 14);
    }
    for (; bucket < table; bucket++) out.writeUInt32LE(this.#count, HEADER_BYTES + 4 * bucket);
    return out;
  }

  #compare(a: number, b: number): number {
    const [highs, lows, offsets] = [this.#highs, this.#lows, this.#offsets];
    const byHash = (highs[a] ?? 0) - (highs[b] ?? 0) || (lows[a] ?? 0) - (lows[b] ?? 0);
    return byHash || (offsets[a] ?? 0) - (offsets[b] ?? 0);
  }

  #grow(): void {
    const capacity = this.#offsets.length * 2;
    this.#highs = grown(this.#highs, new Uint32Array(capacity));
    this.#lows = grown(this.#lows, new Uint32Array(capacity));
    this.#lengths = grown(this.#lengths, new Uint32Array(capacity));
    this.#offsets = grown(this.#offsets, new Float64Array(capacity));
  }
}

function grown<Numbers extends Uint32Array | Float64Array>(numbers: Numbers, larger: Numbers): Numbers {
  larger.set(numbers);
  return larger;
}

/** Reads a part of the index object. */
export type ReadRange = (start: number, endExclusive: number) => Promise<Uint8Array>;

/** An index opened for lookups: its bucket table is in memory, its records are read as they are asked for. */
export interface ResultIndex {
  /** Where the student's result may be: nearly always one span or none; the result itself says whose it is. */
  find(sourcedId: string): Promise<readonly ResultSpan[]>;
}

export async function openResultIndex(read: ReadRange): Promise<ResultIndex> {
  const header = Buffer.from(await read(0, HEADER_BYTES));
  if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== MAGIC) throw new Error('this is no index of results');
  const bits = header.readUInt32LE(8);
  const records = HEADER_BYTES + 4 * ((1 << bits) + 1);
  const table = Buffer.from(await read(HEADER_BYTES, records));
  return {
    async find(sourcedId) {
      const [high, low] = spreadHash(sourcedId);
      const bucket = bucketOf(high, bits);
      const first = table.readUInt32LE(4 * bucket);
      const end = table.readUInt32LE(4 * (bucket + 1));
      if (first === end) return [];
      const bytes = Buffer.from(await read(records + RECORD_BYTES * first, records + RECORD_BYTES * end));
      const spans: ResultSpan[] = [];
      for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
        if (bytes.readUInt32LE(at) !== high || bytes.readUInt32LE(at + 4) !== low) continue;
        spans.push({ offset: bytes.readUIntLE(at + 8, 6), length: bytes.readUInt32LE(at + 14) });
      }
      return spans;
    },
  };
}

function bucketBits(count: number): number {
  const buckets = Math.ceil(count / RECORDS_PER_BUCKET);
  return Math.min(MAX_BUCKET_BITS, buckets <= 1 ? 0 : Math.ceil(Math.log2(buckets)));
}

/** The bucket of a hash: the first `bits` bits of its high half. */
const bucketOf = (high: number, bits: number): number => (bits === 0 ? 0 : high >>> (32 - bits));
