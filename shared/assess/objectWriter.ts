import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Lake } from '../lake/lake.ts';

/** Bytes gathered before they go on to the lake. */
const CHUNK_BYTES = 1 << 20;

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
  /** Adds a line and its end; resolves when there is room for more. */
  line(text: string): Promise<unknown> | undefined;
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
  let gathered: string[] = [];
  let gatheredBytes = 0;
  let bytes = 0;
  const flush = (): Promise<unknown> | undefined => {
    const chunk = Buffer.from(gathered.join(''));
    gathered = [];
    gatheredBytes = 0;
    hash.update(chunk);
    return stream.write(chunk) ? undefined : once(stream, 'drain');
  };
  return {
    get bytes() {
      return bytes;
    },
    line(text) {
      const length = Buffer.byteLength(text) + 1;
      gathered.push(text, '\n');
      gatheredBytes += length;
      bytes += length;
      return gatheredBytes >= CHUNK_BYTES ? flush() : undefined;
    },
    async end() {
      if (gathered.length > 0) await flush();
      stream.end();
      await stored;
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}
