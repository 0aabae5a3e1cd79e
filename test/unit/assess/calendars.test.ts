import { describe, expect, it } from 'vitest';
import { schoolCalendars } from '../../../shared/assess/calendars.ts';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

const YEAR = { first: parseDay('2026-08-01')!, last: parseDay('2027-07-31')! };
const row = (date: string, calendarEvent: string, more: SampleRow = {}): SampleRow => ({
  schoolSourcedId: 'north',
  date,
  calendarEvent,
  ...more,
});

function calendarOf(rows: readonly SampleRow[], coverage = {}) {
  const calendar = schoolCalendars(tableOf(calendarDatesFile.table, rows), coverage, YEAR).get('north');
  return {
    days: calendar?.instructionalDays.map(formatDay),
    minutes: calendar && Object.fromEntries([...calendar.instructionalMinutes].map(([day, m]) => [formatDay(day), m])),
    coveredTo: calendar?.coveredTo,
  };
}

describe('the calendars of a district', () => {
  it('hold the instructional days of the school year, ascending, with their minutes', () => {
    const calendar = calendarOf([
      row('2026-09-03', 'makeUpDay'),
      row('2026-09-01', 'instructionalDay', { instructionalMinutes: 390 }),
      row('2026-09-02', 'weatherDay', { instructionalMinutes: 390 }),
      row('2026-09-04', 'studentLateArrivalEarlyDismissal', { instructionalMinutes: 200 }),
      row('2026-07-31', 'instructionalDay'),
      row('2027-08-01', 'instructionalDay'),
    ]);
    expect(calendar.days).toEqual(['2026-09-01', '2026-09-03', '2026-09-04']);
    expect(calendar.minutes).toEqual({ '2026-09-01': 390, '2026-09-04': 200 });
  });

  it('takes a day as instructional when one of the school’s calendars has it, with the longer of two lengths', () => {
    const calendar = calendarOf([
      row('2026-09-01', 'instructionalDay', { calendarCode: 'A', instructionalMinutes: 300 }),
      row('2026-09-01', 'instructionalDay', { calendarCode: 'B', instructionalMinutes: 360 }),
      row('2026-09-02', 'holiday', { calendarCode: 'A' }),
      row('2026-09-02', 'instructionalDay', { calendarCode: 'B' }),
    ]);
    expect(calendar.days).toEqual(['2026-09-01', '2026-09-02']);
    expect(calendar.minutes).toEqual({ '2026-09-01': 360 });
  });

  it('know how far attendance reaches, and have no such day for a school that never sent any', () => {
    const rows = [row('2026-09-01', 'instructionalDay')];
    expect(calendarOf(rows, { north: '2026-09-01' }).coveredTo).toBe(parseDay('2026-09-01'));
    expect(calendarOf(rows, { south: '2026-09-01' }).coveredTo).toBeUndefined();
  });
});
