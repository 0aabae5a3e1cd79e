import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { DropSourceError, type RangeSource } from './source.ts';
import type { ZipLimits } from './zipLimits.ts';

/** One ranged read of compressed bytes; the next is under way while this one is expanded. */
const PIECE_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

export interface EntryData {
  readonly name: string;
  readonly dataStart: number;
  readonly compressedSize: number;
  /** As the directory declares it. */
  readonly uncompressedSize: number;
  readonly crc32: number;
  readonly deflated: boolean;
  readonly limits: ZipLimits;
}

/** The bytes of one entry, expanded; stops as soon as they are more than declared or allowed, and checks them at the end. */
export async function* expandEntry(source: RangeSource, entry: EntryData): AsyncGenerator<Uint8Array> {
  const pieces = readPieces(source, entry.dataStart, entry.dataStart + entry.compressedSize);
  let bytes = 0;
  let checksum = 0;
  for await (const chunk of entry.deflated ? inflate(pieces, entry.name) : pieces) {
    bytes += chunk.length;
    checkSize(bytes, entry);
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (bytes !== entry.uncompressedSize) throw sizeMismatch(entry.name);
  if (checksum !== entry.crc32) {
    const message = 'The file is damaged: its checksum (CRC-32) does not fit its content. Send the zip again.';
    throw new DropSourceError('zip.crc_mismatch', message, entry.name);
  }
}

function checkSize(bytes: number, { name, compressedSize, uncompressedSize, limits }: EntryData): void {
  if (bytes >= limits.ratioFromBytes && bytes > compressedSize * limits.ratio) {
    const message = `The file expands to more than ${limits.ratio} times its size in the zip: it was not read on.`;
    throw new DropSourceError('zip.compression_ratio_exceeded', message, name);
  }
  if (bytes > limits.entryBytes) {
    const message = `The file is larger than ${limits.entryBytes} bytes when expanded.`;
    throw new DropSourceError('zip.entry_too_large', message, name);
  }
  if (bytes > uncompressedSize) throw sizeMismatch(name);
}

function sizeMismatch(name: string): DropSourceError {
  const message = 'The file has not the size that the zip declares for it: make the zip again.';
  return new DropSourceError('zip.size_mismatch', message, name);
}

async function* readPieces(source: RangeSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  const pieceAt = (at: number) => {
    if (at >= end) return undefined;
    const piece = source.read(at, Math.min(at + PIECE_BYTES, end));
    // Its failure is met when the piece's turn comes; until then it must not count as unhandled.
    piece.catch(() => undefined);
    return piece;
  };
  let next = pieceAt(start);
  for (let at = start + PIECE_BYTES; next; at += PIECE_BYTES) {
    const current = await next;
    next = pieceAt(at);
    yield current;
  }
}

async function* inflate(pieces: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const expanding = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const feeding = pipeline(pieces, expanding);
  feeding.catch(() => undefined);
  try {
    for await (const chunk of expanding) yield chunk;
    await feeding;
  } catch (error) {
    throw isZlibError(error)
      ? new DropSourceError('zip.invalid_archive', 'The file is damaged in the zip: send the zip again.', name)
      : error;
  }
}

const isZlibError = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
