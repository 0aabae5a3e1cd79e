import { describe, expect, it } from 'vitest';
import type { AttendanceContext } from '../../../../shared/domain/attendance/context.ts';
import { formatDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import type { AttendanceCategory, AttendanceEvent } from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction, parseFraction } from '../../../../shared/domain/fraction.ts';
import { assess, calendar, context, ENROLLED, event, meetings, range, rateOf, reason, schoolDay } from './district.ts';

const MINUTES = new Map(range(1, 60).map((each) => [schoolDay(each), 390]));
const withMinutes = { calendars: new Map([['north', calendar('north', { instructionalMinutes: MINUTES })]]) };
const halfDay: Partial<AttendanceContext> = {
  settings: { partialDayRule: 'halfDay', exitDayCounts: false, countTransferDays: false, previousSchoolDays: 'kept' },
};

const row = (category: AttendanceCategory, changes: Partial<AttendanceEvent> = {}) =>
  event(schoolDay(3), category, changes);
const period = (name: string, category: AttendanceCategory, changes: Partial<AttendanceEvent> = {}) =>
  row(category, { period: name, ...changes });

/** Days missed on the one school day the rows speak of. */
const missed = (rows: readonly AttendanceEvent[], changes: Partial<AttendanceContext> = {}): string =>
  formatDays(tallyAttendance({ enrollments: ENROLLED, events: rows }, context(30, changes)).missed);

describe('the share of a day that one row missed', () => {
  it.each<[AttendanceCategory, Partial<AttendanceEvent>, string]>([
    ['Excused Absence', {}, '1'],
    ['Unexcused Absence', {}, '1'],
    ['Unexcused Absence', { portionOfDay: fraction(500_000, 1_000_000) }, '1/2'],
    ['Unexcused Absence', { portionOfDay: fraction(0, 1_000_000) }, '0'],
    ['Unexcused Absence', { portionOfDay: fraction(1, 2), minutesMissed: 390 }, '1/2'],
    ['Unexcused Absence', { minutesMissed: 130 }, '1/3'],
    ['Unexcused Absence', { minutesMissed: 500 }, '1'],
    ['Partial', { portionOfDay: parseFraction('0.3333') ?? fraction(0) }, '3333/10000'],
    ['Partial', { minutesMissed: 39 }, '1/10'],
    ['Early departure', { minutesMissed: 195 }, '1/2'],
    ['Present', {}, '0'],
    ['In Attendance', { portionOfDay: fraction(1) }, '0'],
    ['Tardy', {}, '0'],
    ['Tardy', { minutesMissed: 194 }, '0'],
    ['Tardy', { minutesMissed: 195 }, '1/2'],
    ['Tardy', { portionOfDay: fraction(3, 4) }, '3/4'],
    ['Unexcused Absence', { absenceClass: 'inSchoolSuspension' }, '0'],
    ['Excused Absence', { absenceClass: 'schoolActivity' }, '0'],
    ['Excused Absence', { absenceClass: 'homebound' }, '0'],
    ['Excused Absence', { absenceClass: 'outOfSchoolSuspension' }, '1'],
    ['Present', { absenceClass: 'outOfSchoolSuspension' }, '1'],
    ['Excused Absence', { absenceClass: 'medical' }, '1'],
    ['Excused Absence', { absenceClass: 'religious' }, '1'],
  ])('%s %o misses %s', (category, changes, days) => {
    expect(missed([row(category, changes)], withMinutes)).toBe(days);
  });

  it('counts an absence with minutes on a day of unknown length as the whole day', () => {
    expect(missed([row('Unexcused Absence', { minutesMissed: 20 })])).toBe('1');
  });

  it('takes a tardy with minutes on a day of unknown length for a tardy', () => {
    expect(missed([row('Tardy', { minutesMissed: 300 })])).toBe('0');
  });
});

describe('daily rows of one day', () => {
  it('add up', () => {
    const quarter = { portionOfDay: fraction(1, 4) };
    expect(missed([row('Partial', quarter), row('Early departure', { portionOfDay: fraction(1, 3) })])).toBe('7/12');
  });

  it('add up to one day at most', () => {
    expect(
      missed([row('Unexcused Absence'), row('Excused Absence'), row('Partial', { portionOfDay: fraction(1, 2) })]),
    ).toBe('1');
  });
});

describe('period rows of one day', () => {
  const six = (absent: number) =>
    range(1, 6).map((each) => period(`${each}`, each <= absent ? 'Unexcused Absence' : 'Present'));

  it.each([
    [0, '0', '0'],
    [1, '1/6', '0'],
    [2, '1/3', '0'],
    [3, '1/2', '1'],
    [6, '1', '1'],
  ])('%i of 6 periods: %s by share, %s by half day', (absent, share, half) => {
    expect(missed(six(absent))).toBe(share);
    expect(missed(six(absent), halfDay)).toBe(half);
  });

  it('says which rule was in force', () => {
    expect(reason(assess(six(2), context(30)), 'absenceRate')?.detail).toMatchObject({ rule: 'periodShare' });
    expect(reason(assess(six(2), context(30, halfDay)), 'absenceRate')?.detail).toMatchObject({ rule: 'halfDay' });
  });

  it('gives one student two rates by the two rules', () => {
    const days = range(1, 30).flatMap((each) =>
      ['1', '2', '3'].map((name) =>
        event(schoolDay(each), name === '1' ? 'Unexcused Absence' : 'Present', { period: name }),
      ),
    );
    expect(rateOf(assess(days, context(30)))).toBe('10/30');
    expect(rateOf(assess(days, context(30, halfDay)))).toBe('0/30');
  });

  it('counts the larger of daily and period rows', () => {
    const daily = row('Partial', { portionOfDay: fraction(2, 5) });
    expect(missed([...six(2), daily])).toBe('2/5');
    expect(missed([...six(3), daily])).toBe('1/2');
    expect(missed([...six(2), daily], halfDay)).toBe('2/5');
  });

  it('takes AM and PM for halves, also when only one of them is written', () => {
    expect(missed([period('AM', 'Unexcused Absence')])).toBe('1/2');
    expect(missed([period('AM', 'Unexcused Absence'), period('PM', 'Unexcused Absence')])).toBe('1');
    const half = { portionOfDay: fraction(1, 2) };
    expect(missed([period('AM', 'Excused Absence', half), period('PM', 'Excused Absence', half)])).toBe('1');
    expect(missed([period('AM', 'Unexcused Absence')], halfDay)).toBe('1');
  });

  it('counts a period once, however many rows it has', () => {
    const twice = [
      period('1', 'Unexcused Absence', { classSourcedId: 'a' }),
      period('1', 'Present', { classSourcedId: 'b' }),
    ];
    expect(missed([...twice, period('2', 'Present')])).toBe('1/2');
  });

  it('reads a row that names a class alone as the period of that class', () => {
    const byClass = ['a', 'b', 'c'].map((classSourcedId) =>
      row(classSourcedId === 'a' ? 'Unexcused Absence' : 'Present', { classSourcedId }),
    );
    expect(missed(byClass)).toBe('1/3');
  });

  it('takes the periods that met from the timetable where there is one', () => {
    const timetable = { classDays: meetings({ a: ['1', '2'], b: ['3', '4', '5'] }) };
    const record = {
      enrollments: ENROLLED,
      events: [period('1', 'Unexcused Absence')],
      classes: ['a', 'b', 'unknown'].map((classSourcedId) => ({ classSourcedId, school: 'north' })),
    };
    expect(formatDays(tallyAttendance(record, context(30, timetable)).missed)).toBe('1/5');
    const odd = { ...record, events: [period('9', 'Unexcused Absence')] };
    expect(formatDays(tallyAttendance(odd, context(30, timetable)).missed)).toBe('1/6');
  });

  it('says so when rows of missed periods alone had to tell how many met', () => {
    const guessed = assess([period('1', 'Unexcused Absence')], context(30));
    expect(rateOf(guessed)).toBe('1/30');
    expect(guessed.flags).toContain('periodsMetUnknown');
    expect(assess(six(2), context(30)).flags).not.toContain('periodsMetUnknown');
    expect(assess([period('AM', 'Unexcused Absence')], context(30)).flags).not.toContain('periodsMetUnknown');
  });

  it('counts a late arrival to one period as a tardy', () => {
    const late = tallyAttendance({ enrollments: ENROLLED, events: [...six(1), period('6', 'Tardy')] }, context(30));
    expect(late.tardies).toHaveLength(1);
    expect(formatDays(late.missed)).toBe('1/6');
  });
});
