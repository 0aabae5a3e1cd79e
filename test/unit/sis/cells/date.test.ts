import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { isDateFormat } from '../../../../shared/sis/cells/dateFormat.ts';
import { date } from '../../../../shared/sis/cells/types.ts';
import { readCell } from './readCell.ts';

const anyDay = fc.integer({ min: -719_162, max: 2_932_896 });

describe('an ISO date', () => {
  it('is the day that the calendar of the domain says', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(readCell(date, formatDay(day))).toBe(day);
      }),
    );
  });

  it('is accepted just where the domain accepts it', () => {
    const two = fc.integer({ min: 0, max: 39 }).map((n) => String(n).padStart(2, '0'));
    const near = fc
      .tuple(fc.constantFrom('2000', '1900', '2024', '2023', '0000'), two, two)
      .map((parts) => parts.join('-'));
    const broken = fc
      .tuple(near, fc.nat(9), fc.constantFrom('', 'x', ' ', '/', '-', '0'))
      .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(near, broken), (text) => {
        expect(readCell(date, text)).toBe(parseDay(text) ?? 'refused');
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '2024-9-3',
    '2022-02-30',
    '2023-02-29',
    '2024-00-10',
    '2024-09-00',
    '24-09-03',
    '2024-09-03T00:00',
    ' 2024-09-03',
  ])('is not %s', (text) => expect(readCell(date, text)).toBe('refused'));
});

describe('a date in the format of the source', () => {
  it.each([
    ['MM/DD/YYYY', '09/03/2024', '2024-09-03'],
    ['M/D/YYYY', '9/3/2024', '2024-09-03'],
    ['M/D/YYYY', '12/31/2024', '2024-12-31'],
    ['D.M.YYYY', '3.9.2024', '2024-09-03'],
    ['YYYYMMDD', '20240903', '2024-09-03'],
    ['YYYY-MM-DD*', '2024-09-03 00:00:00', '2024-09-03'],
    ['YYYY-MM-DD*', '2024-09-03', '2024-09-03'],
  ])('%s reads %s', (format, text, expected) => {
    expect(readCell(date, text, format)).toBe(parseDay(expected));
  });

  it.each([
    ['MM/DD/YYYY', '9/3/2024'],
    ['MM/DD/YYYY', '31/12/2024'],
    ['MM/DD/YYYY', '02/30/2024'],
    ['M/D/YYYY', '9/3/24'],
    ['M/D/YYYY', '9/3/2024 10:00'],
    ['YYYYMMDD', '2024-09-03'],
  ])('%s refuses %s', (format, text) => {
    expect(readCell(date, text, format)).toBe('refused');
  });

  it('names year, month and day once each', () => {
    expect(['MM/DD/YYYY', 'D.M.YYYY', 'YYYYMMDD*'].map(isDateFormat)).toEqual([true, true, true]);
    expect(['MM/YYYY', 'MM/DD/YYYY/DD', 'MM/DD/YY', '', 'É'].map(isDateFormat)).toEqual(Array(5).fill(false));
  });
});
