import { S3Client } from '@aws-sdk/client-s3';
import { getObject, putObject } from './s3Objects.ts';

/**
 * The lake bucket. Keys that carry a hash of their content are written once and never changed; writing one again is the
 * same write.
 */
export interface Lake {
  /** The whole object; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The bytes from `start` up to `endExclusive`; undefined when there is no such object. */
  getRange(key: string, start: number, endExclusive: number): Promise<Uint8Array | undefined>;
  put(key: string, bytes: Uint8Array, contentType?: string): Promise<void>;
  /** Writes an object of any size from its parts, without joining them in memory. */
  putStream(key: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, contentType?: string): Promise<void>;
}

let client: S3Client | undefined;

/** The S3 client of a function instance. */
export function s3Client(): S3Client {
  client ??= new S3Client({ maxAttempts: 5 });
  return client;
}

export function s3Lake(bucket: string, s3: S3Client = s3Client()): Lake {
  return {
    get: (key) => getObject(s3, { bucket, key }),
    getRange: (key, start, endExclusive) => getObject(s3, { bucket, key, range: { start, endExclusive } }),
    put: (key, bytes, contentType) => putObject(s3, { bucket, key, contentType }, [bytes]),
    putStream: (key, parts, contentType) => putObject(s3, { bucket, key, contentType }, parts),
  };
}

/** A lake in memory, for tests and trials; `keys` lists what was written. */
export function memoryLake(): Lake & { keys(): readonly string[] } {
  const objects = new Map<string, Uint8Array>();
  return {
    get: async (key) => objects.get(key)?.slice(),
    getRange: async (key, start, endExclusive) => objects.get(key)?.slice(start, endExclusive),
    put: async (key, bytes) => void objects.set(key, bytes.slice()),
    putStream: async (key, parts) => {
      const chunks: Uint8Array[] = [];
      for await (const part of parts) chunks.push(part);
      objects.set(key, new Uint8Array(Buffer.concat(chunks)));
    },
    keys: () => [...objects.keys()].sort(),
  };
}

/** Reads a JSON object of the lake; undefined when there is none. */
export async function getJson(lake: Lake, key: string): Promise<unknown> {
  const bytes = await lake.get(key);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

export async function putJson(lake: Lake, key: string, value: unknown): Promise<void> {
  await lake.put(key, new TextEncoder().encode(JSON.stringify(value)), 'application/json');
}
