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
  };
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
export function writeZip(entries: readonly ZipEntry[], { zip64 = false } = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset, zip64);
    parts.push(local);
    directory.push(central);
    offset += local.length;
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
    : [u32(0x06054b50), u16(0, 0, entries.length, entries.length), u32(central.length, offset), u16(0)];
  return Buffer.concat([...parts, central, ...end]);
}

function writeEntry({ name, content, stored = false, claims = {} }: ZipEntry, offset: number, zip64: boolean) {
  const data = stored ? Buffer.from(content) : deflateRawSync(content);
  const size = claims.size ?? content.length;
  const fileName = Buffer.from(name);
  const extra = zip64 ? Buffer.concat([u16(1, 24), u64(size), u64(data.length), u64(offset)]) : Buffer.alloc(0);
  const shared = Buffer.concat([
    u16(45, claims.flags ?? 0x800, claims.method ?? (stored ? 0 : 8), 0, 0x21),
    u32(claims.crc32 ?? crc32(content)),
    zip64 ? u32(0xffffffff, 0xffffffff) : u32(data.length, size),
    u16(fileName.length),
  ]);
  return {
    local: Buffer.concat([u32(0x04034b50), shared, u16(0), fileName, data]),
    central: Buffer.concat([
      u32(0x02014b50),
      u16(45),
      shared,
      u16(extra.length, 0, 0, 0),
      u32(0, zip64 ? 0xffffffff : offset),
      fileName,
      extra,
    ]),
  };
}
