import { describe, expect, it } from 'vitest';
import { assessAttendance } from '../../../../shared/domain/attendance/assess.ts';
import type { AttendanceContext, PartialDayRule } from '../../../../shared/domain/attendance/context.ts';
import { formatDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import { federalFigures } from '../../../../shared/domain/attendance/federal.ts';
import type {
  AttendanceCategory,
  AttendanceEvent,
  ClassEnrollment,
} from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import {
  assess,
  calendar,
  context,
  DAYS,
  ENROLLED,
  event,
  FIRST,
  meetings,
  notTaken,
  range,
  rateOf,
  reason,
  schoolDay,
} from './district.ts';

const SIX = Object.fromEntries(range(1, 6).map((each) => [`class-${each}`, [`${each}`]]));
const attends = (...classes: string[]): ClassEnrollment[] =>
  classes.map((classSourcedId) => ({ classSourcedId, school: 'north' }));
const absent = (on: number, period: string, changes: Partial<AttendanceEvent> = {}) =>
  event(schoolDay(on), 'Unexcused Absence', { period, ...changes });
const rule = (partialDayRule: PartialDayRule): Partial<AttendanceContext> => ({
  settings: { ...context(1).settings, partialDayRule },
});

const missed = (
  events: readonly AttendanceEvent[],
  classes: readonly ClassEnrollment[],
  changes: Partial<AttendanceContext> = {},
) => formatDays(tallyAttendance({ enrollments: ENROLLED, events, classes }, context(30, changes)).missed);

describe('missed periods where the timetable tells which met', () => {
  const classDays = meetings(SIX);
  const all = attends(...Object.keys(SIX));

  it('are shares of the periods of the student’s own classes', () => {
    expect(missed([absent(3, '1')], all, { classDays })).toBe('1/6');
    expect(missed([absent(3, '1')], attends('class-1', 'class-2'), { classDays })).toBe('1/2');
  });

  it('follow classes of other days: an A day and a B day have periods of their own', () => {
    const onOdd = meetings({}, { periodsMet: (id, on) => (on % 2 === Number(id) ? ['1', '2', '3', '4'] : []) });
    const [odd, even] = [schoolDay(3), schoolDay(4)].sort((a, b) => (b % 2) - (a % 2)) as [number, number];
    const rows = [odd, even].map((on) => event(on, 'Unexcused Absence', { period: '1' }));
    const both = attends('0', '1');
    expect(missed(rows, both, { classDays: onOdd })).toBe('1/2');
    expect(missed(rows, attends('1'), { classDays: onOdd })).toBe('5/4');
  });

  it('follow the dates of a class enrolment, both days included', () => {
    const changed: ClassEnrollment[] = [
      { classSourcedId: 'class-1', school: 'north', end: schoolDay(5) },
      { classSourcedId: 'class-2', school: 'north', begin: schoolDay(5) },
      { classSourcedId: 'class-3', school: 'north' },
    ];
    const onDay = (on: number) => missed([absent(on, '3')], changed, { classDays });
    expect([onDay(4), onDay(5), onDay(6)]).toEqual(['1/2', '1/3', '1/2']);
  });

  it('do not count periods of classes at a school that does not count', () => {
    const elsewhere = [...attends('class-1', 'class-2'), { classSourcedId: 'class-3', school: 'south' }];
    expect(missed([absent(3, '1')], elsewhere, { classDays })).toBe('1/2');
  });

  it('reads a row that names a class alone as all periods of that class', () => {
    const block = meetings({ long: ['1', '2'], short: ['3'] });
    const row = (more = {}) => event(schoolDay(3), 'Unexcused Absence', { classSourcedId: 'long', ...more });
    expect(missed([row()], attends('long', 'short'), { classDays: block })).toBe('2/3');
    expect(missed([row({ portionOfDay: fraction(1, 4) })], attends('long', 'short'), { classDays: block })).toBe('1/4');
  });

  it('says so when rows speak of periods in which no class of the student met', () => {
    const record = { enrollments: ENROLLED, events: [absent(3, '9')], classes: all };
    const result = assessAttendance(record, context(30, { classDays }));
    expect(rateOf(result)).toBe('1/210');
    expect(result.flags).toEqual(['periodsNotInTimetable']);
    expect(assessAttendance({ ...record, events: [absent(3, '1')] }, context(30, { classDays })).flags).toEqual([]);
  });

  it('keeps half-day codes halves', () => {
    expect(missed([absent(3, 'AM')], all, { classDays })).toBe('1/2');
  });

  it('falls back on the rows, and says that it guesses, for a student whose classes it does not know', () => {
    const record = { enrollments: ENROLLED, events: [absent(3, '1')], classes: attends('unknown') };
    expect(assessAttendance(record, context(30, { classDays })).flags).toContain('periodsMetUnknown');
    expect(assessAttendance({ ...record, classes: all }, context(30, { classDays })).flags).toEqual([]);
  });
});

describe('rows of missed periods alone', () => {
  const present = (on: number, period: string, category: AttendanceCategory) =>
    event(schoolDay(on), category, { period });

  it('are a guess that is said, also when tardies stand among them', () => {
    expect(assess([absent(3, '1'), present(9, '2', 'Tardy')], context(30)).flags).toContain('periodsMetUnknown');
    expect(assess([absent(3, '1'), present(9, '2', 'Present')], context(30)).flags).toEqual([]);
  });

  it('are judged school by school: one school’s full rows vouch for no other', () => {
    const moved = [
      { school: 'south', entry: FIRST, exit: schoolDay(5) },
      { school: 'north', entry: schoolDay(5) },
    ];
    const full = ['Unexcused Absence', 'Present'].map((category, index) =>
      event(schoolDay(2), category as AttendanceCategory, { school: 'south', period: `${index}` }),
    );
    const result = assess([...full, absent(9, '1')], context(30), moved);
    expect(reason(result, 'periodsMetUnknown')?.dates).toEqual(['2026-08-13']);
  });
});

describe('the rule that makes periods a day', () => {
  const everyDay = range(1, 30).flatMap((on) =>
    range(1, 6).map((each) =>
      event(schoolDay(on), each <= (on <= 12 ? 2 : 3) - (on > 20 ? 3 : 0) ? 'Unexcused Absence' : 'Present', {
        period: `${each}`,
      }),
    ),
  );

  it('is part of the result wherever period rows were missed, and the two differ', () => {
    // 12 days of 2 of 6 periods, 8 of 3, 10 of none: 4 + 4 days by share, 8 by half days.
    const byShare = assess(everyDay, context(30));
    const byHalf = assess(everyDay, context(30, rule('halfDay')));
    expect([rateOf(byShare), rateOf(byHalf)]).toEqual(['8/30', '8/30']);
    const fewer = everyDay.filter(({ day: on }) => on <= schoolDay(12) || on > schoolDay(20));
    expect(rateOf(assess(fewer, context(30)))).toBe('4/30');
    expect(rateOf(assess(fewer, context(30, rule('halfDay'))))).toBe('0/30');
    expect(assess(fewer, context(30)).tier).toBe(2);
    expect(assess(fewer, context(30, rule('halfDay'))).tier).toBe(1);
    expect(reason(byShare, 'periodAttendance')).toMatchObject({ value: '20', detail: { rule: 'periodShare' } });
    expect(reason(byHalf, 'periodAttendance')?.detail).toEqual({ rule: 'halfDay' });
    expect(reason(byHalf, 'absenceRate')?.detail).toMatchObject({ rule: 'halfDay' });
  });

  it('is not named where no period row was missed', () => {
    expect(reason(assess([event(schoolDay(3), 'Excused Absence')], context(30)), 'periodAttendance')).toBeUndefined();
  });

  it('changes no federal figure', () => {
    const figures = (['periodShare', 'halfDay'] as const).map((each) =>
      federalFigures(tallyAttendance({ enrollments: ENROLLED, events: everyDay }, context(30, rule(each)))),
    );
    expect(figures[0]).toEqual(figures[1]);
    expect(figures[0]).toMatchObject([{ daysAbsent: 8, daysEnrolled: 30 }]);
  });
});

describe('attendance that was not taken', () => {
  const days = (...indexes: number[]) => DAYS.filter((_, index) => !indexes.includes(index + 1));

  it('takes the school’s day out of numerator and denominator, and says so', () => {
    const gap = { calendars: new Map([['north', calendar('north', { takenDays: days(4, 5) })]]) };
    const result = assess(
      [event(schoolDay(4), 'Unexcused Absence'), event(schoolDay(6), 'Unexcused Absence')],
      context(30, gap),
    );
    expect(rateOf(result)).toBe('1/28');
    expect(reason(result, 'daysNotTaken')).toEqual({
      code: 'daysNotTaken',
      value: '2',
      dates: ['2026-08-06', '2026-08-07'],
    });
    expect(reason(result, 'notTakenEvents')?.dates).toEqual(['2026-08-06']);
    expect(result.flags).toEqual(['daysNotTaken', 'notTakenEvents']);
  });

  it('leaves nobody assessed where it was never taken', () => {
    const never = { calendars: new Map([['north', calendar('north', { takenDays: [] })]]) };
    expect(assess([], context(30, never))).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noCoverage' }] });
  });

  it('does not report days after coverage, which are not known yet', () => {
    const behind = calendar('north', { takenDays: days(4), coveredTo: schoolDay(25) });
    const result = assess([], context(30, { calendars: new Map([['north', behind]]) }));
    expect(rateOf(result)).toBe('0/24');
    expect(reason(result, 'daysNotTaken')?.value).toBe('1');
  });

  it('takes a class’s periods out of the share when others were taken', () => {
    const classDays = notTaken(SIX, { 'class-1': [schoolDay(3)] });
    const all = attends(...Object.keys(SIX));
    expect(missed([absent(3, '1'), absent(3, '2')], all, { classDays })).toBe('1/5');
    expect(missed([absent(3, '1', { classSourcedId: 'class-1' })], all, { classDays })).toBe('0');
    expect(missed([absent(4, '1')], all, { classDays })).toBe('1/6');
  });

  it('takes the day out for a student none of whose classes finished, and for no other', () => {
    const classDays = notTaken({ home: [], other: [] }, { home: [schoolDay(3)] });
    const rate = (...classes: string[]) =>
      rateOf(
        assessAttendance(
          { enrollments: ENROLLED, events: [], classes: attends(...classes) },
          context(30, { classDays }),
        ),
      );
    expect([rate('home'), rate('other'), rate('home', 'other'), rate()]).toEqual(['0/29', '0/30', '0/30', '0/30']);
  });

  it('is no break that absences could lie beside', () => {
    const gaps = { calendars: new Map([['north', calendar('north', { takenDays: days(3, 8, 13, 18) })]]) };
    const beside = [2, 7, 12, 17].map((on) => event(schoolDay(on), 'Unexcused Absence'));
    expect(reason(assess(beside, context(30, gaps)), 'besideBreaks')).toBeUndefined();
  });
});
