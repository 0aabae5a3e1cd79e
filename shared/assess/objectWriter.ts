import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Lake } from '../lake/lake.ts';

/** Bytes gathered before they go on to the lake. */
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** A finished object. */
export interface WrittenObject {
  readonly bytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/** An object of the lake that is written line by line while other objects are, too. */
export interface ObjectWriter {
  /** Bytes written so far: where the next line begins. */
  readonly bytes: number;
  /** Adds a line and its end; where it answers a promise, there is room for more once that resolves. */
  line(text: string): Promise<unknown> | undefined;
  /** The same for a line that is there as bytes. */
  lineOf(bytes: Uint8Array): Promise<unknown> | undefined;
  end(): Promise<WrittenObject>;
}

/** Writes an object that is in memory as a whole. */
export async function putObject(lake: Lake, key: string, bytes: Uint8Array): Promise<WrittenObject> {
  await lake.put(key, bytes, 'application/octet-stream');
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Opens an object for writing. It is there, whole, once `end` has resolved. */
export function writeObject(lake: Lake, key: string, contentType: string): ObjectWriter {
  const hash = createHash('sha256');
  const stream = new PassThrough({ highWaterMark: 2 * CHUNK_BYTES });
  const stored = lake.putStream(key, stream, contentType);
  // A failed upload must not leave the writer waiting for room.
  stored.catch((error) => stream.destroy(error));
  stream.on('error', () => undefined);
  let chunk = Buffer.allocUnsafe(2 * CHUNK_BYTES);
  let filled = 0;
  let bytes = 0;
  const flush = (): Promise<unknown> | undefined => {
    const full = chunk.subarray(0, filled);
    chunk = Buffer.allocUnsafe(2 * CHUNK_BYTES);
    filled = 0;
    hash.update(full);
    return stream.write(full) ? undefined : once(stream, 'drain');
  };
  return {
    get bytes() {
      return bytes;
    },
    line(text) {
      const most = filled + 3 * text.length + 1;
      if (most > chunk.length) chunk = Buffer.concat([chunk.subarray(0, filled)], most);
      const end = filled + chunk.write(text, filled);
      chunk[end] = NEWLINE;
      bytes += end + 1 - filled;
      filled = end + 1;
      return filled >= CHUNK_BYTES ? flush() : undefined;
    },
    lineOf(line) {
      const most = filled + line.length + 1;
      if (most > chunk.length) chunk = Buffer.concat([chunk.subarray(0, filled)], most);
      chunk.set(line, filled);
      filled = most;
      chunk[filled - 1] = NEWLINE;
      bytes += line.length + 1;
      return filled >= CHUNK_BYTES ? flush() : undefined;
    },
    async end() {
      if (filled > 0) await flush();
      stream.end();
      await stored;
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}
