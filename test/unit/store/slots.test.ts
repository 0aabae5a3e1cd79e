import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outruns, type Slotted, visible, withSlot } from '../../../shared/store/slots.ts';

/** What may happen to a row: runs that write it or not, and are flipped, abandoned, or killed and resumed. */
const run = fc.record({
  writes: fc.boolean(),
  value: fc.option(fc.nat(9), { nil: null }),
  flips: fc.boolean(),
  writesAgain: fc.boolean(),
});

describe('slots', () => {
  it('show what was published last, before, during and after every publish, whatever came in between', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
        let row: Slotted<number> | undefined;
        let published = 0;
        let shown: number | null = null;
        let torn = false;
        for (const [index, { writes, value, flips, writesAgain }] of runs.entries()) {
          const publication = index + 1;
          // A row that an abandoned publication may have touched is written by the next one in any case.
          const next: number | null = writes ? value : shown;
          if (writes || torn) {
            row = withSlot(row, published, publication, next);
            if (writesAgain) expect(withSlot(row, published, publication, next)).toEqual(row);
          }
          expect(visible(row, published)).toBe(shown);
          torn = (writes || torn) && !flips;
          if (!flips) continue;
          published = publication;
          shown = next;
          expect(visible(row, published)).toBe(shown);
        }
      }),
    );
  });

  it('shows nothing of a row that was first written by a publication nobody sees yet', () => {
    expect(visible(withSlot(undefined, 0, 1, 'new'), 0)).toBeNull();
    expect(visible(withSlot(undefined, 4, 6, 'new'), 5)).toBeNull();
  });

  it('tells a reader whose pointer is older than both slots', () => {
    const row = withSlot(withSlot(undefined, 1, 2, 'b'), 2, 3, 'c');
    expect(outruns(row, 1)).toBe(true);
    expect(outruns(row, 2)).toBe(false);
    expect(outruns(row, 3)).toBe(false);
  });
});
