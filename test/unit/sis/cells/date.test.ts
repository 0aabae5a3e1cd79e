import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { isDateFormat, otherOrder } from '../../../../shared/sis/cells/dateFormat.ts';
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
    ['YYYY-MM-DD*', '2024-09-03T23:30:00-05:00', '2024-09-03'],
    ['d/M/yyyy', '3/9/2024', '2024-09-03'],
    ['M/d/yy', '9/3/24', '2024-09-03'],
    ['YYYYMMDD*', '20240903120000', '2024-09-03'],
    ['D-MMM-YY', '03-SEP-24', '2024-09-03'],
    ['MMMM D, YYYY', 'September 3, 2024', '2024-09-03'],
    ['M/D/YY', '1/1/68', '2068-01-01'],
    ['M/D/YY', '1/1/69', '1969-01-01'],
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
    ['M/D/YYYY*', '9/3/20245'],
    ['M/D/YY', '9/3/2024'],
    ['D-MMM-YY', '03-SPT-24'],
    ['D-MMM-YY', '03-SE'],
  ])('%s refuses %s', (format, text) => {
    expect(readCell(date, text, format)).toBe('refused');
  });

  it('names year, month and day once each', () => {
    expect(['MM/DD/YYYY', 'D.M.YYYY', 'YYYYMMDD*', 'dd-MMM-yy'].map(isDateFormat)).toEqual(Array(4).fill(true));
    expect(['MM/YYYY', 'MM/DD/YYYY/DD', 'MMM M YYYY', '', 'É'].map(isDateFormat)).toEqual(Array(5).fill(false));
  });

  it('leaves no doubt where a number ends', () => {
    expect(['MDYYYY', 'YYYYMD', 'DMMYYYY'].map(isDateFormat)).toEqual([false, false, false]);
  });

  const two = (number: number) => String(number).padStart(2, '0');
  const writers: Readonly<Record<string, (year: number, month: number, day: number) => string>> = {
    'YYYY-MM-DD': (year, month, day) => `${year}-${two(month)}-${two(day)}`,
    'M/D/YYYY': (year, month, day) => `${month}/${day}/${year}`,
    'D.M.YY': (year, month, day) => `${day}.${month}.${two(year % 100)}`,
    YYYYMMDD: (year, month, day) => `${year}${two(month)}${two(day)}`,
    'DD MMM YYYY': (year, month, day) =>
      `${two(day)} ${new Date(Date.UTC(year, month - 1)).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${year}`,
  };

  it.each(Object.keys(writers))('%s reads back every day of 1969 to 2068, whatever time follows', (format) => {
    const days = fc.integer({ min: parseDay('1969-01-01')!, max: parseDay('2068-12-31')! });
    const times = fc.constantFrom('', ' 0:00', 'T08:15:00Z', ' 12:00:00 AM', 'T00:00:00.000+02:00');
    fc.assert(
      fc.property(days, times, (day, time) => {
        const [year, month, dayOfMonth] = formatDay(day).split('-').map(Number) as [number, number, number];
        const text = writers[format]!(year, month, dayOfMonth);
        expect(readCell(date, text, format)).toBe(day);
        expect(readCell(date, text + time, `${format}*`)).toBe(day);
        expect(readCell(date, text + time, format)).toBe(time === '' ? day : 'refused');
      }),
    );
  });

  it('is a day or refused, never another one, when day and month stand in the other order', () => {
    fc.assert(
      fc.property(
        anyDay.filter((day) => formatDay(day).length === 10),
        (day) => {
          const [year = '', month = '', dayOfMonth = ''] = formatDay(day).split('-');
          const read = readCell(date, `${dayOfMonth}/${month}/${year}`, 'MM/DD/YYYY');
          expect(read).toBe(parseDay(`${year}-${dayOfMonth}-${month}`) ?? 'refused');
        },
      ),
    );
  });

  it('can be read in the other order where month and day are numbers side by side', () => {
    expect(['M/D/YYYY', 'dd.mm.yy', 'YYYY-MM-DD*', 'D-MMM-YY'].map(otherOrder)).toEqual([
      'D/M/YYYY',
      'MM.DD.YY',
      'YYYY-DD-MM*',
      undefined,
    ]);
  });
});
