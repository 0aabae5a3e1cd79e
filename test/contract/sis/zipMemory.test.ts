import { constants, crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { RangeSource } from '../../../shared/sis/drop/source.ts';
import { openZip } from '../../../shared/sis/drop/zip.ts';
import { ZIP_LIMITS } from '../../../shared/sis/drop/zipLimits.ts';
import { writeZip } from '../../unit/sis/drop/zipWriter.ts';

const MIB = 1024 * 1024;
const PIECES = 3000;
const BOUND = 200 * MIB;

/** Rows of a school's attendance, which compress some forty times. */
const piece = Buffer.from(
  Array.from({ length: 20_000 }, (_, n) => `${100_000 + n},S1,2026-03-${10 + (n % 20)},Excused Absence\n`).join(''),
);
/** Ends on a byte and refers to nothing before it, so that it can stand any number of times in a row. */
const packed = deflateRawSync(piece, { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
const LAST = Buffer.from([0x03, 0x00]);

/** A zip of one file with the piece so many times, whose bytes are made as they are read. */
function hugeZip(): { readonly source: RangeSource; readonly bytes: number } {
  const bytes = piece.length * PIECES;
  const dataSize = packed.length * PIECES + LAST.length;
  let checksum = 0;
  for (let n = 0; n < PIECES; n++) checksum = crc32(piece, checksum);
  // Written with an empty file, and put right where the sizes stand.
  const frame = Buffer.from(writeZip([{ name: 'attendanceEvents.csv', content: new Uint8Array() }]));
  const dataStart = 30 + 'attendanceEvents.csv'.length;
  const empty = deflateRawSync(new Uint8Array()).length;
  const head = Buffer.from(frame.subarray(0, dataStart));
  const tail = Buffer.from(frame.subarray(dataStart + empty));
  for (const [at, header] of [
    [14, head],
    [16, tail],
  ] as const) {
    header.writeUInt32LE(checksum, at);
    header.writeUInt32LE(dataSize, at + 4);
    header.writeUInt32LE(bytes, at + 8);
  }
  tail.writeUInt32LE(dataStart + dataSize, tail.length - 6);
  const size = dataStart + dataSize + tail.length;
  const read = async (start: number, end: number) => {
    const out = Buffer.alloc(end - start);
    const copy = (from: Buffer, at: number) => {
      const [first, last] = [Math.max(start, at), Math.min(end, at + from.length)];
      if (first < last) from.copy(out, first - start, first - at, last - at);
    };
    copy(head, 0);
    const firstPiece = Math.max(0, Math.floor((start - dataStart) / packed.length));
    for (let n = firstPiece; n < PIECES && dataStart + n * packed.length < end; n++)
      copy(packed, dataStart + n * packed.length);
    copy(LAST, dataStart + packed.length * PIECES);
    copy(tail, dataStart + dataSize);
    return out;
  };
  return { source: { size, read }, bytes };
}

test('memory stays flat while gigabytes are expanded', async () => {
  const { source, bytes } = hugeZip();
  expect(bytes).toBeGreaterThan(2048 * MIB);
  expect(bytes / source.size).toBeLessThan(ZIP_LIMITS.ratio);
  const [file] = (await openZip(source)).files;
  const before = process.memoryUsage().rss;
  let expanded = 0;
  let most = 0;
  let chunks = 0;
  for await (const chunk of file!.open()) {
    expanded += chunk.length;
    chunks += 1;
    if (chunks % 256 === 0) most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect(expanded).toBe(bytes);
  expect(most).toBeLessThan(BOUND);
});
