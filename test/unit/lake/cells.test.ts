import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cells } from '../../../shared/lake/cells.ts';
import { Dictionary } from '../../../shared/lake/dictionary.ts';
import { NULL_INT } from '../../../shared/lake/table.ts';

const value = fc.oneof(
  fc.constantFrom(
    Number.NaN,
    0,
    -0,
    254,
    255,
    65_534,
    65_535,
    2_147_483_647,
    2_147_483_648,
    NULL_INT,
    NULL_INT + 1,
    -1,
  ),
  fc.integer(),
  fc.double({ noNaN: true }),
);

const filled = (values: readonly number[]) => {
  const cells = new Cells();
  for (const each of values) cells.push(each);
  return cells;
};
const plain = (values: readonly number[]) => values.map((each) => each + 0);

describe('cells', () => {
  it('hold any numbers, whatever width they began with', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3000 }), (values) => {
        const cells = filled(values);
        expect(Array.from(values, (_, row) => cells.get(row))).toEqual(plain(values));
        expect([...cells.toFloat64()]).toEqual(plain(values));
      }),
    );
  });

  it('are replaced in place', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.nat(), value, (values, at, other) => {
        const row = at % values.length;
        const cells = filled(values);
        cells.set(row, other);
        expect(Array.from(values, (_, i) => cells.get(i))).toEqual(plain(values.with(row, other)));
      }),
    );
  });

  it('are packed into the same bytes however they came about', () => {
    fc.assert(
      fc.property(fc.array(value), value, (values, detour) => {
        const wide = filled([detour, ...values].slice(0, values.length));
        values.forEach((each, row) => {
          wide.set(row, each);
        });
        const [a, b] = [filled(values).packed(), wide.packed()];
        expect(b.width).toBe(a.width);
        expect(Buffer.from(b.array.buffer, b.array.byteOffset, b.array.byteLength)).toEqual(
          Buffer.from(a.array.buffer, a.array.byteOffset, a.array.byteLength),
        );
      }),
    );
  });

  it('take no room while every one is missing', () => {
    expect(filled([Number.NaN, Number.NaN]).packed()).toEqual({ width: 0, array: new Uint8Array(0) });
    expect([...filled([Number.NaN, 3]).toInt32()]).toEqual([NULL_INT, 3]);
  });
});

describe('a dictionary', () => {
  it('numbers texts in the order of their first coming, and goes on from there', () => {
    const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3 }), fc.string()), { maxLength: 300 });
    fc.assert(
      fc.property(texts, texts, (first, second) => {
        const dictionary = new Dictionary();
        for (const text of first) dictionary.internString(text);
        const next = dictionary.fork();
        const codes = [...first, ...second].map((text) => next.internString(text));
        const known = [...new Set([...first, ...second])];
        expect(codes).toEqual([...first, ...second].map((text) => known.indexOf(text)));
        expect(next.values()).toEqual(known);
        expect(dictionary.values()).toEqual([...new Set(first)]);
      }),
    );
  });

  it('leaves out what is not used, and renumbers what is', () => {
    const dictionary = new Dictionary();
    for (const text of ['kept', 'unused', 'used']) dictionary.internString(text);
    const { dictionary: compacted, codes } = dictionary.compact(1, Uint8Array.of(1, 0, 1));
    expect(compacted.values()).toEqual(['kept', 'used']);
    expect([codes[0], codes[2]]).toEqual([0, 1]);
    expect(compacted.internString('used')).toBe(1);
  });
});
