const isPartOfWord = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Where an id stands by itself in UTF-8, from `from` on (`redacted` says what that means); -1 when it does not. */
export function placeOfId(bytes: Uint8Array, id: Uint8Array, from = 0): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = buffer.indexOf(id, from); at >= 0; at = buffer.indexOf(id, at + 1)) {
    if (!isPartOfWord(buffer[at - 1]) && !isPartOfWord(buffer[at + id.length])) return at;
  }
  return -1;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Whether bytes name an id. */
export const namesId = (bytes: Uint8Array, id: string): boolean => placeOfId(bytes, utf8(id)) >= 0;
