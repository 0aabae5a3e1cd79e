import { cp1252ToUtf8 } from './cp1252.ts';
import { Utf16Decoder } from './utf16.ts';

/** How a source writes characters; the byte order of UTF-16 is told by its BOM, or by where its first zero byte is. */
export const ENCODINGS = ['utf-8', 'cp1252', 'utf-16'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What the first bytes of a file say of its encoding; undefined when they could be any. */
export function encodingOf(
  head: Uint8Array,
): { readonly encoding: Encoding; readonly order?: 'little' | 'big' } | undefined {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16', order: 'little' };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16', order: 'big' };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8' };
  if (head.length < 2) return undefined;
  if (first !== 0 && second === 0) return { encoding: 'utf-16', order: 'little' };
  if (first === 0 && second !== 0) return { encoding: 'utf-16', order: 'big' };
  return undefined;
}

/** Why a file is not in the encoding it is read in, with what to do; undefined when nothing speaks against it. */
function mismatch(declared: Encoding, head: Uint8Array): string | undefined {
  const seen = encodingOf(head)?.encoding;
  if (seen === 'utf-16' && declared !== 'utf-16')
    return 'The file is UTF-16: export it as UTF-8, or set encoding to "utf-16" in the mapping.';
  if (seen === 'utf-8' && declared !== 'utf-8')
    return `The file begins with the mark of UTF-8, and the mapping says ${declared}: set encoding to "utf-8".`;
  if (declared === 'utf-16' && seen === undefined && head.length >= HEAD_BYTES)
    return 'The mapping says UTF-16, and the file is not: set encoding to "utf-8", or to "cp1252" for an older Windows export.';
  return undefined;
}

const HEAD_BYTES = 3;
const NOTHING = new Uint8Array(0);

/** Turns a file's bytes into UTF-8 as they come. Made for one file. */
export class Transcoder {
  /** Why the file cannot be in the encoding it was said to be in; known after the first bytes. */
  mismatch: string | undefined;
  private readonly encoding: Encoding;
  private head = NOTHING;
  private begun = false;
  private utf16: Utf16Decoder | undefined;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  push(chunk: Uint8Array): Uint8Array {
    if (this.begun) return this.decode(chunk);
    this.head = this.head.length === 0 ? chunk.slice() : joined(this.head, chunk);
    return this.head.length < HEAD_BYTES ? NOTHING : this.begin();
  }

  /** What was kept back: a file shorter than any mark, half a character at the end. */
  finish(): Uint8Array {
    const rest = this.begun ? NOTHING : this.begin();
    return this.utf16 ? joined(rest, this.utf16.finish()) : rest;
  }

  private begin(): Uint8Array {
    this.begun = true;
    this.mismatch = mismatch(this.encoding, this.head);
    if (this.encoding === 'utf-16') this.utf16 = new Utf16Decoder(encodingOf(this.head)?.order ?? 'little');
    const head = this.head;
    this.head = NOTHING;
    return this.decode(head);
  }

  private decode(chunk: Uint8Array): Uint8Array {
    if (this.utf16) return this.utf16.decode(chunk);
    return this.encoding === 'cp1252' ? cp1252ToUtf8(chunk) : chunk;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
