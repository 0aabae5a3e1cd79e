import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openResultIndex, ResultIndexBuilder, type ResultSpan } from '../../../shared/assess/resultIndex.ts';

function indexOf(spans: ReadonlyMap<string, ResultSpan>): Uint8Array {
  const builder = new ResultIndexBuilder();
  for (const [id, span] of spans) builder.add(id, span);
  return builder.encode();
}

async function opened(bytes: Uint8Array) {
  const reads: number[] = [];
  const index = await openResultIndex(async (start, end) => {
    reads.push(end - start);
    return bytes.slice(start, end);
  });
  return { find: (id: string) => index.find(id), reads };
}

const manySpans = (count: number) =>
  new Map(Array.from({ length: count }, (_, i) => [`student-${i}`, { offset: i * 1_000, length: i + 1 }]));

describe('the index of results', () => {
  it('finds every student it was given and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 }),
        fc.array(fc.string()),
        async (ids, others) => {
          const spans = new Map(ids.map((id, i) => [id, { offset: i * 7, length: i }]));
          const { find } = await opened(indexOf(spans));
          for (const [id, span] of spans) expect(await find(id)).toEqual([span]);
          for (const id of others) if (!spans.has(id)) expect(await find(id)).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has the same bytes whatever order its records came in', () => {
    const spans = manySpans(5_000);
    expect(indexOf(new Map([...spans].reverse()))).toEqual(indexOf(spans));
  });

  it('reads a short range to look one student up among many', async () => {
    const { find, reads } = await opened(indexOf(manySpans(20_000)));
    reads.length = 0;
    expect(await find('student-12345')).toEqual([{ offset: 12_345_000, length: 12_346 }]);
    expect(reads).toHaveLength(1);
    expect(reads[0]).toBeLessThan(18 * 150);
  });

  it('holds offsets beyond four gibibytes', async () => {
    const span = { offset: 2 ** 40 + 5, length: 4_000_000_000 };
    const { find } = await opened(indexOf(new Map([['a', span]])));
    expect(await find('a')).toEqual([span]);
  });

  it('is refused when it is something else', async () => {
    await expect(opened(new TextEncoder().encode('{"results": []}  '))).rejects.toThrow('no index');
  });
});
