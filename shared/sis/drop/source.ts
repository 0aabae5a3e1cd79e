import type { Diagnostic } from '../../domain/diagnostic.ts';

/** Something of known size that is read by ranges: an object in a bucket, a file on disk. */
export interface RangeSource {
  readonly size: number;
  /** The bytes `[start, end)`; both lie within the size. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** One file of a drop. */
export interface DropFile {
  /** With `.csv`, without a folder. */
  readonly name: string;
  /** Bytes, expanded. */
  readonly size: number;
  /** Its bytes in order; can be opened again. Throws a `DropSourceError` when they turn out not to be what they claim. */
  open(): AsyncIterable<Uint8Array>;
}

export interface DropSource {
  readonly kind: 'zip' | 'folder';
  readonly files: readonly DropFile[];
  /** What was found beside the files and is none of them. */
  readonly notices?: readonly Diagnostic[];
}

export type DropSourceErrorCode =
  | 'zip.invalid_archive'
  | 'zip.encrypted'
  | 'zip.not_a_file'
  | 'zip.ambiguous'
  | 'zip.unsupported_compression'
  | 'zip.unsafe_path'
  | 'zip.nested_folder'
  | 'zip.duplicate_entry'
  | 'zip.entry_count_exceeded'
  | 'zip.entry_too_large'
  | 'zip.total_uncompressed_size_exceeded'
  | 'zip.compression_ratio_exceeded'
  | 'zip.size_mismatch'
  | 'zip.crc_mismatch'
  | 'package.nested_folder'
  | 'mapping.join_unusable'
  | 'package.duplicate_file';

/** The drop cannot be read as a whole; its message is a sentence for the people who sent it. */
export class DropSourceError extends Error {
  override readonly name = 'DropSourceError';
  readonly code: DropSourceErrorCode;
  /** Name of the file in the drop, where one is to blame. */
  readonly file: string | undefined;

  constructor(code: DropSourceErrorCode, message: string, file?: string) {
    super(message);
    this.code = code;
    this.file = file;
  }
}
