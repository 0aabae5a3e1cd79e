import { afterEach, expect, it } from 'vitest';
import { type AheadFile, ParseAhead } from '../../../shared/ingest/parseAhead.ts';
import { emptyTable } from '../../../shared/lake/columnar.ts';
import { orgsFile } from '../../../shared/sis/files/orgs.ts';

const HEADER = 'sourcedId,name,type\n';
const SETTINGS = { cores: 2, leastBytes: 0 };

/** A file in pieces; an error stands for a piece that cannot be read. */
function orgs(pieces: readonly (string | Error)[], name = 'orgs'): AheadFile {
  const open = async function* () {
    for (const piece of pieces) {
      if (typeof piece !== 'string') throw piece;
      yield new TextEncoder().encode(piece);
    }
  };
  return {
    name,
    file: { name: 'orgs.csv', size: 100, open },
    stored: async () => emptyTable(orgsFile.table),
    order: { name, fileName: 'orgs.csv', version: '1.2', mode: 'bulk', size: 100, context: {} },
  };
}

let ahead: ParseAhead;
afterEach(() => ahead.close());

/** Reads it while another file is worked on. */
function readAhead(file: AheadFile, settings = SETTINGS) {
  ahead = new ParseAhead([file], settings);
  return ahead.take('another');
}

it('reads a file before its turn, in pieces of any size', async () => {
  const rows = Array.from({ length: 50_000 }, (_, id) => `A${id},School number ${id},school\n`).join('');
  await readAhead(orgs([HEADER.slice(0, 5), HEADER.slice(5), rows, rows.replaceAll('A', 'B')]));
  const parsed = await ahead.take('orgs');
  expect(parsed).toMatchObject({ outcome: { rows: 100_000, rejected: 0 } });
  expect(parsed?.rows.lines.length).toBe(100_000);
});

it('reads nothing ahead with one core, of small files, or of the file whose turn it is', async () => {
  await readAhead(orgs([HEADER]), { ...SETTINGS, cores: 1 });
  expect(await ahead.take('orgs')).toBeUndefined();
  await readAhead(orgs([HEADER]), { ...SETTINGS, leastBytes: 101 });
  expect(await ahead.take('orgs')).toBeUndefined();
  ahead = new ParseAhead([orgs([HEADER])], SETTINGS);
  expect(await ahead.take('orgs')).toBeUndefined();
});

it('tells in its turn why a file could not be read, not before', async () => {
  await expect(readAhead(orgs([HEADER, new Error('the bucket is gone')]))).resolves.toBeUndefined();
  await expect(ahead.take('orgs')).rejects.toThrow('the bucket is gone');
});

it('does not look behind the place where reading breaks off', async () => {
  const endless = `A1,"${'a'.repeat(17 * 1024 * 1024)}`;
  await readAhead(orgs([HEADER, endless, 'more', 'and more', 'and more', new Error('the bucket is gone')]));
  expect(await ahead.take('orgs')).toMatchObject({ outcome: { truncated: true, brokenBy: 'csv.record_too_large' } });
});

it('leaves a file with more to tell than is worth sending to its turn', async () => {
  await readAhead(orgs([HEADER, 'A1,A,moon\n'.repeat(20_001)]));
  expect(await ahead.take('orgs')).toBeUndefined();
});

it('fails with what the thread throws, of the same kind, and goes down with the thread', async () => {
  await readAhead(orgs([HEADER], 'noFile'));
  await expect(ahead.take('noFile')).rejects.toThrow(new TypeError('noFile is no file of the drop'));
  await ahead.close();
  await readAhead(orgs([HEADER, 'A1,A,school\n']));
  await ahead.close();
  await expect(ahead.take('orgs')).rejects.toThrow(/thread/);
});
