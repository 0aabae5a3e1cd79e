import { describe, expect, it } from 'vitest';
import { absences, assess, calendar, context, DAYS, event, range, reason, schoolDay } from './district.ts';

/** School day 1 is a Monday, five school days a week. */
const weekday = (iso: number, weeks: readonly number[]) => weeks.map((week) => (week - 1) * 5 + iso);

describe('patterns, each with the days that make it', () => {
  it('finds three and more counted days in a row, over weekends too', () => {
    const result = assess(absences([4, 5, 6, 7, 20, 30, 31, 32]), context(60));
    expect(reason(result, 'consecutiveAbsences')).toEqual({
      code: 'consecutiveAbsences',
      value: '4',
      dates: [4, 5, 6, 7, 30, 31, 32].map((each) => new Date(schoolDay(each) * 86_400_000).toISOString().slice(0, 10)),
    });
    expect(reason(assess(absences([4, 5, 20, 21]), context(60)), 'consecutiveAbsences')).toBeUndefined();
  });

  it('finds one weekday that holds half of all absences', () => {
    const wednesdays = weekday(3, [1, 4, 8]);
    expect(reason(assess(absences([...wednesdays, 9, 22, 31]), context(60)), 'oneWeekday')).toMatchObject({
      value: '3/6',
      detail: { weekday: 3 },
    });
    expect(reason(assess(absences([...wednesdays, 9, 22, 31, 36]), context(60)), 'oneWeekday')).toBeUndefined();
  });

  it('finds days beside weekends and breaks, the ends of the year aside', () => {
    const edges = [...weekday(1, [2, 5]), ...weekday(5, [7, 9])];
    expect(reason(assess(absences(edges), context(60)), 'besideBreaks')?.value).toBe('4/4');
    expect(reason(assess(absences([...edges, 13, 23]), context(60)), 'besideBreaks')).toBeUndefined();
    expect(reason(assess(absences([1, ...edges.slice(1)]), context(60)), 'besideBreaks')).toBeUndefined();
  });

  it('knows a holiday in the week as a break', () => {
    const holiday = schoolDay(13);
    const days = DAYS.filter((each) => each !== holiday);
    const calendars = new Map([['north', calendar('north', { instructionalDays: days })]]);
    const beside = absences([12, 14, ...weekday(5, [5, 6])]);
    expect(reason(assess(beside, context(60, { calendars })), 'besideBreaks')?.value).toBe('4/4');
    expect(reason(assess(beside, context(60)), 'besideBreaks')).toBeUndefined();
  });

  it('finds one period missed on days that were otherwise attended', () => {
    const skipping = (on: number, missed: readonly string[]) =>
      ['1', '2', '3', '4'].map((period) =>
        event(schoolDay(on), missed.includes(period) ? 'Unexcused Absence' : 'Present', { period }),
      );
    const events = [1, 6, 12].flatMap((each) => skipping(each, ['4']));
    const whole = skipping(15, ['1', '2', '3', '4']);
    expect(reason(assess([...events, ...whole], context(60)), 'onePeriod')).toMatchObject({
      value: '3',
      detail: { period: '4' },
    });
    expect(reason(assess([...events.slice(4), ...whole], context(60)), 'onePeriod')).toBeUndefined();
  });

  it('finds three and more tardies', () => {
    const late = [3, 9, 27].map((each) => event(schoolDay(each), 'Tardy'));
    expect(reason(assess(late, context(60)), 'tardies')).toMatchObject({ value: '3' });
    expect(reason(assess(late.slice(1), context(60)), 'tardies')).toBeUndefined();
  });

  it('sets the last 20 school days against the year', () => {
    const result = assess(absences([45, 55]), context(60));
    expect(reason(result, 'recentRate')?.value).toBe('2/20');
    expect(reason(assess(absences([39, 40, 55]), context(60)), 'recentRate')).toBeUndefined();
    expect(reason(assess(absences([1, 2, 3, 4, 5, 6, 45, 55]), context(60)), 'recentRate')).toBeUndefined();
  });

  it('changes no tier', () => {
    expect(assess(absences([4, 5, 6]), context(60)).tier).toBe(1);
  });
});

describe('the projected date of crossing 10 %', () => {
  const projected = (days: readonly number[], asOf: number, changes = {}) =>
    reason(assess(absences(days), context(asOf, changes)), 'projectedCrossing');

  it('is the first school day on which the pace of the last 20 days reaches the cut', () => {
    // 4 of 60 missed, all in the last 20: pace 1/5. (4 + k/5) ÷ (60 + k) reaches 1/10 at k = 20.
    const found = projected([42, 47, 52, 57], 60);
    expect(found?.dates).toEqual([new Date(schoolDay(80) * 86_400_000).toISOString().slice(0, 10)]);
    expect(assess(absences([42, 47, 52, 57]), context(60)).flags).toContain('projected');
  });

  it('says nothing when the pace does not cross, or crosses after the last school day', () => {
    expect(projected([42, 57], 60)).toBeUndefined();
    expect(projected([10, 42], 60)).toBeUndefined();
    expect(projected([162, 167, 172], 175)).toBeUndefined();
  });

  it('says nothing once the cut is reached, early in the year, or after the student left', () => {
    expect(projected([52, 53, 54, 55, 56, 57], 60)).toBeUndefined();
    expect(projected([17, 18], 19)).toBeUndefined();
    const left = [{ school: 'north', entry: schoolDay(1), exit: schoolDay(61) }];
    const result = assess(absences([42, 47, 52, 57]), context(70), left);
    expect(reason(result, 'projectedCrossing')).toBeUndefined();
  });

  it('is confirmed by the tier when the pace is kept', () => {
    const pace = [...range(0, 7)].map((each) => 42 + each * 5);
    const crossing = projected([42, 47, 52, 57], 60)?.dates?.[0];
    const onTheDay = assess(absences(pace), context(80));
    expect(onTheDay.asOf).toBe(crossing);
    expect(onTheDay.tier).toBe(2);
    expect(assess(absences(pace), context(76)).tier).toBe(1);
  });
});
