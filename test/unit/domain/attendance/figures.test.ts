import { describe, expect, it } from 'vitest';
import { isStale, schoolDaysBehind } from '../../../../shared/domain/attendance/coverage.ts';
import { formatDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import { federalFigures } from '../../../../shared/domain/attendance/federal.ts';
import { absencesByKind } from '../../../../shared/domain/attendance/kinds.ts';
import type { AttendanceEvent, SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { absences, assess, calendar, context, ENROLLED, event, FIRST, range, reason, schoolDay } from './district.ts';

const tally = (events: readonly AttendanceEvent[], asOf: number, enrollments: readonly SchoolEnrollment[] = ENROLLED) =>
  tallyAttendance({ enrollments, events }, context(asOf));

describe('federal chronic absence', () => {
  it('counts a day of which at least half was missed as one, whatever the rule for tiers', () => {
    const halves = range(1, 3).map((each) => event(schoolDay(each), 'Partial', { portionOfDay: fraction(1, 2) }));
    const less = event(schoolDay(4), 'Partial', { portionOfDay: fraction(499_999, 1_000_000) });
    expect(federalFigures(tally([...halves, less], 30))).toEqual([
      { school: 'north', daysEnrolled: 30, daysAbsent: 3, chronicallyAbsent: true },
    ]);
    expect(assess([...halves, less], context(30)).tier).toBe(1);
  });

  it.each([
    [9, 9, undefined],
    [10, 1, true],
    [11, 1, false],
    [19, 2, true],
    [20, 2, true],
    [21, 2, false],
  ])('with %i enrolled and %i absent days: %s', (asOf, absent, chronic) => {
    expect(federalFigures(tally(absences(range(1, absent)), asOf))[0]?.chronicallyAbsent).toBe(chronic);
  });

  it('is told per school, leavers included', () => {
    const moved = [
      { school: 'north', entry: FIRST, exit: schoolDay(21) },
      { school: 'south', entry: schoolDay(21), exit: schoolDay(61) },
    ];
    const events = [...absences([1, 2]), ...absences([30], 'south')];
    expect(federalFigures(tally(events, 100, moved))).toEqual([
      { school: 'north', daysEnrolled: 20, daysAbsent: 2, chronicallyAbsent: true },
      { school: 'south', daysEnrolled: 40, daysAbsent: 1, chronicallyAbsent: false },
    ]);
    const told = reason(assess(events, context(100), moved), 'federalChronicAbsence');
    expect(told).toMatchObject({ value: '2/20', detail: { school: 'north' } });
  });

  it('adds the spans of one school up and never takes days of another district in', () => {
    const back = [
      { school: 'north', entry: FIRST, exit: schoolDay(11) },
      { school: 'north', entry: schoolDay(21), transferDaysEnrolled: fraction(10), transferDaysAbsent: fraction(10) },
    ];
    expect(federalFigures(tally([], 30, back))[0]).toMatchObject({ daysEnrolled: 20, daysAbsent: 0 });
  });
});

describe('kinds of absence', () => {
  it('tells excused, unexcused, medical and suspended days apart', () => {
    const events = [
      event(schoolDay(1), 'Excused Absence', { absenceClass: 'medical' }),
      event(schoolDay(2), 'Excused Absence'),
      event(schoolDay(3), 'Unexcused Absence', { portionOfDay: fraction(1, 2) }),
      event(schoolDay(4), 'Unexcused Absence', { absenceClass: 'outOfSchoolSuspension' }),
      event(schoolDay(5), 'Excused Absence', { absenceClass: 'inSchoolSuspension' }),
    ];
    const kinds = absencesByKind(tally(events, 30));
    expect(formatDays(kinds.excused)).toBe('2');
    expect(formatDays(kinds.unexcused)).toBe('3/2');
    expect(formatDays(kinds.medical)).toBe('1');
    expect(formatDays(kinds.outOfSchoolSuspension)).toBe('1');
    const result = assess(events, context(30));
    expect(reason(result, 'absencesByKind')?.detail).toEqual({
      excused: '2',
      unexcused: '3/2',
      medical: '1',
      outOfSchoolSuspension: '1',
    });
    expect(reason(result, 'inSchoolSuspension')).toMatchObject({ value: '1', dates: ['2026-08-07'] });
  });

  it('tells the periods of a shared day apart by their own share', () => {
    const rows = ['1', '2', '3', '4'].map((period) =>
      event(schoolDay(1), period === '1' ? 'Excused Absence' : period === '2' ? 'Unexcused Absence' : 'Present', {
        period,
      }),
    );
    const kinds = absencesByKind(tally(rows, 30));
    expect(formatDays(kinds.excused)).toBe('1/4');
    expect(formatDays(kinds.unexcused)).toBe('1/4');
  });
});

describe('how far a school is behind', () => {
  it('counts its own school days after coverage', () => {
    const north = calendar('north', { coveredTo: schoolDay(5) });
    expect(schoolDaysBehind(north, schoolDay(5) + 2)).toBe(0);
    expect(schoolDaysBehind(north, schoolDay(6))).toBe(1);
    expect(isStale(north, schoolDay(6), 2)).toBe(false);
    expect(isStale(north, schoolDay(7), 2)).toBe(true);
  });

  it('is every school day so far where attendance never came, which is no coverage and not staleness', () => {
    const { coveredTo: _, ...silent } = calendar('north');
    expect(schoolDaysBehind(silent, schoolDay(7))).toBe(7);
    expect(isStale(silent, schoolDay(7), 2)).toBe(false);
  });
});

describe('row references', () => {
  it('keeps fifty and counts the rest', () => {
    const result = assess(absences(range(1, 60)), context(60));
    const told = reason(result, 'absenceRate');
    expect(told?.rows).toHaveLength(50);
    expect(told?.moreRows).toBe(10);
    expect(told?.dates).toHaveLength(60);
  });

  it('names only the rows that say something was missed', () => {
    const rows = ['1', '2', '3'].map((period) =>
      event(schoolDay(1), period === '2' ? 'Unexcused Absence' : 'Present', { period }),
    );
    expect(reason(assess(rows, context(30)), 'absenceRate')?.rows).toEqual([rows[1]?.row]);
  });
});
