import yauzl from 'yauzl';
import type { RangeSource } from './source.ts';

/** The end of the archive holds its directory; one read of it spares two ranged requests for each entry. */
const TAIL_BYTES = 256 * 1024;
/** A local header is read in two pieces, of which the second is its name. */
const BLOCK_BYTES = 1024;

/** Lets yauzl read an archive by ranges. File content does not come this way (`inflate.ts`). */
export class RangeReader extends yauzl.RandomAccessReader {
  private readonly source: RangeSource;
  private tail: Promise<Uint8Array> | undefined;
  private block: { readonly start: number; readonly bytes: Promise<Uint8Array> } | undefined;
  /** What the source itself failed with; everything else that yauzl reports is the archive's fault. */
  sourceError: unknown;

  constructor(source: RangeSource) {
    super();
    this.source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.bytes(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(bytes.length === length ? null : new Error('unexpected end of the archive'));
      },
      (error: unknown) => {
        this.sourceError = error;
        callback(new Error('the archive could not be read'));
      },
    );
  }

  private async bytes(position: number, length: number): Promise<Uint8Array> {
    const { size } = this.source;
    const end = Math.min(position + length, size);
    if (position < 0 || position >= end) return new Uint8Array(0);
    const tailStart = Math.max(0, size - TAIL_BYTES);
    if (position < tailStart) return this.blockBytes(position, end);
    this.tail ??= this.source.read(tailStart, size);
    const tail = await this.tail;
    return tail.subarray(position - tailStart, end - tailStart);
  }

  private async blockBytes(start: number, end: number): Promise<Uint8Array> {
    const { size } = this.source;
    const isWithin = this.block && start >= this.block.start && end <= this.block.start + BLOCK_BYTES;
    if (!this.block || !isWithin) {
      this.block = { start, bytes: this.source.read(start, Math.min(Math.max(end, start + BLOCK_BYTES), size)) };
    }
    const { start: from, bytes } = this.block;
    try {
      return (await bytes).subarray(start - from, end - from);
    } catch (error) {
      // Whoever asks again may have more luck.
      this.block = undefined;
      throw error;
    }
  }
}
