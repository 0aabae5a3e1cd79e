import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openZip } from '../../../shared/sis/drop/zip.ts';
import { inferManifest } from '../../../shared/sis/manifest/inferManifest.ts';
import { MANIFEST_FILE } from '../../../shared/sis/manifest/manifest.ts';
import type { Mapping } from '../../../shared/sis/mapping/mapping.ts';
import { type DropTarget, dropFolder, dropZipFile } from '../console/dropping.ts';
import type { TryArguments } from './arguments.ts';

/**
 * Puts the export into the drops bucket as a district's own upload would; returns the key of the object that closes it.
 * An export without a manifest gets one that takes every recognized file as bulk: trials alone do that.
 */
export async function upload(target: DropTarget, { path, kind }: TryArguments, mapping?: Mapping): Promise<string> {
  if (kind === 'folder') return dropFolder(target, path, await missingManifest(path, mapping));
  const names = await namesIn(path);
  if (names === undefined || names.includes(MANIFEST_FILE)) return dropZipFile(target, path);
  const folder = await mkdtemp(join(tmpdir(), 'waymark-try-'));
  try {
    await extract(path, folder);
    return await dropFolder(target, folder, await missingManifest(folder, mapping));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function missingManifest(folder: string, mapping?: Mapping): Promise<string | undefined> {
  if (existsSync(join(folder, MANIFEST_FILE))) return undefined;
  const { version, files } = inferManifest(
    (await readdir(folder)).filter((name) => name !== MANIFEST_FILE),
    mapping,
  );
  const lines = ['propertyName,value', 'manifest.version,1.0', `oneroster.version,${version}`];
  return `${[...lines, ...[...files].map(([name, mode]) => `file.${name},${mode}`)].join('\n')}\n`;
}

/** The entries of a zip; undefined when it cannot be read: ingest says better than a trial what is wrong with it. */
async function namesIn(path: string): Promise<readonly string[] | undefined> {
  try {
    return await withZip(path, async ({ files }) => files.map((file) => file.name));
  } catch {
    return undefined;
  }
}

async function extract(path: string, folder: string): Promise<void> {
  await withZip(path, async ({ files }) => {
    for (const file of files)
      await pipeline(Readable.from(file.open()), createWriteStream(join(folder, basename(file.name))));
  });
}

async function withZip<T>(path: string, use: (zip: Awaited<ReturnType<typeof openZip>>) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (start: number, end: number) => {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.length, start);
      return bytes;
    };
    return await use(await openZip({ size, read }));
  } finally {
    await file.close();
  }
}
