import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boolean, decimal, integer, year } from '../../../../shared/sis/cells/types.ts';
import { readCell } from './readCell.ts';

/** The decimal × 1,000,000 by string alone. */
function millionths(text: string): number | 'refused' {
  const match = /^(-?)(\d{0,9})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match || `${match[2]}${match[3] ?? ''}` === '') return 'refused';
  const magnitude = BigInt(`${match[2]}${(match[3] ?? '').padEnd(6, '0')}`);
  return Number(match[1] === '-' ? -magnitude : magnitude);
}

const numberLike = fc
  .array(fc.constantFrom('0', '1', '9', '3', '.', '-', 'e', ',', ' '), { maxLength: 14 })
  .map((all) => all.join(''));
const plain = fc
  .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^\d{0,10}$/), fc.stringMatching(/^(\.\d{0,8})?$/))
  .map((parts) => parts.join(''));

describe('a decimal', () => {
  it('is kept × 1,000,000 exactly, or refused', () => {
    const wide = decimal(-1_000_000_000, 1_000_000_000);
    fc.assert(
      fc.property(fc.oneof(plain, numberLike), (text) => {
        fc.pre(text !== '');
        expect(readCell(wide, text)).toBe(millionths(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['0', 0],
    ['1', 1_000_000],
    ['1.000000', 1_000_000],
    ['.5', 500_000],
    ['0.3333', 333_300],
    ['0.000001', 1],
  ])('from 0 to 1 may be %s', (text, value) => {
    expect(readCell(decimal(0, 1), text)).toBe(value);
  });

  it.each(['1.000001', '-0.1', '0.3333333', '1.', '.', '50%', '1,0', '1e0', '+1'])('from 0 to 1 is not %s', (text) => {
    expect(readCell(decimal(0, 1), text)).toBe('refused');
  });
});

describe('an integer', () => {
  it('is itself within its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1100, max: 1100 }), (n) => {
        expect(readCell(integer(-1000, 1000), String(n))).toBe(Math.abs(n) > 1000 ? 'refused' : n);
      }),
    );
  });

  it.each(['', '-', '1.0', '1 ', '0x1', '1234567890', '٣'])('is not "%s"', (text) => {
    expect(readCell(integer(-2e9, 2e9), text)).toBe('refused');
  });
});

describe('a school year', () => {
  it('is the year in which it ends', () => expect(readCell(year, '2022')).toBe(2022));
  it.each(['2021-2022', '22', '02022', '3022'])('is not %s', (text) => expect(readCell(year, text)).toBe('refused'));
});

describe('a boolean', () => {
  it.each([
    ['true', 1],
    ['TRUE', 1],
    ['1', 1],
    ['false', 0],
    ['False', 0],
    ['0', 0],
  ])('%s is %d', (text, value) => expect(readCell(boolean, text)).toBe(value));

  it.each(['yes', 'tRUE', '2', 'y'])('is not %s', (text) => expect(readCell(boolean, text)).toBe('refused'));
});
