import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lake } from '../../../shared/lake/lake.ts';

const absent = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
};

/** The lake bucket as a folder: what S3 does, without its network. */
export function folderLake(root: string): Lake {
  const placeOf = async (key: string) => {
    const path = join(root, key);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    get: (key) => readFile(join(root, key)).catch(absent),
    getRange: async (key, start, endExclusive) => {
      const file = await open(join(root, key)).catch(absent);
      if (!file) return undefined;
      const bytes = new Uint8Array(endExclusive - start);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start).finally(() => file.close());
      return bytes.subarray(0, bytesRead);
    },
    put: async (key, bytes) => writeFile(await placeOf(key), bytes),
    putStream: async (key, parts) => {
      const file = createWriteStream(await placeOf(key));
      for await (const part of parts) if (!file.write(part)) await once(file, 'drain');
      file.end();
      await once(file, 'finish');
    },
  };
}
