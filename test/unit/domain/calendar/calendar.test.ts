import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALENDAR_EVENTS,
  isInstructional,
  isInstructionalDay,
} from '../../../../shared/domain/calendar/calendarEvent.ts';
import { type Day, dayOf, formatDay, parseDay, weekdayOf } from '../../../../shared/domain/calendar/day.ts';
import { countBetween, indexFrom, nthInstructionalDay } from '../../../../shared/domain/calendar/instructionalDays.ts';
import { schoolYearNamed, schoolYearOf } from '../../../../shared/domain/calendar/schoolYear.ts';
import { lastClosedDay, localTimeOf } from '../../../../shared/domain/calendar/timeZone.ts';

const day = (iso: string): Day => parseDay(iso)!;
const anyDay = fc.integer({ min: day('1990-01-01'), max: day('2060-12-31') });

describe('days', () => {
  it('reads what it writes, every day from 1990 to 2060', () => {
    for (let each = day('1990-01-01'); each <= day('2060-12-31'); each++) expect(parseDay(formatDay(each))).toBe(each);
  });

  it.each(['2022-02-30', '2022-5-27', '27/05/2022', '2022-05-27T00:00', '', '2023-02-29', '2022-00-10', '2022-13-01'])(
    'refuses %j',
    (text) => expect(parseDay(text)).toBeUndefined(),
  );

  it('knows leap days and weekdays', () => {
    expect(formatDay(day('2024-02-29') + 1)).toBe('2024-03-01');
    expect(dayOf(2100, 2, 29)).toBeUndefined();
    expect(weekdayOf(day('2022-05-27'))).toBe(5);
    expect(weekdayOf(day('1969-12-28'))).toBe(7);
  });
});

describe('the school year of a day', () => {
  it('begins on its first day and is named by the calendar year in which it ends', () => {
    expect(schoolYearOf(day('2021-07-01'), '07-01')).toEqual({
      name: 2022,
      first: day('2021-07-01'),
      last: day('2022-06-30'),
    });
    expect(schoolYearOf(day('2022-06-30'), '07-01').name).toBe(2022);
    expect(schoolYearOf(day('2022-07-01'), '07-01').name).toBe(2023);
  });

  it('follows the calendar year where it begins on 1 January', () => {
    expect(schoolYearOf(day('2024-12-31'), '01-01')).toEqual({
      name: 2024,
      first: day('2024-01-01'),
      last: day('2024-12-31'),
    });
  });

  it('begins on 1 March where a year has no 29 February', () => {
    expect(formatDay(schoolYearOf(day('2023-03-01'), '02-29').first)).toBe('2023-03-01');
    expect(formatDay(schoolYearOf(day('2024-02-29'), '02-29').first)).toBe('2024-02-29');
  });

  it('gives every day to exactly one year, and a year back by its name', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('01-01', '02-29', '07-01', '08-15', '12-31'), (each, startsOn) => {
        const year = schoolYearOf(each, startsOn);
        expect(year.first).toBeLessThanOrEqual(each);
        expect(year.last).toBeGreaterThanOrEqual(each);
        expect(schoolYearOf(year.last + 1, startsOn).first).toBe(year.last + 1);
        expect(schoolYearOf(year.first - 1, startsOn).last).toBe(year.first - 1);
        expect(schoolYearNamed(year.name, startsOn)).toEqual(year);
      }),
    );
  });

  it('refuses a first day that is none', () => {
    expect(() => schoolYearOf(day('2022-01-01'), '13-45')).toThrow(RangeError);
  });
});

describe('instructional days', () => {
  it.each(CALENDAR_EVENTS)('%s alone', (event) => {
    const instructional = ['instructionalDay', 'makeUpDay', 'studentLateArrivalEarlyDismissal'].includes(event);
    expect(isInstructional(event)).toBe(instructional);
    expect(isInstructionalDay([event])).toBe(instructional);
  });

  it('lets a weather day take an instructional day back, and other say nothing', () => {
    expect(isInstructionalDay(['instructionalDay', 'weatherDay'])).toBe(false);
    expect(isInstructionalDay(['instructionalDay', 'studentLateArrivalEarlyDismissal'])).toBe(true);
    expect(isInstructionalDay(['instructionalDay', 'other'])).toBe(true);
    expect(isInstructionalDay(['other'])).toBe(false);
    expect(isInstructionalDay([])).toBe(false);
  });

  const DAYS = [3, 4, 5, 9, 10];

  it('counts the n-th from a day on, that day included', () => {
    expect(nthInstructionalDay(DAYS, 1, 1)).toBe(3);
    expect(nthInstructionalDay(DAYS, 4, 1)).toBe(4);
    expect(nthInstructionalDay(DAYS, 10, 1)).toBe(10);
    expect(nthInstructionalDay(DAYS, 11, 1)).toBeUndefined();
    expect(nthInstructionalDay(DAYS, 4, 3)).toBe(9);
    expect(nthInstructionalDay(DAYS, 6, 2)).toBe(10);
    expect(nthInstructionalDay(DAYS, 6, 3)).toBeUndefined();
  });

  it('finds and counts as a search from the front would', () => {
    const ascending = fc.uniqueArray(fc.nat(300)).map((days) => days.sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, fc.nat(320), fc.nat(320), (days, from, to) => {
        const index = days.findIndex((each) => each >= from);
        expect(indexFrom(days, from)).toBe(index < 0 ? days.length : index);
        expect(countBetween(days, from, to)).toBe(days.filter((each) => each >= from && each <= to).length);
      }),
    );
  });
});

describe('closed days', () => {
  const chicago = (instant: string) => formatDay(lastClosedDay(new Date(instant), 'America/Chicago', '17:00'));

  it('closes today at the closing time of the district, not of the server', () => {
    expect(chicago('2026-09-15T21:59:59Z')).toBe('2026-09-14');
    expect(chicago('2026-09-15T22:00:00Z')).toBe('2026-09-15');
    expect(chicago('2026-01-15T22:59:59Z')).toBe('2026-01-14');
    expect(chicago('2026-01-15T23:00:00Z')).toBe('2026-01-15');
  });

  it('keeps the local date past midnight UTC and over a clock change', () => {
    expect(localTimeOf(new Date('2026-11-01T06:30:00Z'), 'America/Chicago')).toEqual({
      day: day('2026-11-01'),
      minutes: 90,
    });
    expect(localTimeOf(new Date('2026-11-01T07:30:00Z'), 'America/Chicago')).toEqual({
      day: day('2026-11-01'),
      minutes: 90,
    });
    expect(localTimeOf(new Date('2026-09-15T03:00:00Z'), 'America/Chicago').day).toBe(day('2026-09-14'));
  });
});
