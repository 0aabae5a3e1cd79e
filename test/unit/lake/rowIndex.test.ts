import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_ROWS, Cells } from '../../../shared/lake/cells.ts';
import { RowIndex } from '../../../shared/lake/rowIndex.ts';

type Key = readonly [leader: number, day: number, period: number];

const keyText = (key: Key) => key.map(String).join();
const leader = fc.oneof({ weight: 20, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
const key: fc.Arbitrary<Key> = fc.tuple(leader, fc.nat(5), fc.constantFrom(Number.NaN, 0, 1));
const keys = fc.array(key, { maxLength: 200 });
/** As files mostly come: rows of one leader together. */
const grouped = fc
  .tuple(keys, fc.boolean())
  .map(([each, ascending]) => each.toSorted((a, b) => a[0] - b[0] || (ascending ? a[1] - b[1] : 0)));

/** Inserts keys as a file's rows are; the rows kept, and for each key the row that had it before. */
function insertAll(all: readonly Key[], hasCodes: boolean) {
  const columns = [new Cells(), new Cells(), new Cells()];
  const index = new RowIndex(columns, [0, 1, 2], 0, hasCodes);
  const earlier = all.map((each) => {
    columns.forEach((cells, place) => {
      cells.push(each[place]!);
    });
    const row = columns[0]!.length - 1;
    const found = index.insert(row);
    if (found >= 0) for (const cells of columns) cells.truncate(row);
    return found;
  });
  return { columns, index, earlier };
}

describe('an index of rows', () => {
  it('finds what a map finds, in files that are grouped and in those that are not', () => {
    fc.assert(
      fc.property(fc.oneof(keys, grouped), keys, fc.boolean(), (all, asked, hasCodes) => {
        const { index, earlier } = insertAll(all, hasCodes);
        const known = new Map<string, number>();
        const expected = all.map((each) => {
          const row = known.get(keyText(each)) ?? -1;
          if (row < 0) known.set(keyText(each), known.size);
          return row;
        });
        expect(earlier).toEqual(expected);
        const other = insertAll([], false).columns;
        for (const each of [...all, ...asked]) {
          other.forEach((cells, place) => {
            cells.push(each[place]!);
          });
          expect(index.find(other, other[0]!.length - 1)).toBe(known.get(keyText(each)) ?? -1);
        }
      }),
    );
  });

  it('goes on with hashing when runs grow long and come in no order', () => {
    const all = Array.from({ length: 4 * BLOCK_ROWS }, (_, row): Key => [0, (row * 7919) % 4099, Number.NaN]);
    const { index, columns, earlier } = insertAll([...all, ...all], true);
    expect(earlier.slice(0, all.length)).toEqual(all.map(() => -1));
    expect(earlier.slice(all.length)).toEqual(all.map((_, row) => row));
    expect(index.find(columns, 17)).toBe(17);
  });
});
