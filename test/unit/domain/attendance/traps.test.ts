import { describe, expect, it } from 'vitest';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import {
  absences,
  assess,
  calendar,
  context,
  DAYS,
  day,
  ENROLLED,
  event,
  FIRST,
  range,
  rateOf,
  reason,
  schoolDay,
} from './district.ts';

describe('traps that other systems fell into', () => {
  it('does not round before comparing: 90.004 % attended is below 10 % missed', () => {
    const portion = { portionOfDay: fraction(999_000, 1_000_000) };
    const settled = assess([...absences([46, 47, 48, 49]), event(schoolDay(50), 'Partial', portion)], context(50));
    expect(rateOf(settled)).toBe('4999/50000');
    expect(settled.tier).toBe(1);
    expect(settled.flags).toContain('watch');
  });

  it('counts the boundary itself: exactly 10 % is tier 2, exactly 20 % is tier 3', () => {
    expect(assess(absences(range(46, 50)), context(50)).tier).toBe(2);
    expect(assess(absences(range(41, 50)), context(50)).tier).toBe(3);
  });

  it('reads no row on a closed day as present, never as absent', () => {
    const result = assess([], context(60));
    expect(result.tier).toBe(1);
    expect(rateOf(result)).toBe('0/60');
  });

  it('never fills a stale school in as present', () => {
    const behind = new Map([['north', calendar('north', { coveredTo: schoolDay(40) })]]);
    const result = assess(absences([37, 38, 39, 40]), context(60, { calendars: behind }));
    expect(rateOf(result)).toBe('4/40');
    expect(result).toMatchObject({ tier: 2, asOf: '2026-09-25' });
    expect(result.flags).toContain('stale');
    expect(reason(result, 'stale')?.detail).toEqual({ school: 'north', coveredTo: '2026-09-25' });
  });

  it('does not take a school without recent absences for a stale one', () => {
    const result = assess(absences([1]), context(60));
    expect(result.flags).not.toContain('stale');
    expect(rateOf(result)).toBe('1/60');
  });

  it('adds a mid-year transfer up over both schools, where split rates would hide it', () => {
    const moved = [
      { school: 'north', entry: FIRST, exit: schoolDay(31) },
      { school: 'south', entry: schoolDay(31) },
    ];
    const events = [...absences([10, 20, 30]), ...absences([40, 50, 60], 'south')];
    const result = assess(events, context(60), moved);
    expect(rateOf(result)).toBe('6/60');
    expect(result.tier).toBe(2);
  });

  it('counts school days, not calendar days', () => {
    expect(rateOf(assess([], context(5)))).toBe('0/5');
    expect(rateOf(assess([], context(5, { asOf: schoolDay(5) + 2 })))).toBe('0/5');
  });

  it('keeps a partial absence partial: a part of a day is neither nothing nor all of it', () => {
    const partial = event(schoolDay(3), 'Partial', { portionOfDay: fraction(250_000, 1_000_000) });
    expect(rateOf(assess([partial], context(30)))).toBe('1/120');
  });

  it('says so when a partial absence states no measure, instead of counting nothing in silence', () => {
    const result = assess([event(schoolDay(3), 'Partial')], context(30));
    expect(result.flags).toContain('unmeasuredPartials');
    expect(reason(result, 'unmeasuredPartials')).toMatchObject({ value: '1', dates: ['2026-08-05'] });
  });

  it('counts overlapping enrolments once', () => {
    const overlap = [
      { school: 'north', entry: FIRST },
      { school: 'south', entry: schoolDay(11) },
    ];
    expect(rateOf(assess([], context(40), overlap))).toBe('0/40');
  });

  it.each([
    [false, '0/19'],
    [true, '0/20'],
  ])('counts the exit day as the district decides (%s)', (exitDayCounts, rate) => {
    const left = [{ school: 'north', entry: FIRST, exit: schoolDay(20) }];
    const settings = { ...context(40).settings, exitDayCounts };
    expect(rateOf(assess([], context(40, { settings }), left))).toBe(rate);
  });

  it('leaves no phantom absence behind when a row is taken back', () => {
    const taken = absences([5, 6, 7, 8, 9]);
    expect(rateOf(assess(taken.slice(1), context(50)))).toBe('4/50');
  });

  it('reports events on weekends and holidays and counts none of them', () => {
    const saturday = schoolDay(5) + 1;
    const result = assess([...absences([5]), event(saturday, 'Unexcused Absence')], context(30));
    expect(rateOf(result)).toBe('1/30');
    expect(result.flags).toContain('nonInstructionalEvents');
    expect(reason(result, 'nonInstructionalEvents')).toMatchObject({ value: '1', dates: ['2026-08-08'] });
  });

  it('never turns tardies into absences by number', () => {
    const result = assess(
      range(1, 30).map((each) => event(schoolDay(each), 'Tardy')),
      context(30),
    );
    expect(result.tier).toBe(1);
    expect(rateOf(result)).toBe('0/30');
    expect(reason(result, 'tardies')?.value).toBe('30');
  });

  it('does not count days in the future', () => {
    expect(rateOf(assess(absences([41, 42]), context(40)))).toBe('0/40');
  });

  it('drops rows of another school year', () => {
    const result = assess([event(day('2026-05-04'), 'Unexcused Absence')], context(40));
    expect(rateOf(result)).toBe('0/40');
  });

  it('relies on exact repeats being taken out before: two equal rows are two rows', () => {
    const half = { portionOfDay: fraction(1, 2) };
    const twice = [event(schoolDay(3), 'Excused Absence', half), event(schoolDay(3), 'Excused Absence', half)];
    expect(rateOf(assess(twice, context(30)))).toBe('1/30');
    expect(rateOf(assess(absences([3, 3]), context(30)))).toBe('1/30');
  });

  it('takes no absence rows of a student who is not enrolled for enrolment', () => {
    const result = assess(absences([1, 2, 3]), context(30), []);
    expect(result).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'notEnrolled' }] });
    expect(result.asOf).toBeUndefined();
  });

  it('does not count rows of a school that does not count the day', () => {
    const tally = tallyAttendance({ enrollments: ENROLLED, events: absences([3], 'south') }, context(30));
    expect(tally.missed.numerator).toBe(0);
  });

  it('has as many days as the calendar says, late in the year too', () => {
    expect(rateOf(assess([], context(DAYS.length)))).toBe('0/180');
  });
});
