import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay, weekdayOf } from '../../../../shared/domain/calendar/day.ts';
import { answeredCheckIn, checkInDays, openCheckIns } from '../../../../shared/domain/interventions/checkInSchedule.ts';
import { CHECK_IN_FREQUENCIES, timelineProblem } from '../../../../shared/domain/interventions/plan.ts';

const day = (iso: string) => parseDay(iso)!;
const weekdays = (from: string, to: string, off: readonly string[] = []) => {
  const days = [];
  for (let each = day(from); each <= day(to); each++)
    if (weekdayOf(each) <= 5 && !off.includes(formatDay(each))) days.push(each);
  return days;
};
const shown = (days: readonly number[]) => days.map(formatDay);
const SPRING_BREAK = ['2026-03-23', '2026-03-24', '2026-03-25', '2026-03-26', '2026-03-27'];

describe('the days check-ins fall due', () => {
  const spring = weekdays('2026-03-02', '2026-05-29', [...SPRING_BREAK, '2026-04-03']);
  const timeline = { start: day('2026-03-13'), end: day('2026-04-24') };

  test('weekly: the weekday the plan started, not in a week without school, moved when that day is off', () => {
    expect(shown(checkInDays('weekly', timeline, spring))).toEqual([
      '2026-03-20',
      '2026-04-02',
      '2026-04-10',
      '2026-04-17',
      '2026-04-24',
    ]);
  });

  test('biweekly: every second week that has school', () => {
    expect(shown(checkInDays('biweekly', timeline, spring))).toEqual(['2026-04-02', '2026-04-17']);
  });

  test('daily: every instructional day after the first', () => {
    const short = { start: day('2026-03-19'), end: day('2026-03-31') };
    expect(shown(checkInDays('daily', short, spring))).toEqual(['2026-03-20', '2026-03-30', '2026-03-31']);
  });

  test('monthly: the day of the month the plan started, or the next school day', () => {
    const long = { start: day('2026-03-04'), end: day('2026-05-29') };
    expect(shown(checkInDays('monthly', long, spring))).toEqual(['2026-04-06', '2026-05-04']);
  });

  test('a check-in answers the oldest open due day, else the next one', () => {
    const due = checkInDays('weekly', timeline, spring);
    expect(shown([answeredCheckIn(due, new Set(), day('2026-03-18'))!])).toEqual(['2026-03-20']);
    expect(shown([answeredCheckIn(due, new Set(), day('2026-04-08'))!])).toEqual(['2026-03-20']);
    expect(shown([answeredCheckIn(due, new Set([day('2026-03-20')]), day('2026-03-20'))!])).toEqual(['2026-04-02']);
    expect(answeredCheckIn(due, new Set(due), day('2026-04-24'))).toBeUndefined();
  });

  const calendars = fc
    .array(fc.boolean(), { minLength: 1, maxLength: 250 })
    .map((open) => open.flatMap((is, index) => (is && weekdayOf(20_000 + index) <= 5 ? [20_000 + index] : [])));
  const timelines = fc
    .tuple(fc.integer({ min: 19_990, max: 20_250 }), fc.integer({ min: 0, max: 260 }))
    .map(([start, length]) => ({ start, end: start + length }));

  test('are instructional days of the timeline, ascending, never twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHECK_IN_FREQUENCIES), timelines, calendars, (frequency, timeline, days) => {
        const due = checkInDays(frequency, timeline, days);
        for (const each of due) {
          expect(days).toContain(each);
          expect(each).toBeGreaterThan(timeline.start);
          expect(each).toBeLessThanOrEqual(timeline.end);
        }
        expect([...new Set(due)].toSorted((a, b) => a - b)).toEqual(due);
      }),
    );
  });

  test('weekly: exactly one in every later week that has school within the timeline', () => {
    fc.assert(
      fc.property(timelines, calendars, (timeline, days) => {
        const mondayOf = (each: number) => each - weekdayOf(each) + 1;
        const weeks = new Set(
          days.filter((each) => each <= timeline.end && mondayOf(each) > mondayOf(timeline.start)).map(mondayOf),
        );
        const due = checkInDays('weekly', timeline, days);
        expect(new Set(due.map(mondayOf))).toEqual(weeks);
        expect(due.length).toBe(weeks.size);
      }),
    );
  });

  test('open ones are those due and not recorded', () => {
    fc.assert(
      fc.property(timelines, calendars, fc.func(fc.boolean()), (timeline, days, isRecorded) => {
        const due = checkInDays('weekly', timeline, days);
        const recorded = new Set(due.filter((each) => isRecorded(each)));
        const open = openCheckIns(due, recorded, timeline.start + 60);
        expect(open.every((each) => !recorded.has(each) && each <= timeline.start + 60)).toBe(true);
        expect(open.length + due.filter((each) => each > timeline.start + 60 || recorded.has(each)).length).toBe(
          due.length,
        );
      }),
    );
  });
});

describe('a timeline', () => {
  const days = weekdays('2026-03-02', '2026-05-29', SPRING_BREAK);
  test.each([
    ['2026-03-20', '2026-03-13', 'endBeforeStart'],
    ['2026-03-23', '2026-03-27', 'noSchoolDays'],
    ['2026-03-02', '2027-06-02', 'tooLong'],
    ['2026-03-27', '2026-03-30', undefined],
  ])('from %s to %s: %s', (start, end, problem) => {
    expect(timelineProblem({ start: day(start), end: day(end) }, days)).toBe(problem);
  });
});
