import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Day } from '../../../shared/domain/calendar/day.ts';
import { openZip } from '../../../shared/sis/drop/zip.ts';
import { inferManifest } from '../../../shared/sis/manifest/inferManifest.ts';
import { MANIFEST_FILE } from '../../../shared/sis/manifest/manifest.ts';
import type { Mapping } from '../../../shared/sis/mapping/mapping.ts';
import { isSource } from '../../../shared/sis/mapping/sources.ts';
import { FILES, ONEROSTER_SET_ASIDE } from '../../../shared/sis/registry.ts';
import { CloudError } from '../cloudError.ts';
import { type DropTarget, dropFolder, dropZipFile, type FolderContents } from '../console/dropping.ts';
import type { TryArguments } from './arguments.ts';
import { manifestAsOf } from './asOfManifest.ts';

/**
 * Puts the export into the drops bucket as a district's own upload would; returns the key of the object that closes it.
 * An export without a manifest gets one that takes every recognized file as bulk: trials alone do that. Throws a
 * `DropSourceError` for a zip without a manifest that cannot be unpacked.
 */
export async function upload(target: DropTarget, args: TryArguments, mapping?: Mapping): Promise<string> {
  const { path, kind, asOf } = args;
  if (kind === 'folder') return dropFolder(target, path, await contentsOfFolder(path, asOf, mapping));
  const names = await namesIn(path);
  if (names === undefined || (names.includes(MANIFEST_FILE) && (await isLaterThan(path, asOf)))) {
    return dropZipFile(target, path);
  }
  const folder = await mkdtemp(join(tmpdir(), 'waymark-try-'));
  try {
    await unpacked(path, folder);
    return await dropFolder(target, folder, await contentsOfFolder(folder, asOf, mapping));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every CSV file, whatever the case of its name, and every source that the mapping names. */
async function contentsOfFolder(folder: string, asOf: Day, mapping?: Mapping): Promise<FolderContents> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const misspelled = files.find((name) => name !== MANIFEST_FILE && name.toLowerCase() === MANIFEST_FILE);
  if (misspelled !== undefined)
    throw new CloudError(`${join(folder, misspelled)} must be named ${MANIFEST_FILE}: rename it, and try again.`);
  const names = files.filter((name) => name !== MANIFEST_FILE && (/\.csv$/i.test(name) || isSource(mapping, name)));
  if (!files.includes(MANIFEST_FILE)) return { names, manifest: manifestFor(names, mapping) };
  const written = await readFile(join(folder, MANIFEST_FILE), 'utf8');
  const manifest = manifestAsOf(written, asOf);
  return manifest === written ? { names } : { names, manifest };
}

/** A manifest names each of them, so that nobody is told of a manifest they have not written. */
const ONEROSTER_FILES = [...FILES.filter(({ headers }) => headers).map(({ name }) => name), ...ONEROSTER_SET_ASIDE];

function manifestFor(names: readonly string[], mapping?: Mapping): string {
  const { version, files } = inferManifest(names, mapping);
  const lines = ['propertyName,value', 'manifest.version,1.0', `oneroster.version,${version}`];
  const unnamed = ONEROSTER_FILES.filter((name) => !files.has(name)).map((name) => [name, 'absent'] as const);
  return `${[...lines, ...[...files, ...unnamed].map(([name, mode]) => `file.${name},${mode}`)].join('\n')}\n`;
}

/** The entries of a zip; undefined when it cannot be read: ingest says better than a trial what is wrong with it. */
async function namesIn(path: string): Promise<readonly string[] | undefined> {
  try {
    return await withZip(path, async ({ files }) => files.map((file) => file.name));
  } catch {
    return undefined;
  }
}

/** Whether a zip's manifest can stay as it is. */
async function isLaterThan(path: string, asOf: Day): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  await withZip(path, async ({ files }) => {
    const manifest = files.find(({ name }) => name === MANIFEST_FILE);
    if (manifest) for await (const chunk of manifest.open()) chunks.push(chunk);
  });
  const written = Buffer.concat(chunks).toString();
  return manifestAsOf(written, asOf) === written;
}

/** Unpacks a zip into a folder; answers the folder. Throws a `DropSourceError` for one that cannot be read. */
export async function unpacked(path: string, folder: string): Promise<string> {
  await withZip(path, async ({ files }) => {
    for (const file of files)
      await pipeline(Readable.from(file.open()), createWriteStream(join(folder, basename(file.name))));
  });
  return folder;
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
