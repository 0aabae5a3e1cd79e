import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly stored?: boolean;
  /** What the archive claims instead of the truth. */
  readonly claims?: {
    readonly crc32?: number;
    readonly size?: number;
    readonly flags?: number;
    readonly method?: number;
    /** Where its local header stands. */
    readonly offset?: number;
  };
  /** What its own header says instead of what the directory says. */
  readonly local?: {
    readonly name?: string;
    readonly method?: number;
    readonly crc32?: number;
    readonly size?: number;
  };
  /** Sizes and checksum follow the data, as writers do it that do not know them beforehand. */
  readonly descriptor?: boolean;
  /** Unix mode, `0o120777` for a link. */
  readonly mode?: number;
}

const u16 = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from([value & 0xff, value >> 8])));
const u32 = (...values: number[]) =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(value);
      return bytes;
    }),
  );
const u64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** A zip as its writer wants it, sound or not; with `zip64` every size and offset stands in the ZIP64 records. */
export function writeZip(
  entries: readonly ZipEntry[],
  { zip64 = false, comment = new Uint8Array() }: { zip64?: boolean; comment?: Uint8Array } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset, zip64);
    // An entry that stands where another one does brings no bytes of its own.
    const isShared = entry.claims?.offset !== undefined;
    if (!isShared) parts.push(local);
    directory.push(central);
    offset += isShared ? 0 : local.length;
  }
  const central = Buffer.concat(directory);
  const end = zip64
    ? [
        u32(0x06064b50),
        u64(44),
        u16(45, 45),
        u32(0, 0),
        u64(entries.length),
        u64(entries.length),
        u64(central.length),
        u64(offset),
        u32(0x07064b50, 0),
        u64(offset + central.length),
        u32(1),
        u32(0x06054b50),
        u16(0, 0, 0xffff, 0xffff),
        u32(0xffffffff, 0xffffffff),
        u16(0),
      ]
    : [
        u32(0x06054b50),
        u16(0, 0, entries.length, entries.length),
        u32(central.length, offset),
        u16(comment.length),
        comment,
      ];
  return Buffer.concat([...parts, central, ...end]);
}

function writeEntry(entry: ZipEntry, offset: number, zip64: boolean) {
  const { name, content, stored = false, claims = {}, local = {}, descriptor = false, mode = 0 } = entry;
  const data = stored ? Buffer.from(content) : deflateRawSync(content);
  const size = claims.size ?? content.length;
  const fileName = Buffer.from(name);
  const extra = zip64 ? Buffer.concat([u16(1, 24), u64(size), u64(data.length), u64(offset)]) : Buffer.alloc(0);
  const checksum = claims.crc32 ?? crc32(content);
  const flags = (claims.flags ?? 0x800) | (descriptor ? 8 : 0);
  const method = claims.method ?? (stored ? 0 : 8);
  const sizes = zip64 ? u32(0xffffffff, 0xffffffff) : u32(data.length, size);
  const localName = Buffer.from(local.name ?? name);
  const own = Buffer.concat([
    u16(45, flags, local.method ?? method, 0, 0x21),
    descriptor
      ? u32(0, 0, 0)
      : Buffer.concat([u32(local.crc32 ?? checksum), local.size === undefined ? sizes : u32(data.length, local.size)]),
    u16(localName.length),
  ]);
  const shared = Buffer.concat([u16(45, flags, method, 0, 0x21), u32(checksum), sizes, u16(fileName.length)]);
  const after = descriptor ? u32(0x08074b50, checksum, data.length, size) : Buffer.alloc(0);
  return {
    local: Buffer.concat([u32(0x04034b50), own, u16(0), localName, data, after]),
    central: Buffer.concat([
      u32(0x02014b50),
      u16(mode === 0 ? 45 : (3 << 8) | 45),
      shared,
      u16(extra.length, 0, 0, 0),
      u32((mode << 16) >>> 0, zip64 ? 0xffffffff : (claims.offset ?? offset)),
      fileName,
      extra,
    ]),
  };
}
