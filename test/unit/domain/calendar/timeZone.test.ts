import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { lastClosedDay, localTimeOf, minutesOf } from '../../../../shared/domain/calendar/timeZone.ts';

const closed = (instant: string, zone = 'America/Chicago', at = '17:00') =>
  formatDay(lastClosedDay(new Date(instant), zone, at));

describe('the local time of an instant', () => {
  test.each([
    ['winter in Chicago is six hours behind', '2027-01-15T09:30:00Z', 'America/Chicago', '2027-01-15', 210],
    ['summer in Chicago is five hours behind', '2027-07-15T09:30:00Z', 'America/Chicago', '2027-07-15', 270],
    ['the evening before in Honolulu', '2027-01-15T05:00:00Z', 'Pacific/Honolulu', '2027-01-14', 1140],
    ['midnight is minute 0, not 24:00', '2027-01-15T06:00:00Z', 'America/Chicago', '2027-01-15', 0],
    ['a quarter-hour zone', '2027-01-15T00:00:00Z', 'Asia/Kathmandu', '2027-01-15', 345],
  ])('%s', (_, instant, zone, day, minutes) => {
    expect(localTimeOf(new Date(instant), zone)).toEqual({ day: parseDay(day), minutes });
  });

  test('the hour that a clock change repeats is told twice, the one it skips never', () => {
    const minutes = (instant: string) => localTimeOf(new Date(instant), 'America/Chicago').minutes;
    expect(minutes('2026-11-01T06:30:00Z')).toBe(90);
    expect(minutes('2026-11-01T07:30:00Z')).toBe(90);
    expect(minutes('2027-03-14T07:59:00Z')).toBe(119);
    expect(minutes('2027-03-14T08:00:00Z')).toBe(180);
  });

  test('UTC agrees with the instant itself', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (instant) => {
          const local = localTimeOf(instant, 'UTC');
          expect(local.day).toBe(Math.floor(instant.getTime() / 86_400_000));
          expect(local.minutes).toBe(instant.getUTCHours() * 60 + instant.getUTCMinutes());
        },
      ),
    );
  });
});

describe('the last closed day', () => {
  test('is yesterday until the school day closes, and today from that minute on', () => {
    expect(closed('2027-01-15T22:59:59Z')).toBe('2027-01-14');
    expect(closed('2027-01-15T23:00:00Z')).toBe('2027-01-15');
  });

  test('is the day before for a run after midnight', () => {
    expect(closed('2027-01-16T09:30:00Z')).toBe('2027-01-15');
  });

  test('follows the wall clock over a clock change', () => {
    expect(closed('2027-03-14T21:59:00Z')).toBe('2027-03-13');
    expect(closed('2027-03-14T22:00:00Z')).toBe('2027-03-14');
  });
});

test('wall-clock times are minutes since midnight', () => {
  expect(minutesOf('00:00')).toBe(0);
  expect(minutesOf('03:30')).toBe(210);
  expect(minutesOf('23:59')).toBe(1439);
});
