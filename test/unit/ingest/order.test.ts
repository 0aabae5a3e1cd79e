import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOlder } from '../../../shared/ingest/order.ts';

const mark = fc.record({
  generatedAt: fc.constantFrom('2022-03-01T00:00:00.000Z', '2022-03-01T00:00:00.001Z', '2022-03-02T00:00:00.000Z'),
  objectKey: fc.constantFrom('drops/a.zip', 'drops/b.zip'),
});

describe('the order of drops', () => {
  it('is by the time they were generated, then by key', () => {
    const early = { generatedAt: '2022-03-01T00:00:00.000Z', objectKey: 'drops/b.zip' };
    expect(isOlder(early, { generatedAt: '2022-03-01T00:00:00.001Z', objectKey: 'drops/a.zip' })).toBe(true);
    expect(isOlder(early, { ...early, objectKey: 'drops/a.zip' })).toBe(false);
    expect(isOlder({ ...early, objectKey: 'drops/a.zip' }, early)).toBe(true);
    expect(isOlder(early, undefined)).toBe(false);
  });

  it('is total: of two drops one is older, or they are the same place', () => {
    fc.assert(
      fc.property(mark, mark, (a, b) => {
        const isSame = a.generatedAt === b.generatedAt && a.objectKey === b.objectKey;
        expect(Number(isOlder(a, b)) + Number(isOlder(b, a))).toBe(isSame ? 0 : 1);
      }),
    );
  });
});
