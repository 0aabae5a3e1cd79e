import { type DropFile, DropSourceError, type RangeSource } from '../sis/drop/source.ts';
import { openZip } from '../sis/drop/zip.ts';
import { placeOfId, utf8 } from './bytes.ts';

const PIECE_BYTES = 4 * 1024 * 1024;

/** Where a raw object of a drop is read from. */
export interface RawObject extends RangeSource {
  readonly key: string;
}

/** Whether an object of a drop names an id, or cannot be read: nobody knows what is in it then. */
export async function mayName(object: RawObject, id: string): Promise<boolean> {
  if (!/\.zip$/i.test(object.key)) return names(streamOf(object), id);
  try {
    const { files } = await openZip(object);
    for (const file of files) if (await names(file.open(), id)) return true;
    return false;
  } catch (error) {
    if (error instanceof DropSourceError) return true;
    throw error;
  }
}

/** Whether bytes that come in pieces name an id, in UTF-8 and what shares its letters, or in UTF-16. */
async function names(pieces: ReturnType<DropFile['open']>, id: string): Promise<boolean> {
  const needle = utf8(id);
  const wide = Buffer.from(id, 'utf16le');
  const wideBigEndian = Buffer.from(wide).swap16();
  const overlap = wide.length + 1;
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    // What stands at the very end may be the beginning of a longer word: it is looked at again with what follows.
    const at = placeOfId(bytes, needle);
    if (at >= 0 && at + needle.length < bytes.length) return true;
    if (bytes.includes(wide) || bytes.includes(wideBigEndian)) return true;
    rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - overlap)));
  }
  return placeOfId(rest, needle) >= 0;
}

async function* streamOf({ size, read }: RangeSource): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < size; start += PIECE_BYTES) yield await read(start, Math.min(start + PIECE_BYTES, size));
}
