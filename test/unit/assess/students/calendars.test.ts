import { describe, expect, it } from 'vitest';
import { schoolCalendars } from '../../../../shared/assess/students/calendars.ts';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { attendanceTakenFile } from '../../../../shared/sis/files/attendanceTaken.ts';
import { calendarDatesFile } from '../../../../shared/sis/files/calendarDates.ts';
import { type SampleRow, tableOf } from '../../lake/tableOf.ts';

const YEAR = { first: parseDay('2026-08-01')!, last: parseDay('2027-07-31')! };
const row = (date: string, calendarEvent: string, more: SampleRow = {}): SampleRow => ({
  schoolSourcedId: 'north',
  date,
  calendarEvent,
  ...more,
});

function calendarOf(rows: readonly SampleRow[], coverage = {}, taken: readonly SampleRow[] = []) {
  const tables = {
    calendarDates: tableOf(calendarDatesFile.table, rows),
    attendanceTaken: tableOf(attendanceTakenFile.table, taken),
  };
  const calendar = schoolCalendars(tables, coverage, YEAR).get('north');
  return {
    days: calendar?.instructionalDays.map(formatDay),
    minutes: calendar && Object.fromEntries([...calendar.instructionalMinutes].map(([day, m]) => [formatDay(day), m])),
    coveredTo: calendar?.coveredTo,
    taken: calendar?.takenDays?.map(formatDay),
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

  describe('of a school that says for which days attendance was taken', () => {
    const days = ['01', '02', '03', '04', '07', '08'].map((each) => `2026-09-${each}`);
    const rows = days.map((date) => row(date, 'instructionalDay'));
    const taken = (date: string, more: SampleRow = {}): SampleRow => ({ schoolSourcedId: 'north', date, ...more });
    const takenDays = (said: readonly SampleRow[], covered = '2026-09-07') =>
      calendarOf(rows, { north: covered }, said).taken;

    it('lack the days between its first one there and its coverage that it does not name or did not finish', () => {
      const said = [taken('2026-09-02'), taken('2026-09-03', { complete: 0 }), taken('2026-09-07', { complete: 1 })];
      expect(takenDays(said)).toEqual(['2026-09-01', '2026-09-02', '2026-09-07', '2026-09-08']);
    });

    it('hold every day where it names them all, or says nothing', () => {
      expect(takenDays(days.map((date) => taken(date)))).toBeUndefined();
      expect(takenDays([{ ...taken('2026-09-02'), schoolSourcedId: 'south' }])).toBeUndefined();
    });

    it('hold a day on which one class finished, unless the school’s own row says that it did not', () => {
      const aClass = { classSourcedId: 'a' };
      const all = days.map((date) => taken(date, aClass));
      expect(takenDays(all)).toBeUndefined();
      const unfinished = taken('2026-09-02', { complete: 0 });
      expect(takenDays([...all, unfinished])).not.toContain('2026-09-02');
      const others = all.filter(({ date }) => date !== '2026-09-02');
      expect(takenDays([...others, { ...unfinished, ...aClass }])).not.toContain('2026-09-02');
    });
  });
});
