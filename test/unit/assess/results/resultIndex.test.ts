import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ResultIndex, ResultIndexBuilder, spanOf } from '../../../../shared/assess/results/resultIndex.ts';

const LENGTH = 10;

function indexOf(ids: readonly string[]): ResultIndex {
  const builder = new ResultIndexBuilder();
  for (const [place, id] of ids.entries()) builder.add(id, place * LENGTH);
  return JSON.parse(new TextDecoder().decode(builder.take(ids.length * LENGTH)));
}

describe('the index of results', () => {
  it('says for every student a short range that holds their result', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 }), (unordered) => {
        const ids = unordered.toSorted();
        const index = indexOf(ids);
        for (const [place, id] of ids.entries()) {
          const { start, end } = spanOf(index, id);
          expect(start).toBeLessThanOrEqual(place * LENGTH);
          expect(end).toBeGreaterThanOrEqual((place + 1) * LENGTH);
          expect(end - start).toBeLessThanOrEqual(8 * LENGTH);
        }
      }),
    );
  });

  it('says an empty range where there are no results', () => {
    expect(spanOf(indexOf([]), 'a')).toEqual({ start: 0, end: 0 });
  });
});
