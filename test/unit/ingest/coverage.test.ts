import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { lastClosedDay, localTimeOf } from '../../../shared/domain/calendar/timeZone.ts';
import { type CoverageInput, coverageAfter } from '../../../shared/ingest/coverage.ts';
import { SchoolCalendars } from '../../../shared/ingest/schoolCalendars.ts';
import { takenDaysOf } from '../../../shared/ingest/takenDays.ts';
import { attendanceTakenFile } from '../../../shared/sis/files/attendanceTaken.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { sampleTenant } from '../http/tenant.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

const { tenant } = sampleTenant();
const YEAR = { first: parseDay('2026-08-01')!, last: parseDay('2027-07-31')! };
/** Monday 7 to Friday 18 September 2026, without the first Wednesday. */
const DAYS = ['07', '08', '10', '11', '14', '15', '16', '17', '18'].map((day) => `2026-09-${day}`);
const calendars = new SchoolCalendars(
  tableOf(
    calendarDatesFile.table,
    ['A', 'B'].flatMap((schoolSourcedId) =>
      DAYS.map((date) => ({ schoolSourcedId, date, calendarEvent: 'instructionalDay' })),
    ),
  ),
);

/** Wall-clock time in the sample tenant's zone, five hours behind UTC then. */
const at = (day: string, hour: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + (hour + 5) * 3_600_000).toISOString();

const taken = (rows: readonly SampleRow[]) => {
  const days = takenDaysOf(tableOf(attendanceTakenFile.table, rows), YEAR);
  return (school: string) => days.get(school);
};
const said = (day: string, complete?: 0 | 1): SampleRow => ({ schoolSourcedId: 'A', date: `2026-09-${day}`, complete });

function knownAfter(generatedAt: string, changes: Partial<CoverageInput> = {}) {
  return coverageAfter({
    before: {},
    schools: ['A'],
    eventsAsOf: () => generatedAt,
    statedTo: undefined,
    takenDays: () => undefined,
    calendars,
    tenant,
    ...changes,
  });
}

describe('how far attendance is known', () => {
  it('is the last instructional day that was closed when the drop was made', () => {
    expect(knownAfter(at('2026-09-14', 9))).toEqual({ A: '2026-09-11' });
    expect(knownAfter(at('2026-09-14', 16.9))).toEqual({ A: '2026-09-11' });
    expect(knownAfter(at('2026-09-14', 17))).toEqual({ A: '2026-09-14' });
    expect(knownAfter(at('2026-09-09', 20))).toEqual({ A: '2026-09-08' });
  });

  it('is what the manifest states, never a day after the drop was made', () => {
    const statedTo = (day: string) => ({ statedTo: parseDay(day)! });
    expect(knownAfter(at('2026-09-14', 20), statedTo('2026-09-10'))).toEqual({ A: '2026-09-10' });
    expect(knownAfter(at('2026-09-14', 20), statedTo('2026-09-18'))).toEqual({ A: '2026-09-14' });
  });

  it('is the last closed day for which the school took attendance, whatever gaps lie before', () => {
    const until = (...rows: SampleRow[]) => knownAfter(at('2026-09-15', 20), { takenDays: taken(rows) });
    expect(until(said('07'), said('11'))).toEqual({ A: '2026-09-11' });
    expect(until(said('07'), said('14', 1), said('15', 0))).toEqual({ A: '2026-09-14' });
    expect(until(said('07', 0))).toEqual({});
  });

  it('does not close today by a morning’s attendance', () => {
    const morning = at('2026-09-15', 10);
    expect(knownAfter(morning, { takenDays: taken([said('14'), said('15')]) })).toEqual({ A: '2026-09-14' });
  });

  it('is stated before it is taken', () => {
    const takenDays = taken([said('14')]);
    expect(knownAfter(at('2026-09-15', 20), { takenDays, statedTo: parseDay('2026-09-15')! })).toEqual({
      A: '2026-09-15',
    });
  });

  it('needs the events themselves: attendance taken later than they were sent says nothing yet', () => {
    const takenDays = taken([said('11'), said('14')]);
    expect(knownAfter('', { eventsAsOf: () => at('2026-09-11', 20), takenDays })).toEqual({ A: '2026-09-11' });
    expect(knownAfter('', { eventsAsOf: () => undefined, takenDays })).toEqual({});
  });

  it('goes on for the schools a drop speaks of, and for no other', () => {
    const before = { A: '2026-09-07', B: '2026-09-07' };
    expect(knownAfter(at('2026-09-08', 20), { before })).toEqual({ A: '2026-09-08', B: '2026-09-07' });
    expect(knownAfter(at('2026-09-08', 20), { schools: ['unknown'] })).toEqual({});
  });

  it('never goes back and never past the day a drop was made, whatever comes in whatever order', () => {
    const drop = fc.record({
      generatedAt: fc
        .tuple(fc.constantFrom('07', '09', '11', '13', '15', '18'), fc.integer({ min: 0, max: 23 }))
        .map(([day, hour]) => at(`2026-09-${day}`, hour)),
      schools: fc.constantFrom(['A'], ['B'], ['A', 'B']),
      statedTo: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
      rows: fc.option(fc.uniqueArray(fc.constantFrom(...DAYS)), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(drop, { minLength: 1, maxLength: 6 }), (drops) => {
        let before: Readonly<Record<string, string>> = {};
        for (const { generatedAt, schools, statedTo, rows } of drops) {
          const now = coverageAfter({
            before,
            schools,
            eventsAsOf: () => generatedAt,
            statedTo: statedTo === undefined ? undefined : parseDay(statedTo),
            takenDays:
              rows === undefined ? () => undefined : taken(rows.map((date) => ({ schoolSourcedId: 'A', date }))),
            calendars,
            tenant,
          });
          const madeOn = localTimeOf(new Date(generatedAt), tenant.timeZone).day;
          const closed = lastClosedDay(new Date(generatedAt), tenant.timeZone, tenant.schoolYear.dayClosesAt);
          for (const school of ['A', 'B']) {
            const [was, is] = [before[school] ?? '', now[school] ?? ''];
            expect(is >= was).toBe(true);
            if (is === was) continue;
            expect(schools).toContain(school);
            expect(is <= formatDay(statedTo === undefined ? closed : madeOn)).toBe(true);
          }
          before = now;
        }
      }),
      { numRuns: 100 },
    );
  });
});
