import { describe, expect, it } from 'vitest';
import { classDaysOf } from '../../../../shared/assess/attendance/classDays.ts';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { attendanceTakenFile } from '../../../../shared/sis/files/attendanceTaken.ts';
import { classMeetingsFile } from '../../../../shared/sis/files/classMeetings.ts';
import { type SampleRow, tableOf } from '../../lake/tableOf.ts';

const YEAR = { first: parseDay('2026-08-01')!, last: parseDay('2027-07-31')! };
const on = (dayOfMonth: number) => `2026-09-0${dayOfMonth}`;
const dayOn = (dayOfMonth: number) => parseDay(on(dayOfMonth))!;

const meeting = (classSourcedId: string, dayOfMonth: number, period: string): SampleRow => ({
  classSourcedId,
  date: on(dayOfMonth),
  period,
});
const taken = (classSourcedId: string, dayOfMonth: number, more: SampleRow = {}): SampleRow => ({
  schoolSourcedId: 'north',
  classSourcedId,
  date: on(dayOfMonth),
  ...more,
});

const daysOf = (meetings: readonly SampleRow[], marks: readonly SampleRow[] = []) =>
  classDaysOf(
    {
      classMeetings: tableOf(classMeetingsFile.table, meetings),
      attendanceTaken: tableOf(attendanceTakenFile.table, marks),
    },
    YEAR,
  );

describe('what is known of single classes', () => {
  it('is nothing where neither file speaks of classes', () => {
    const schoolOnly = { schoolSourcedId: 'north', date: on(1) };
    expect(daysOf([])).toBeUndefined();
    expect(daysOf([], [schoolOnly])).toBeUndefined();
  });

  it('are the periods of each day, in whatever order the file comes', () => {
    const rows = [
      meeting('b', 3, '4'),
      meeting('a', 2, '2'),
      meeting('a', 1, '1'),
      meeting('a', 1, '5'),
      meeting('a', 3, '1'),
    ];
    const days = daysOf(rows);
    const periods = (id: string) => [1, 2, 3, 4].map((each) => days?.periodsMet(id, dayOn(each)));
    expect(periods('a')).toEqual([['1', '5'], ['2'], ['1'], []]);
    expect(periods('b')).toEqual([[], [], ['4'], []]);
    expect(periods('unknown')).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('are the days on which it met and nobody took attendance, from its first day in the file on', () => {
    const rows = [1, 2, 3, 4].map((each) => meeting('a', each, '1'));
    const days = daysOf(rows, [taken('a', 2), taken('a', 4, { complete: 0 })]);
    expect(days?.daysNotTaken('a').map(formatDay)).toEqual([on(3), on(4)]);
    expect([1, 2, 3, 4].map((each) => days?.taken('a', dayOn(each)))).toEqual([undefined, true, false, false]);
  });

  it('needs a row that says so where the meetings of a class are not known: it need not meet every day', () => {
    const days = daysOf([], [taken('a', 1), taken('a', 3, { complete: 0 }), taken('a', 4)]);
    expect(days?.daysNotTaken('a').map(formatDay)).toEqual([on(3)]);
    expect(days?.taken('a', dayOn(2))).toBeUndefined();
    expect(days?.periodsMet('a', dayOn(1))).toBeUndefined();
  });

  it('leaves other school years out', () => {
    const days = daysOf([meeting('a', 1, '1')], [{ ...taken('a', 1), date: '2026-05-04' }]);
    expect(days?.daysNotTaken('a')).toEqual([]);
  });
});
