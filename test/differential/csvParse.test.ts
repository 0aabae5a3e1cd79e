import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLAW } from '../../shared/sis/csv/scanner.ts';
import { caseloadsFile } from '../../shared/sis/files/caseloads.ts';
import { scanRecords, utf8 } from '../unit/sis/csv/scanRecords.ts';
import { parseText } from '../unit/sis/parse/parseText.ts';

interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

interface Peer {
  readonly records: readonly (readonly Cell[])[];
  /** Bytes up to the end of each record. */
  readonly ends: readonly number[];
}

/** csv-parse as close to RFC 4180 as it goes: a line ends in LF or CRLF, and a lone CR is a character. */
function readByPeer(text: string): Peer | { readonly refusal: string } {
  try {
    const read: unknown = parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\n', '\r\n'],
      bom: true,
      info: true,
      cast: (cell, { quoting }): Cell => ({ text: cell, quoted: quoting }),
    });
    const rows = read as readonly { readonly record: readonly Cell[]; readonly info: { readonly bytes: number } }[];
    return { records: rows.map(({ record }) => record), ends: rows.map(({ info }) => info.bytes) };
  } catch (error) {
    return { refusal: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' };
  }
}

/** What we find wrong with a record that csv-parse takes: it is the same record all the same. */
function intendedFlaws(record: readonly Cell[]): number {
  const nul = record.some(({ text }) => text.includes('\0')) ? FLAW.nulByte : 0;
  const bareReturn = record.some(({ text, quoted }) => !quoted && text.includes('\r')) ? FLAW.bareCarriageReturn : 0;
  return nul | bareReturn;
}

/** The physical line of the byte at which a record begins, empty lines before it passed over. */
function lineAt(bytes: Uint8Array, after: number): number {
  let at = after;
  while (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] === 0x0a)) at += bytes[at] === 0x0a ? 1 : 2;
  return 1 + bytes.subarray(0, at).filter((byte) => byte === 0x0a).length;
}

const piece = fc.constantFrom(
  ...[
    'a',
    'Zoë',
    '漢',
    '😀',
    ' ',
    ',',
    ',',
    ';',
    '"',
    '"',
    '""',
    '","',
    '\n',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\uFEFF',
    '\\',
    '7',
  ],
);
const hostile = fc
  .tuple(fc.boolean(), fc.array(piece, { maxLength: 30 }))
  .map(([bom, pieces]) => (bom ? '\uFEFF' : '') + pieces.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 40 });

describe('hostile texts', () => {
  test('give the records of csv-parse, each at its physical line, and the flaws that we alone name', () => {
    let [accepted, flawed] = [0, 0];
    fc.assert(
      fc.property(hostile, sizes, (text, chunkSizes) => {
        const peer = readByPeer(text);
        // A NUL right behind a closing quote csv-parse takes for the end of all input; for us the quote is a stray one.
        if ('refusal' in peer || text.includes('"\0')) return;
        const bytes = utf8(text);
        const { records, failure } = scanRecords(bytes, {}, chunkSizes);
        expect(failure).toBeUndefined();
        expect(records.map(({ fields }) => fields)).toEqual(
          peer.records.map((cells) => cells.map((cell) => cell.text)),
        );
        expect(records.map(({ flaws }) => flaws)).toEqual(peer.records.map(intendedFlaws));
        expect(records.map(({ line }) => line)).toEqual(
          peer.records.map((_, index) => lineAt(bytes, index === 0 ? bomLength(bytes) : (peer.ends[index - 1] ?? 0))),
        );
        accepted += records.length;
        flawed += records.filter(({ flaws }) => flaws !== 0).length;
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(1000);
    expect(flawed).toBeGreaterThan(100);
  });

  test('that csv-parse refuses as a whole lose the record that is wrong and no other', () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(hostile, (text) => {
        const peer = readByPeer(text);
        if (!('refusal' in peer)) return;
        met.set(peer.refusal, (met.get(peer.refusal) ?? 0) + 1);
        const { records, failure } = scanRecords(utf8(text));
        const hasStrayQuote = records.some(({ flaws }) => (flaws & FLAW.strayQuote) !== 0);
        const hasPlainQuote = records.some(({ fields }) => fields.some((field) => field.includes('"')));
        if (peer.refusal === 'CSV_INVALID_CLOSING_QUOTE') expect(hasStrayQuote || failure !== undefined).toBe(true);
        else if (peer.refusal === 'CSV_QUOTE_NOT_CLOSED') expect(failure?.code).toBe('csv.unclosed_quote');
        // A quote inside an unquoted cell (5'10") is a character, as spreadsheets have it.
        else expect(hasPlainQuote || hasStrayQuote || failure !== undefined).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect([...met.keys()].sort()).toEqual([
      'CSV_INVALID_CLOSING_QUOTE',
      'CSV_QUOTE_NOT_CLOSED',
      'INVALID_OPENING_QUOTE',
    ]);
  });

  test('may be cut at every byte', () => {
    const text = '\uFEFFa,"b ""q"" c"\r\n\r\n"1\r\n2",漢\n\n\0,x\ry\n"s"t,😀\r\n"",\nlast,"row"';
    const bytes = utf8(text);
    const whole = scanRecords(bytes);
    expect(whole.records).toHaveLength(6);
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = 0; first + second <= bytes.length; second += 1) {
        expect(scanRecords(bytes, {}, [first, second])).toEqual(whole);
      }
    }
    expect(
      scanRecords(
        bytes,
        {},
        Array.from(bytes, () => 1),
      ),
    ).toEqual(whole);
  });

  test('with a field of 10 MB give that field, quoted with line ends and escapes in it', () => {
    const large = 'some "text"\n'.repeat(900_000);
    const text = `a,b\n1,"${large.replaceAll('"', '""')}"\n2,x\n`;
    const peer = readByPeer(text);
    const { records } = scanRecords(
      utf8(text),
      {},
      Array.from({ length: 90 }, () => 131_071),
    );
    expect('records' in peer && peer.records[1]?.[1]?.text === records[1]?.fields[1]).toBe(true);
    expect(records[1]?.fields[1]?.length).toBe(large.length);
    expect(records[2]?.line).toBe(2 + 900_000 + 1);
  });
});

describe('what csv-parse takes or refuses as a whole', () => {
  const header = 'staffSourcedId,studentSourcedId,role,beginDate,endDate';
  const good = 'C1,S1,counselor,2025-08-18,';
  const rejectsOf = async (...rows: readonly string[]) => {
    const { records, rejects } = await parseText(caseloadsFile, `${[header, ...rows].join('\n')}\n`);
    return { accepted: records.map(({ line }) => line), rejects };
  };

  test.each([
    ['a lone carriage return', 'C1,S\r2,counselor,,', '3 csv.bare_carriage_return'],
    ['a NUL byte', 'C1,S\0,counselor,,', '3 csv.nul_byte'],
    ['text after a closing quote', 'C1,"S2"x,counselor,,', '3 csv.stray_quote'],
    ['too few cells', 'C1,S2,counselor', '3 table.row_width_mismatch'],
    ['too many cells', 'C1,S2,counselor,,,', '3 table.row_width_mismatch'],
  ])('%s rejects its row, with its line, and the rows around it stay', async (_, row, reject) => {
    expect(await rejectsOf(good, row, good)).toEqual({ accepted: [2, 4], rejects: [reject] });
  });

  test('empty lines are no rows, and count as lines', async () => {
    expect(await rejectsOf(good, '', '\r', 'C1,S2,nobody,,')).toEqual({
      accepted: [2],
      rejects: ['5 role row.unmapped_code'],
    });
  });

  test('a byte order mark is no part of the first column, and one inside a cell is', async () => {
    const { records, rejects } = await parseText(caseloadsFile, `\uFEFF${header}\n${good}\nC1,\uFEFFS2,counselor,,\n`);
    expect(records).toHaveLength(1);
    expect(rejects).toEqual(['3 studentSourcedId row.invalid_guid']);
  });
});

const bomLength = (bytes: Uint8Array) => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
