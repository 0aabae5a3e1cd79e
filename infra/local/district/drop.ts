import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { strToU8, zipSync } from 'fflate';
import type { CsvFile } from './csv.ts';

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

/** The drop as one zip, files at its root; for districts that fit in memory. */
export function zipOf(files: readonly CsvFile[]): Uint8Array {
  const entries = files.map((file) => [`${file.name}.csv`, strToU8([...inChunks(file.lines())].join(''))] as const);
  return zipSync(Object.fromEntries(entries), { level: 1, mtime: new Date(2000, 0, 1) });
}

/** The drop as a folder of CSV files, streamed. */
export async function writeFolder(files: readonly CsvFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of files)
    await pipeline(Readable.from(inChunks(file.lines())), createWriteStream(join(folder, `${file.name}.csv`)));
}
