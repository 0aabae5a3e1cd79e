import { describe, expect, it } from 'vitest';
import {
  assess,
  calendar,
  context,
  DAYS,
  day,
  FIRST,
  incident,
  majors,
  reason,
  schoolDay,
  suspended,
  without,
} from './incidents.ts';

describe('traps that other systems fell into', () => {
  it('counts the boundary itself: exactly 2 and 6 major incidents, exactly 3 days', () => {
    expect([assess(majors(2)).tier, assess(majors(6)).tier, assess([suspended(6)]).tier]).toEqual([2, 3, 3]);
  });

  it('never takes missing data for tier 1: nobody is assessed before any incident has come', () => {
    const nothing = context(100, { incidentsReceived: false });
    expect(assess([], nothing)).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }], flags: [] });
    expect(assess([], context()).tier).toBe(1);
  });

  it('counts two incidents on one day as two', () => {
    const result = assess([incident({ day: schoolDay(9) }), incident({ day: schoolDay(9) })]);
    expect(result.tier).toBe(2);
    expect(result.reasons[0]).toMatchObject({ value: '2', dates: ['2026-08-13'] });
  });

  it('counts an incident once, however many actions follow', () => {
    const rows = ['A', 'B', 'C'].map((action) => incident({ incidentId: 'same', action, actionType: 'other' }));
    expect(assess(rows)).toMatchObject({ tier: 1, reasons: [{ code: 'majorIncidents', value: '1' }, {}] });
  });

  it('tells incidents of two schools apart that have one number', () => {
    const rows = [incident({ incidentId: '7' }), incident({ incidentId: '7', school: 'south' })];
    expect(reason(assess(rows), 'majorIncidents')?.value).toBe('2');
  });

  it('reports school days, not calendar days: a break does not use up the last 45', () => {
    const afterBreak = DAYS.filter((each) => each < day('2026-12-21') || each > day('2027-01-08'));
    const calendars = new Map([['north', calendar('north', { instructionalDays: afterBreak })]]);
    const asOf = day('2027-01-29');
    const index = afterBreak.indexOf(asOf);
    const [inside, before] = [afterBreak[index - 44]!, afterBreak[index - 45]!];
    const result = assess([incident({ day: inside }), incident({ day: before })], context(100, { asOf, calendars }));
    expect(reason(result, 'recentIncidents')).toMatchObject({
      value: '1',
      detail: { schoolDays: 45, from: '2026-11-09', to: '2027-01-29', major: 1 },
    });
  });

  it('reports the last 45 days by the calendars of the schools the student was at', () => {
    const calendars = new Map([
      ['north', calendar('north')],
      ['south', calendar('south', { instructionalDays: DAYS.filter((each) => each % 2 === 0) })],
    ]);
    const moved = [
      { school: 'north', entry: FIRST, exit: schoolDay(50) },
      { school: 'south', entry: schoolDay(50) },
    ];
    const atSouth = DAYS.slice(49, 60).filter((each) => each % 2 === 0).length;
    const first = schoolDay(49 - (45 - atSouth) + 1);
    const rows = [incident({ day: first }), incident({ day: first - 1 })];
    const result = assess(rows, context(60, { calendars }), moved);
    expect(reason(result, 'recentIncidents')).toMatchObject({ value: '1', detail: { schoolDays: 45 } });
  });

  it('says nothing of the last 45 school days where no calendar is known', () => {
    const result = assess(majors(2), context(100, { calendars: new Map() }));
    expect(result.tier).toBe(2);
    expect(reason(result, 'recentIncidents')).toBeUndefined();
  });

  it.each(['Victim', 'Witness', 'Reporter'] as const)('shows nothing of who took part as %s', (participation) => {
    const rows = [...majors(7, { participation }), suspended(20, { participation })];
    expect(assess(rows)).toEqual(assess([]));
  });

  it('counts no row that says not how the student took part, and reports it', () => {
    const result = assess(majors(3).map((each) => without(each, 'participation')));
    expect(result).toMatchObject({ tier: 1, flags: ['participationUnknown'] });
    expect(reason(result, 'participationUnknown')).toMatchObject({ value: '3', dates: ['2026-08-07'] });
    expect(reason(result, 'participationUnknown')?.items).toBeUndefined();
  });

  it('counts an incident without a level as minor, and reports it', () => {
    const result = assess(majors(3).map((each) => without(each, 'level')));
    expect(result).toMatchObject({ tier: 1, flags: ['levelUnknown'] });
    expect(reason(result, 'minorIncidents')?.value).toBe('3');
    expect(reason(result, 'levelUnknown')?.value).toBe('3');
  });

  it('takes an action that nobody has typed for no suspension, and says so', () => {
    const result = assess([incident({ action: 'SUSP', level: 'minor' })]);
    expect(result.tier).toBe(1);
    expect(reason(result, 'actionTypeUnknown')).toMatchObject({ value: '1', items: ['SUSP'] });
  });

  it('takes an incident for major when one of its rows says so', () => {
    const rows = ['x', 'y'].flatMap((incidentId) => [
      incident({ incidentId, level: 'minor', action: 'A' }),
      incident({ incidentId, action: 'B' }),
    ]);
    expect(assess(rows).tier).toBe(2);
    expect(reason(assess(rows), 'majorIncidents')?.value).toBe('2');
  });

  it('leaves no phantom incident behind when a row is taken back, and steps down at once', () => {
    const rows = majors(2, { day: schoolDay(99) });
    expect(assess(rows).tier).toBe(2);
    expect(assess(rows.slice(1))).toMatchObject({ tier: 1, flags: [] });
  });

  it('counts rows of this school year alone', () => {
    const edges = ['2026-06-30', '2026-07-01', '2027-06-30', '2027-07-01'].map((date) => incident({ day: day(date) }));
    expect(reason(assess(edges, context(100, { asOf: day('2027-06-30') })), 'majorIncidents')?.value).toBe('2');
  });

  it('knows of no row that is dated after the as-of day', () => {
    const result = assess([incident({ day: schoolDay(100) }), incident({ day: schoolDay(101) })]);
    expect(reason(result, 'majorIncidents')?.value).toBe('1');
    const open = without(incident({ day: schoolDay(101) }), 'participation');
    expect(assess([open])).toEqual(assess([]));
  });

  it('takes no incident for enrolment', () => {
    const later = [{ school: 'north', entry: schoolDay(120) }];
    const never = [{ school: 'north', entry: FIRST, exitType: 'No show' }];
    for (const enrollments of [[], later, never]) {
      const result = assess(majors(6), context(), enrollments);
      expect(result).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'notEnrolled' }] });
      expect(result.asOf).toBeUndefined();
    }
  });

  it('keeps the tier of the last day of a student who has left, the exit date included where it counts', () => {
    const left = [{ school: 'north', entry: FIRST, exit: schoolDay(30) }];
    const rows = [incident({ day: schoolDay(12) }), incident({ day: schoolDay(30) }), incident({ day: schoolDay(31) })];
    const result = assess(rows, context(), left);
    expect(result).toMatchObject({ tier: 1, flags: ['exited'], asOf: '2026-09-10', reasons: [{ value: '1' }, {}] });
    const counts = assess(rows, context(100, { exitDayCounts: true }), left);
    expect(counts).toMatchObject({ tier: 2, flags: ['exited'], asOf: '2026-09-11', reasons: [{ value: '2' }, {}] });
  });

  it('counts incidents on a weekend', () => {
    const saturday = schoolDay(5) + 1;
    expect(assess(majors(2, { day: saturday })).tier).toBe(2);
  });
});
