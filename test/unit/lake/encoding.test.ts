import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable, encodeTable } from '../../../shared/lake/encoding.ts';
import { decimalAt, groupRows, integerAt, stringAt } from '../../../shared/lake/rows.ts';
import type { TableSchema } from '../../../shared/lake/schema.ts';
import { NULL_INT } from '../../../shared/lake/table.ts';
import { type SampleRow, tableOf } from './tableOf.ts';

const schema: TableSchema = {
  name: 'sample',
  columns: [
    { name: 'id', kind: 'integer' },
    { name: 'text', kind: 'string' },
    { name: 'on', kind: 'day' },
    { name: 'share', kind: 'decimal' },
  ],
  key: ['id'],
  scope: { kind: 'whole' },
};

const row = fc.record(
  {
    id: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: NULL_INT + 1, max: 2_147_483_647 })),
    text: fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })),
    on: fc.integer({ min: -70_000, max: 70_000 }),
    share: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
  },
  { requiredKeys: ['id'] },
);
const rowsById = fc.uniqueArray(row, { selector: (each) => each.id, maxLength: 400 });

const joined = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe('stored tables', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(rowsById, (rows: readonly SampleRow[]) => {
        const table = decodeTable(schema, joined(encodeTable(tableOf(schema, rows, 'drop-7'))));
        expect(table.rowCount).toBe(rows.length);
        rows.forEach((expected, index) => {
          expect(integerAt(table.ints('id'), index)).toBe(expected['id']);
          expect(stringAt(table.strings('text'), index)).toBe(expected['text']);
          expect(integerAt(table.ints('on'), index)).toBe(expected['on']);
          const share = expected['share'] === undefined ? Number.NaN : Math.round(Number(expected['share']) * 1e6) + 0;
          expect(table.decimals('share').values[index]).toBe(share);
          expect(stringAt(table.drops, index)).toBe('drop-7');
          expect(integerAt(table.lines, index)).toBe(index + 2);
        });
      }),
    );
  });

  it('have the same bytes when they hold the same rows', () => {
    fc.assert(
      fc.property(rowsById, (rows: readonly SampleRow[]) => {
        const once = joined(encodeTable(tableOf(schema, rows)));
        const again = joined(encodeTable(decodeTable(schema, once)));
        expect(again).toEqual(once);
      }),
    );
  });

  it('load from bytes that are not aligned', () => {
    const bytes = joined(encodeTable(tableOf(schema, [{ id: 70_000, text: 'a', share: 0.25 }])));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const table = decodeTable(schema, shifted.subarray(3));
    expect(table.ints('id').values[0]).toBe(70_000);
    expect(decimalAt(table.decimals('share'), 0)).toEqual({ numerator: 25n, denominator: 100n });
  });

  it('are empty columns where the schema has gained one since', () => {
    const bytes = joined(encodeTable(tableOf(schema, [{ id: 1, text: 'a' }])));
    const wider = { ...schema, columns: [...schema.columns, { name: 'later', kind: 'string' as const }] };
    expect(stringAt(decodeTable(wider, bytes).strings('later'), 0)).toBeUndefined();
  });

  it('refuse bytes that are something else', () => {
    expect(() => decodeTable(schema, new Uint8Array(64))).toThrow(TypeError);
    const bytes = joined(encodeTable(tableOf(schema, [])));
    expect(() => decodeTable({ ...schema, name: 'other' }, bytes)).toThrow('the table is sample, not other');
  });
});

describe('groupRows', () => {
  it('gives each text its rows in order and leaves missing ones out', () => {
    const texts = fc.array(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }), { maxLength: 50 });
    fc.assert(
      fc.property(texts, (values) => {
        const table = tableOf(
          schema,
          values.map((text, id) => ({ id, text })),
        );
        const column = table.strings('text');
        const { offsets, rows } = groupRows(column, table.rowCount);
        column.values.forEach((text, code) => {
          const expected = values.flatMap((value, index) => (value === text ? [index] : []));
          expect([...rows.subarray(offsets[code], offsets[code + 1])]).toEqual(expected);
        });
        expect(rows.length).toBe(values.filter((value) => value !== undefined).length);
      }),
    );
  });
});
