import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type DropSource, DropSourceError, type RangeSource } from '../../../../shared/sis/drop/source.ts';
import { openZip } from '../../../../shared/sis/drop/zip.ts';
import { ZIP_LIMITS, type ZipLimits } from '../../../../shared/sis/drop/zipLimits.ts';
import { writeZip, type ZipEntry } from './zipWriter.ts';

const ORGS = strToU8('sourcedId,name,type\nD1,District,district\n');
const USERS = strToU8(`sourcedId\n${Array.from({ length: 2000 }, (_, n) => `user-${(n * 7919) % 2003}`).join('\n')}\n`);

interface CountingSource extends RangeSource {
  readonly reads: [number, number][];
}

function rangesOf(bytes: Uint8Array): CountingSource {
  const reads: [number, number][] = [];
  return {
    size: bytes.length,
    reads,
    read: async (start, end) => {
      if (start < 0 || end > bytes.length || start >= end) throw new RangeError(`no such range: ${start}-${end}`);
      reads.push([start, end]);
      return bytes.slice(start, end);
    },
  };
}

async function contentOf(source: DropSource): Promise<Record<string, Uint8Array>> {
  const contents: Record<string, Uint8Array> = {};
  for (const file of source.files) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.open()) chunks.push(chunk);
    contents[file.name] = Uint8Array.from(Buffer.concat(chunks));
  }
  return contents;
}

const readAll = async (bytes: Uint8Array, limits?: Partial<ZipLimits>) =>
  contentOf(await openZip(rangesOf(bytes), { ...ZIP_LIMITS, ...limits }));

const failureOf = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'it was read',
    (error: unknown) => (error instanceof DropSourceError ? error.code : error),
  );

const zipOf = (...entries: (Partial<ZipEntry> & { name: string })[]) =>
  writeZip(entries.map((entry) => ({ content: ORGS, ...entry })));

describe('a zip', () => {
  it('of a common program is a drop of files, read by ranges', async () => {
    const bytes = zipSync({ 'orgs.csv': ORGS, 'users.csv': [USERS, { level: 0 }], 'manifest.csv': new Uint8Array() });
    expect(await readAll(bytes)).toEqual({ 'orgs.csv': ORGS, 'users.csv': USERS, 'manifest.csv': new Uint8Array() });
  });

  it('may be ZIP64', async () => {
    const bytes = writeZip(
      [
        { name: 'orgs.csv', content: ORGS },
        { name: 'users.csv', content: USERS, stored: true },
      ],
      { zip64: true },
    );
    expect(await readAll(bytes)).toEqual({ 'orgs.csv': ORGS, 'users.csv': USERS });
  });

  it('is opened with one read, and its files can be opened again', async () => {
    const source = rangesOf(zipOf({ name: 'orgs.csv' }, { name: 'users.csv', content: USERS }));
    const drop = await openZip(source);
    expect(source.reads).toHaveLength(1);
    expect(await contentOf(drop)).toEqual(await contentOf(drop));
    expect(drop.files.map(({ name, size }) => [name, size])).toEqual([
      ['orgs.csv', ORGS.length],
      ['users.csv', USERS.length],
    ]);
  });

  it('larger than one piece is read in several', async () => {
    const noise = new Uint8Array(10_000_000);
    for (let at = 0; at < noise.length; at += 1) noise[at] = Math.imul(at, 2654435761) >>> 24;
    const source = rangesOf(zipOf({ name: 'users.csv', content: noise, stored: true }));
    const { 'users.csv': read } = await contentOf(await openZip(source));
    expect(Buffer.compare(read ?? new Uint8Array(), noise)).toBe(0);
    expect(source.reads.filter(([start, end]) => end - start > 1_000_000).length).toBeGreaterThan(1);
  });

  it('of a Mac has things beside the files that do not count', async () => {
    expect(
      Object.keys(await readAll(zipOf({ name: 'orgs.csv' }, { name: '__MACOSX/._orgs.csv' }, { name: '.DS_Store' }))),
    ).toEqual(['orgs.csv']);
  });
});

describe('a zip is refused', () => {
  const cut = zipOf({ name: 'users.csv', content: USERS });
  it.each<[string, Uint8Array, Partial<ZipLimits>, string]>([
    ['that is none', ORGS, {}, 'zip.invalid_archive'],
    ['that is empty', new Uint8Array(), {}, 'zip.invalid_archive'],
    ['that was cut off', cut.slice(0, cut.length - 40), {}, 'zip.invalid_archive'],
    ['with an enclosing folder', zipOf({ name: 'export/orgs.csv' }), {}, 'zip.nested_folder'],
    ['that climbs out of it', zipOf({ name: '../orgs.csv' }), {}, 'zip.unsafe_path'],
    ['with an absolute path', zipOf({ name: '/etc/passwd' }), {}, 'zip.unsafe_path'],
    ['with a drive', zipOf({ name: 'C:orgs.csv' }), {}, 'zip.unsafe_path'],
    ['with backslashes', zipOf({ name: '..\\orgs.csv' }), {}, 'zip.unsafe_path'],
    ['that names a file twice', zipOf({ name: 'orgs.csv' }, { name: 'Orgs.csv' }), {}, 'zip.duplicate_entry'],
    ['that is encrypted', zipOf({ name: 'orgs.csv', claims: { flags: 1 } }), {}, 'zip.encrypted'],
    [
      'with another compression',
      zipOf({ name: 'orgs.csv', claims: { method: 14 } }),
      {},
      'zip.unsupported_compression',
    ],
    ['with too many files', zipOf({ name: 'a.csv' }, { name: 'b.csv' }), { entries: 1 }, 'zip.entry_count_exceeded'],
    ['with too large a file', zipOf({ name: 'a.csv' }), { entryBytes: 10 }, 'zip.entry_too_large'],
    [
      'too large in all',
      zipOf({ name: 'a.csv' }, { name: 'b.csv' }),
      { totalBytes: 60 },
      'zip.total_uncompressed_size_exceeded',
    ],
    ['with a wrong checksum', zipOf({ name: 'a.csv', claims: { crc32: 1 } }), {}, 'zip.crc_mismatch'],
    [
      'with a wrong checksum of a stored file',
      zipOf({ name: 'a.csv', stored: true, claims: { crc32: 1 } }),
      {},
      'zip.crc_mismatch',
    ],
    ['that declares more than there is', zipOf({ name: 'a.csv', claims: { size: 100 } }), {}, 'zip.size_mismatch'],
    ['that declares less than there is', zipOf({ name: 'a.csv', claims: { size: 5 } }), {}, 'zip.size_mismatch'],
    [
      'that expands out of proportion',
      zipOf({ name: 'a.csv', content: new Uint8Array(20_000_000) }),
      {},
      'zip.compression_ratio_exceeded',
    ],
  ])('%s', async (_, bytes, limits, code) => {
    expect(await failureOf(readAll(bytes, limits))).toBe(code);
  });

  it('while it streams, before more comes out than was declared', async () => {
    const bomb = zipOf({ name: 'a.csv', content: new Uint8Array(30_000_000), claims: { size: 1000 } });
    const drop = await openZip(rangesOf(bomb));
    let received = 0;
    const reading = (async () => {
      for await (const chunk of drop.files[0]!.open()) received += chunk.length;
    })();
    expect(await failureOf(reading)).toBe('zip.size_mismatch');
    expect(received).toBe(0);
  });

  it('whatever byte of it is damaged, or read as it was', async () => {
    const sound = zipOf({ name: 'orgs.csv' }, { name: 'users.csv', content: USERS.slice(0, 600) });
    const contents = Object.values(await readAll(sound)).map((content) => Buffer.from(content).toString());
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        const damaged = sound.slice();
        for (const [at, value] of bytes) damaged[at] = value;
        const checked = readAll(damaged).then((files) => {
          for (const file of Object.values(files)) expect(contents).toContain(Buffer.from(file).toString());
        });
        const outcome = await failureOf(checked);
        expect(typeof outcome).toBe('string');
      }),
      { numRuns: 400 },
    );
  });
});

describe('a failure of the source', () => {
  it('goes on as it is: it says nothing about the archive', async () => {
    const bytes = zipOf({ name: 'users.csv', content: USERS });
    const broken = new Error('connection reset');
    const source = { size: bytes.length, read: () => Promise.reject(broken) };
    await expect(openZip(source)).rejects.toBe(broken);
    let calls = 0;
    const later: RangeSource = {
      size: bytes.length,
      read: async (start, end) => {
        calls += 1;
        if (calls > 1) throw broken;
        return bytes.slice(start, end);
      },
    };
    const drop = await openZip(later);
    await expect(contentOf(drop)).rejects.toBe(broken);
  });

  it('is met once, however early the reader stops', async () => {
    const bytes = zipOf({ name: 'users.csv', content: USERS });
    const drop = await openZip(rangesOf(bytes));
    for await (const chunk of drop.files[0]!.open()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(Object.keys(await contentOf(drop))).toEqual(['users.csv']);
  });
});
