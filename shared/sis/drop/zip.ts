import yauzl from 'yauzl';
import { expandEntry } from './expandEntry.ts';
import { RangeReader } from './rangeReader.ts';
import { type DropFile, type DropSource, DropSourceError, type RangeSource } from './source.ts';
import { ZIP_LIMITS, type ZipLimits } from './zipLimits.ts';

const STORED = 0;
const DEFLATED = 8;
/** What a Mac's archiver adds beside the files. */
const MAC_ENTRIES = /^__MACOSX\/|(^|\/)\.DS_Store$/;

/**
 * Opens a zip as a drop: reads its directory (ZIP64 too), and each file by ranges when it is opened. Throws a
 * `DropSourceError` for whatever is no plain zip of files side by side, here or while a file streams.
 */
export async function openZip(source: RangeSource, limits: ZipLimits = ZIP_LIMITS): Promise<DropSource> {
  const reader = new RangeReader(source);
  const archive = await reading(reader, () =>
    yauzl.fromRandomAccessReaderPromise(reader, source.size, { autoClose: false, decodeStrings: false }),
  );
  const entries = await reading(reader, () => readEntries(archive, limits));
  const files = [...entries].map(
    ([name, entry]): DropFile => ({
      name,
      size: entry.uncompressedSize,
      open: () => openEntry({ source, reader, archive, entry, name, limits }),
    }),
  );
  return { kind: 'zip', files };
}

/** Asks yauzl; what the source failed with goes on as it is, everything else is the archive's fault. */
async function reading<T>(reader: RangeReader, ask: () => Promise<T>, file?: string): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DropSourceError) throw error;
    if (reader.sourceError !== undefined) throw reader.sourceError;
    const message = 'The file is no complete zip archive: it was cut off or damaged. Send it again.';
    throw new DropSourceError('zip.invalid_archive', message, file);
  }
}

async function readEntries(archive: yauzl.ZipFile, limits: ZipLimits): Promise<ReadonlyMap<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  const seen = new Set<string>();
  let declared = 0;
  if (archive.entryCount > limits.entries) throw tooManyEntries(limits);
  for await (const entry of archive.eachEntry()) {
    const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    if (MAC_ENTRIES.test(name)) continue;
    checkName(name, seen);
    checkEntry(name, entry, limits);
    declared += entry.uncompressedSize;
    if (declared > limits.totalBytes) throw tooLargeInAll(limits);
    seen.add(name.toLowerCase());
    entries.set(name, entry);
  }
  return entries;
}

function checkName(name: string, seen: ReadonlySet<string>): void {
  if (name.includes('\\') || name.includes('\0') || yauzl.validateFileName(name) !== null) {
    throw new DropSourceError('zip.unsafe_path', 'A name in the zip points outside of it: nothing was read.');
  }
  if (name.includes('/')) {
    const message = 'The zip has folders: put the files at its root, without an enclosing folder.';
    throw new DropSourceError('zip.nested_folder', message, name);
  }
  if (seen.has(name.toLowerCase())) {
    throw new DropSourceError('zip.duplicate_entry', 'The zip names a file twice: keep one.', name);
  }
}

function checkEntry(name: string, entry: yauzl.Entry, limits: ZipLimits): void {
  if (entry.isEncrypted()) {
    throw new DropSourceError('zip.encrypted', 'The zip is encrypted: send it without a password.', name);
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    const message = 'The zip uses a compression other than deflate: make it again with a common zip program.';
    throw new DropSourceError('zip.unsupported_compression', message, name);
  }
  if (entry.uncompressedSize > limits.entryBytes) {
    const message = `The file is larger than ${limits.entryBytes} bytes when expanded.`;
    throw new DropSourceError('zip.entry_too_large', message, name);
  }
}

interface OpenEntry {
  readonly source: RangeSource;
  readonly reader: RangeReader;
  readonly archive: yauzl.ZipFile;
  readonly entry: yauzl.Entry;
  readonly name: string;
  readonly limits: ZipLimits;
}

async function* openEntry(open: OpenEntry): AsyncGenerator<Uint8Array> {
  const { source, reader, archive, entry, name, limits } = open;
  const header = await reading(reader, () => archive.readLocalFileHeaderPromise(entry, { minimal: true }), name);
  yield* expandEntry(source, {
    name,
    dataStart: header.fileDataStart,
    compressedSize: entry.compressedSize,
    uncompressedSize: entry.uncompressedSize,
    crc32: entry.crc32,
    deflated: entry.compressionMethod === DEFLATED,
    limits,
  });
}

function tooManyEntries(limits: ZipLimits): DropSourceError {
  return new DropSourceError('zip.entry_count_exceeded', `The zip has more than ${limits.entries} files.`);
}

function tooLargeInAll(limits: ZipLimits): DropSourceError {
  const message = `The files of the zip have more than ${limits.totalBytes} bytes when expanded.`;
  return new DropSourceError('zip.total_uncompressed_size_exceeded', message);
}
