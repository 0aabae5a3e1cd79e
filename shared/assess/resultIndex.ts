import { createHash } from 'node:crypto';

/**
 * Where each student's result stands in a run's results. Layout, little-endian:
 * - header, 16 bytes: magic `WIX1`, number of records (u32), number of hash bits that choose a bucket (u32), 0 (u32)
 * - bucket table: (2^bits + 1) × u32, the first record of each bucket
 * - records, 28 bytes each, ascending by hash: 16 bytes of SHA-256 of the sourcedId, offset (u48), 0 (u16), length (u32)
 * Hashes spread evenly, so a bucket holds about 32 records and one lookup reads one short range.
 */
const MAGIC = 0x31584957;
export const HEADER_BYTES = 16;
const HASH_BYTES = 16;
const RECORD_BYTES = 28;
const RECORDS_PER_BUCKET = 32;
const MAX_BUCKET_BITS = 20;

export interface ResultSpan {
  readonly offset: number;
  readonly length: number;
}

/** Gathers spans while results are written. */
export class ResultIndexBuilder {
  #hashes = Buffer.alloc(HASH_BYTES * 1024);
  #offsets = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;

  add(sourcedId: string, { offset, length }: ResultSpan): void {
    if (this.#count === this.#offsets.length) this.#grow();
    hashOf(sourcedId).copy(this.#hashes, this.#count * HASH_BYTES, 0, HASH_BYTES);
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
      const from = record * HASH_BYTES;
      const own = bucketOf(this.#hashes.subarray(from, from + HASH_BYTES), bits);
      for (; bucket <= own; bucket++) out.writeUInt32LE(place, HEADER_BYTES + 4 * bucket);
      const at = HEADER_BYTES + 4 * table + RECORD_BYTES * place;
      this.#hashes.copy(out, at, from, from + HASH_BYTES);
      out.writeUIntLE(this.#offsets[record] ?? 0, at + HASH_BYTES, 6);
      out.writeUInt32LE(this.#lengths[record] ?? 0, at + HASH_BYTES + 8);
    }
    for (; bucket < table; bucket++) out.writeUInt32LE(this.#count, HEADER_BYTES + 4 * bucket);
    return out;
  }

  #compare(a: number, b: number): number {
    const start = b * HASH_BYTES;
    return this.#hashes.compare(this.#hashes, start, start + HASH_BYTES, a * HASH_BYTES, (a + 1) * HASH_BYTES);
  }

  #grow(): void {
    this.#hashes = Buffer.concat([this.#hashes, Buffer.alloc(this.#hashes.length)]);
    const offsets = new Float64Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const lengths = new Uint32Array(this.#lengths.length * 2);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }
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
      const hash = hashOf(sourcedId).subarray(0, HASH_BYTES);
      const bucket = bucketOf(hash, bits);
      const first = table.readUInt32LE(4 * bucket);
      const end = table.readUInt32LE(4 * (bucket + 1));
      if (first === end) return [];
      const bytes = Buffer.from(await read(records + RECORD_BYTES * first, records + RECORD_BYTES * end));
      const spans: ResultSpan[] = [];
      for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
        if (bytes.compare(hash, 0, HASH_BYTES, at, at + HASH_BYTES) !== 0) continue;
        const offset = bytes.readUIntLE(at + HASH_BYTES, 6);
        spans.push({ offset, length: bytes.readUInt32LE(at + HASH_BYTES + 8) });
      }
      return spans;
    },
  };
}

const hashOf = (sourcedId: string): Buffer => createHash('sha256').update(sourcedId).digest();

function bucketBits(count: number): number {
  const buckets = Math.ceil(count / RECORDS_PER_BUCKET);
  return Math.min(MAX_BUCKET_BITS, buckets <= 1 ? 0 : Math.ceil(Math.log2(buckets)));
}

/** The bucket of a hash: its first `bits` bits. */
const bucketOf = (hash: Buffer, bits: number): number => (bits === 0 ? 0 : hash.readUInt32BE(0) >>> (32 - bits));
