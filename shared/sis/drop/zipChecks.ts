import yauzl from 'yauzl';
import { DropSourceError } from './source.ts';
import type { ZipLimits } from './zipLimits.ts';

const STORED = 0;
export const DEFLATED = 8;

/** What operating systems lay beside the files of people who zip by hand. */
const SYSTEM_FILE = /^__MACOSX\/|(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/;
export const isSystemFile = (name: string): boolean => SYSTEM_FILE.test(name);

/** Refuses a name that points outside, lies in a folder, or is taken. */
export function checkName(name: string, seen: ReadonlySet<string>): void {
  if (name.includes('\\') || name.includes('\0') || yauzl.validateFileName(name) !== null) {
    throw new DropSourceError('zip.unsafe_path', 'A name in the zip points outside of it: nothing was read.');
  }
  if (name.includes('/')) {
    const message =
      'The files lie in a folder of the zip: open the folder, select the files in it and zip those, so that they lie at the root.';
    throw new DropSourceError('zip.nested_folder', message, name);
  }
  if (seen.has(name.toLowerCase())) {
    throw new DropSourceError('zip.duplicate_entry', 'The zip names a file twice: keep one.', name);
  }
}

/** Refuses what cannot be read as a file, by what the directory says of it. */
export function checkEntry(name: string, entry: yauzl.Entry, limits: ZipLimits): void {
  if (entry.isEncrypted()) {
    throw new DropSourceError('zip.encrypted', 'The zip is encrypted: send it without a password.', name);
  }
  if (!isRegularFile(entry)) {
    const message = 'The zip holds a link where a file should be: zip the file itself.';
    throw new DropSourceError('zip.not_a_file', message, name);
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

const UNIX = 3;
const [TYPE_BITS, REGULAR] = [0o170000, 0o100000];

/** Unix says in the upper half of the attributes what kind of file it was; other systems know no links. */
function isRegularFile({ versionMadeBy, externalFileAttributes }: yauzl.Entry): boolean {
  const type = (externalFileAttributes >>> 16) & TYPE_BITS;
  return versionMadeBy >> 8 !== UNIX || type === 0 || type === REGULAR;
}

/** Bytes of a local header before its name. */
const LOCAL_HEADER = 30;
/** Bytes of the end record, without its comment, and of the ZIP64 records before it. */
const END = 22;
const ZIP64_END = 56 + 20;

export interface Layout {
  readonly entries: readonly yauzl.Entry[];
  /** Where the directory begins and ends, and the archive. */
  readonly directoryStart: number;
  readonly directoryEnd: number;
  readonly size: number;
  readonly commentLength: number;
}

/**
 * Refuses an archive in which two files share bytes (a few compressed bytes can so become any number of files), and one
 * whose directory is not the last thing before its end: its comment could hide a second archive.
 */
export function checkLayout({ entries, directoryStart, directoryEnd, size, commentLength }: Layout): void {
  const beforeEnd = size - END - commentLength - directoryEnd;
  if (beforeEnd !== 0 && beforeEnd !== ZIP64_END) throw ambiguous();
  let free = directoryStart;
  const fromLast = entries.toSorted((a, b) => b.relativeOffsetOfLocalHeader - a.relativeOffsetOfLocalHeader);
  for (const { relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize } of fromLast) {
    if (start + LOCAL_HEADER + fileNameLength + compressedSize > free) throw ambiguous();
    free = start;
  }
}

const LATER = 0x8;
const IN_ZIP64 = 0xffffffff;

/** Refuses a file whose own header says something else than the directory: programs would read different files. */
export function checkLocalHeader(name: string, entry: yauzl.Entry, header: yauzl.LocalFileHeader): void {
  const { generalPurposeBitFlag: flags, compressionMethod, crc32, compressedSize, uncompressedSize } = header;
  // Sizes and checksum may follow the data, or stand in the ZIP64 field.
  const said = (size: number, inDirectory: number) =>
    size === inDirectory || size === IN_ZIP64 || ((flags & LATER) !== 0 && size === 0);
  const isSame =
    header.fileName.equals(entry.fileNameRaw) &&
    compressionMethod === entry.compressionMethod &&
    said(crc32, entry.crc32) &&
    said(compressedSize, entry.compressedSize) &&
    said(uncompressedSize, entry.uncompressedSize);
  if (!isSame) throw ambiguous(name);
}

function ambiguous(file?: string): DropSourceError {
  const message = 'The zip contradicts itself about what it holds: make it again with a common zip program.';
  return new DropSourceError('zip.ambiguous', message, file);
}
