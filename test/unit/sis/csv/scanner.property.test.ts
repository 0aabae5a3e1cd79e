import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAW } from '../../../../shared/sis/csv/scanner.ts';
import { scanRecords, utf8 } from './scanRecords.ts';

const piece = fc.constantFrom('a', 'Zoë', '漢', '😀', ' ', ',', ';', '"', '""', '\n', '\r\n', '\r', '1', "'", '\\');
const field = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 });

const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
const writable = fc.record({ value: field, always: fc.boolean() }).map(({ value, always }) => ({
  value,
  written: always || /[",\n\r]/.test(value) ? quote(value) : value,
}));
const row = fc.record({
  cells: fc.array(writable, { minLength: 1, maxLength: 5 }),
  end: fc.constantFrom('\n', '\r\n'),
});
const isEmptyLine = (cells: readonly { written: string }[]) => cells.length === 1 && cells[0]?.written === '';

const csvParse = (text: string): readonly (readonly string[])[] =>
  parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\n', '\r\n'], bom: true });

describe('the scanner', () => {
  it('reads back what was written, with the physical line of each record, wherever chunks end', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        sizes,
        (rows, bom, cutEnd, chunkSizes) => {
          const expected: { fields: string[]; line: number }[] = [];
          let text = '';
          for (const { cells, end } of rows) {
            const line = text.split('\n').length;
            if (!isEmptyLine(cells)) expected.push({ fields: cells.map((cell) => cell.value), line });
            text += cells.map((cell) => cell.written).join(',') + end;
          }
          if (cutEnd) text = text.replace(/\r?\n$/, '');
          const { records, failure } = scanRecords(utf8((bom ? '\uFEFF' : '') + text), {}, chunkSizes);
          expect(failure).toBeUndefined();
          expect(records.map(({ fields, line }) => ({ fields, line }))).toEqual(expected);
          expect(records.every((record) => record.flaws === 0)).toBe(true);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('agrees with csv-parse on every text that csv-parse accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), sizes, (pieces, chunkSizes) => {
        const text = pieces.join('');
        let expected: readonly (readonly string[])[];
        try {
          expected = csvParse(text);
        } catch {
          return;
        }
        accepted += 1;
        const { records, failure } = scanRecords(utf8(text), {}, chunkSizes);
        expect(failure).toBeUndefined();
        expect(records.map((record) => record.fields)).toEqual(expected);
      }),
      { numRuns: 2500 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('reads the same records and flaws from any bytes, however they are cut', () => {
    const bytes = fc
      .uint8Array({ maxLength: 60 })
      .chain((noise) =>
        fc.shuffledSubarray([...utf8('a,"b""\n",\r\n"x\r,\0é')]).map((some) => Uint8Array.from([...noise, ...some])),
      );
    fc.assert(
      fc.property(bytes, sizes, (content, chunkSizes) => {
        expect(scanRecords(content, {}, chunkSizes)).toEqual(scanRecords(content));
      }),
      { numRuns: 1000 },
    );
  });

  it('marks exactly the records whose bytes are not UTF-8', () => {
    const cell = fc
      .uint8Array({ maxLength: 5 })
      .map((bytes) => bytes.filter((byte) => ![0, 10, 13, 34, 44].includes(byte)));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const content = Uint8Array.from(cells.flatMap((bytes) => [0x61, ...bytes, 0x0a]));
        const valid = cells.map((bytes) => new TextDecoder().decode(bytes).includes('\uFFFD') === false);
        const { records } = scanRecords(content);
        expect(records.map((record) => (record.flaws & FLAW.invalidUtf8) === 0)).toEqual(valid);
      }),
      { numRuns: 1000 },
    );
  });
});
