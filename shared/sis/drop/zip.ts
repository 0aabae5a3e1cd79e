import yauzl from 'yauzl';
import type { Diagnostic } from '../../domain/diagnostic.ts';
import { expandEntry } from './expandEntry.ts';
import { RangeReader } from './rangeReader.ts';
import { type DropFile, type DropSource, DropSourceError, type RangeSource } from './source.ts';
import { checkEntry, checkLayout, checkLocalHeader, checkName, DEFLATED, isSystemFile } from './zipChecks.ts';
import { ZIP_LIMITS, type ZipLimits } from './zipLimits.ts';

/**
 * Opens a zip as a drop: reads its directory (ZIP64 too), and each file by ranges when it is opened. Throws a
 * `DropSourceError` for whatever is no plain zip of files side by side, here or while a file streams.
 */
export async function openZip(source: RangeSource, limits: ZipLimits = ZIP_LIMITS): Promise<DropSource> {
  const reader = new RangeReader(source);
  const archive = await reading(reader, () =>
    yauzl.fromRandomAccessReaderPromise(reader, source.size, { autoClose: false, decodeStrings: false }),
  );
  const { entries, systemFiles } = await reading(reader, () => readEntries(archive, limits));
  const files = [...entries].map(
    ([name, entry]): DropFile => ({
      name,
      size: entry.uncompressedSize,
      open: () => openEntry({ source, reader, archive, entry, name, limits }),
    }),
  );
  return { kind: 'zip', files, notices: systemFiles.length > 0 ? [passedOver(systemFiles)] : [] };
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

/** People who zip by hand send these without knowing of them. */
function passedOver([first = '', ...others]: readonly string[]): Diagnostic {
  const count = others.length === 0 ? 'A file' : `${others.length + 1} files`;
  const message = `${count} that an operating system has added to the zip: passed over, nothing of the data is in there.`;
  return { severity: 'notice', file: first, line: 0, code: 'package.system_file', message };
}

interface Entries {
  readonly entries: ReadonlyMap<string, yauzl.Entry>;
  readonly systemFiles: readonly string[];
}

async function readEntries(archive: yauzl.ZipFile, limits: ZipLimits): Promise<Entries> {
  const entries = new Map<string, yauzl.Entry>();
  const systemFiles: string[] = [];
  const all: yauzl.Entry[] = [];
  // The type of the package is wrong: it is where the next entry stands.
  const cursor = () => Number(archive.readEntryCursor);
  const directoryStart = cursor();
  const seen = new Set<string>();
  let declared = 0;
  if (archive.entryCount > limits.entries) throw tooManyEntries(limits);
  for await (const entry of archive.eachEntry()) {
    const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    all.push(entry);
    if (isSystemFile(name)) {
      systemFiles.push(name);
      continue;
    }
    checkName(name, seen);
    checkEntry(name, entry, limits);
    declared += entry.uncompressedSize;
    if (declared > limits.totalBytes) throw tooLargeInAll(limits);
    seen.add(name.toLowerCase());
    entries.set(name, entry);
  }
  const { fileSize: size, comment } = archive;
  checkLayout({ entries: all, directoryStart, directoryEnd: cursor(), size, commentLength: comment.length });
  return { entries, systemFiles };
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
  const header = await reading(reader, () => archive.readLocalFileHeaderPromise(entry), name);
  checkLocalHeader(name, entry, header);
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
