import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DropSourceError, type RangeSource } from '../../../../shared/sis/drop/source.ts';
import { openZip } from '../../../../shared/sis/drop/zip.ts';
import { writeZip, type ZipEntry } from './zipWriter.ts';

const ORGS = strToU8('sourcedId,name,type\nD1,District,district\n');
const USERS = strToU8(`sourcedId\n${Array.from({ length: 60 }, (_, n) => `user-${(n * 7919) % 2003}`).join('\n')}\n`);
const orgs: ZipEntry = { name: 'orgs.csv', content: ORGS };
const users: ZipEntry = { name: 'users.csv', content: USERS };

const rangesOf = (bytes: Uint8Array): RangeSource => ({
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
});

/** The content of each file, or the code it is refused with. */
async function readAll(bytes: Uint8Array): Promise<Record<string, string> | string> {
  try {
    const contents: Record<string, string> = {};
    for (const file of (await openZip(rangesOf(bytes))).files) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.open()) chunks.push(chunk);
      contents[file.name] = Buffer.concat(chunks).toString();
    }
    return contents;
  } catch (error) {
    if (error instanceof DropSourceError) return error.code;
    throw error;
  }
}

const SOUND = { 'orgs.csv': String(Buffer.from(ORGS)), 'users.csv': String(Buffer.from(USERS)) };

describe('a sound zip', () => {
  it('may say sizes and checksums after the data', async () => {
    const entries = [
      { ...orgs, descriptor: true },
      { ...users, descriptor: true, stored: true },
    ];
    expect(await readAll(writeZip(entries))).toEqual(SOUND);
  });

  it('may have a comment', async () => {
    expect(await readAll(writeZip([orgs, users], { comment: strToU8('from the SIS') }))).toEqual(SOUND);
  });

  it('may say that its files were files', async () => {
    expect(await readAll(writeZip([{ ...orgs, mode: 0o100644 }, users]))).toEqual(SOUND);
  });

  it('of people who zip by hand has things beside the files, which are told and passed over', async () => {
    const beside = ['__MACOSX/._orgs.csv', '.DS_Store', '._users.csv', 'Thumbs.db', 'desktop.ini'];
    const zip = writeZip([orgs, ...beside.map((name) => ({ name, content: ORGS })), users]);
    expect(await readAll(zip)).toEqual(SOUND);
    expect((await openZip(rangesOf(zip))).notices).toMatchObject([
      { severity: 'notice', file: '__MACOSX/._orgs.csv', code: 'package.system_file', message: /^5 files / },
    ]);
    expect((await openZip(rangesOf(writeZip([orgs])))).notices).toEqual([]);
  });
});

describe('a zip that means different things to different programs is refused', () => {
  it.each<[string, ZipEntry['local']]>([
    ['name', { name: 'user.csv' }],
    ['compression', { method: 0 }],
    ['checksum', { crc32: 1 }],
    ['size', { size: 7 }],
  ])('a file whose own header has another %s than the directory', async (_, local) => {
    expect(await readAll(writeZip([orgs, { ...users, local: local ?? {} }]))).toBe('zip.ambiguous');
  });

  it('a file that shares its bytes with another one', async () => {
    const twice = { name: 'copy.csv', content: ORGS, claims: { offset: 0 } };
    expect(await readAll(writeZip([orgs, users, twice]))).toBe('zip.ambiguous');
  });

  it('a file that reaches into the next one', async () => {
    const quine = { name: 'orgs2.csv', content: ORGS, stored: true, claims: { offset: 10 } };
    expect(await readAll(writeZip([orgs, users, quine]))).toBe('zip.ambiguous');
  });

  it('a file that reaches into the directory', async () => {
    const zip = writeZip([orgs]);
    const claimsMore = Buffer.from(zip);
    const directory = claimsMore.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    claimsMore.writeUInt32LE(claimsMore.readUInt32LE(directory + 20) + 9, directory + 20);
    expect(await readAll(claimsMore)).toBe('zip.ambiguous');
  });

  it('a second archive in the comment', async () => {
    const hidden = writeZip([{ ...orgs, content: strToU8('another file') }]);
    // Read from its end it is the hidden archive, whose offsets count from the beginning.
    const outer = writeZip([users], { comment: hidden });
    expect(['zip.ambiguous', 'zip.invalid_archive']).toContain(await readAll(outer));
    const end = Buffer.from([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]);
    expect(await readAll(writeZip([orgs, users], { comment: end }))).toBe('zip.ambiguous');
  });

  it('bytes before the end that belong to nothing', async () => {
    const zip = Buffer.from(writeZip([orgs, users]));
    const end = zip.length - 22;
    expect(await readAll(Buffer.concat([zip.subarray(0, end), Buffer.alloc(5), zip.subarray(end)]))).toBe(
      'zip.ambiguous',
    );
  });
});

describe('a zip is refused', () => {
  it.each([
    ['a link', 0o120777],
    ['a device', 0o060644],
    ['a pipe', 0o010644],
  ])('for %s where a file should be', async (_, mode) => {
    expect(await readAll(writeZip([orgs, { ...users, mode }]))).toBe('zip.not_a_file');
  });

  it('for files in a folder, with what to do', async () => {
    const zip = writeZip([{ ...orgs, name: 'export/orgs.csv' }]);
    await expect(openZip(rangesOf(zip))).rejects.toMatchObject({
      code: 'zip.nested_folder',
      file: 'export/orgs.csv',
      message: /open the folder, select the files in it and zip those/,
    });
  });

  it.each([['..\\..\\orgs.csv'], ['a\0.csv'], ['/orgs.csv'], ['../orgs.csv'], ['c:/orgs.csv'], ['x/../../orgs.csv']])(
    'for the name %j',
    async (name) => {
      expect(await readAll(writeZip([{ ...orgs, name }]))).toBe('zip.unsafe_path');
    },
  );

  it('wherever it was cut off: never read with fewer files or rows', async () => {
    for (const options of [{}, { zip64: true }, { comment: strToU8('from the SIS') }]) {
      const zip = writeZip(
        [orgs, { ...users, stored: true }, { ...orgs, name: 'empty.csv', content: new Uint8Array() }],
        options,
      );
      for (let length = 0; length < zip.length; length++) {
        const outcome = await readAll(zip.subarray(0, length));
        expect(`${length}: ${outcome}`).toBe(`${length}: zip.invalid_archive`);
      }
    }
  });
});

it('a zip in a zip is a file like any other: nothing opens it', async () => {
  const inner = writeZip([users]);
  const outer = await openZip(rangesOf(writeZip([orgs, { name: 'inner.zip', content: inner }])));
  expect(outer.files.map(({ name }) => name)).toEqual(['orgs.csv', 'inner.zip']);
});
