import { describe, expect, it } from 'vitest';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { absences, assess, calendar, context, ENROLLED, FIRST, rateOf, reason, schoolDay } from './district.ts';

const codeOf = (result: ReturnType<typeof assess>) => result.reasons[0]?.code;

describe('why a student is not assessed', () => {
  it.each([
    ['no enrolment at all', []],
    ['a no show', [{ school: 'north', entry: FIRST, exitType: 'No show' }]],
    ['an invalid enrolment', [{ school: 'north', entry: FIRST, exit: schoolDay(30), exitType: 'Invalid enrollment' }]],
    ['an entry after the as-of day', [{ school: 'north', entry: schoolDay(41) }]],
    ['an exit on the day of entry', [{ school: 'north', entry: FIRST, exit: FIRST }]],
    ['an enrolment of last year', [{ school: 'north', entry: FIRST - 300, exit: FIRST - 60 }]],
  ])('notEnrolled: %s', (_title, enrollments) => {
    const result = assess(absences([1, 2]), context(40), enrollments);
    expect(result.tier).toBe('notAssessed');
    expect(codeOf(result)).toBe('notEnrolled');
  });

  it('noData: the file never came this year', () => {
    const result = assess([], context(40, { attendanceReceived: false }));
    expect(result.tier).toBe('notAssessed');
    expect(codeOf(result)).toBe('noData');
  });

  it('noCoverage: the school has never sent attendance', () => {
    const { coveredTo: _, ...silent } = calendar('north');
    const result = assess([], context(40, { calendars: new Map([['north', silent]]) }));
    expect(result.tier).toBe('notAssessed');
    expect(codeOf(result)).toBe('noCoverage');
  });

  it('noCoverage: coverage ends before the student entered', () => {
    const calendars = new Map([['north', calendar('north', { coveredTo: schoolDay(20) })]]);
    const result = assess([], context(40, { calendars }), [{ school: 'north', entry: schoolDay(25) }]);
    expect(codeOf(result)).toBe('noCoverage');
  });

  it('noCoverage: a school without a calendar has no days to count', () => {
    expect(codeOf(assess([], context(40, { calendars: new Map() })))).toBe('noCoverage');
  });

  it('tooFewDays: nine enrolled days, with the share that decides nothing', () => {
    const result = assess(absences([1, 2, 3, 4]), context(9));
    expect(result.tier).toBe('notAssessed');
    expect(result.reasons[0]).toEqual({ code: 'tooFewDays', cutPoint: '10' });
    expect(rateOf(result)).toBe('4/9');
    expect(reason(result, 'absenceRate')?.cutPoint).toBeUndefined();
    expect(result.flags).toEqual([]);
  });

  it('tooFewDays: before the first school day', () => {
    const early = [{ school: 'north', entry: FIRST - 20 }];
    expect(codeOf(assess([], context(1, { asOf: FIRST - 3 }), early))).toBe('tooFewDays');
  });
});

describe('early in the year', () => {
  it.each([
    [1, 1, []],
    [2, 1, ['watch']],
    [3, 1, ['watch']],
    [4, 2, []],
    [12, 2, []],
  ])('%i days missed of 19 is tier %s', (missed, tier, flags) => {
    const days = Array.from({ length: missed }, (_, index) => 19 - index);
    const result = assess(absences(days), context(19));
    expect(result.tier).toBe(tier);
    expect(result.flags).toEqual(flags);
    expect(result.reasons[0]).toMatchObject({ code: 'daysMissed', value: `${missed}`, cutPoint: '4' });
  });

  it('lets the share decide from the twentieth enrolled day on', () => {
    expect(assess(absences([16, 17, 18, 19]), context(19)).tier).toBe(2);
    expect(assess(absences([16, 17, 18, 19]), context(20)).tier).toBe(3);
  });
});

describe('leavers and stale schools', () => {
  const left = [{ school: 'north', entry: FIRST, exit: schoolDay(31), exitType: 'Transferred' }];

  it('keeps the tier of the last day and says that the student has left', () => {
    const last = assess(absences([28, 29, 30]), context(30));
    const later = assess(absences([28, 29, 30]), context(120), left);
    expect(later.tier).toBe(last.tier);
    expect(rateOf(later)).toBe('3/30');
    expect(later.flags).toContain('exited');
    expect(later.asOf).toBe(last.asOf);
  });

  it('has not left on the last enrolled day, nor while a later entry is announced', () => {
    expect(assess([], context(30), left).flags).not.toContain('exited');
    expect(assess([], context(31), left).flags).toContain('exited');
    const back = [...left, { school: 'south', entry: schoolDay(36) }];
    expect(assess([], context(33), back).flags).not.toContain('exited');
  });

  it.each([
    [59, false],
    [58, true],
  ])('covered to school day %i of 60: stale %s', (covered, stale) => {
    const calendars = new Map([['north', calendar('north', { coveredTo: schoolDay(covered) })]]);
    expect(assess([], context(60, { calendars })).flags.includes('stale')).toBe(stale);
  });

  it('does not call a student stale whose own days are all known', () => {
    const calendars = new Map([['north', calendar('north', { coveredTo: schoolDay(40) })]]);
    const result = assess([], context(60, { calendars }), left);
    expect(result.flags).toEqual(['exited']);
  });

  it('is not stale over a weekend', () => {
    const calendars = new Map([['north', calendar('north', { coveredTo: schoolDay(60) })]]);
    expect(assess([], context(60, { calendars, asOf: schoolDay(60) + 2 })).flags).toEqual([]);
  });
});

describe('days at another district', () => {
  const transferred = [
    {
      school: 'north',
      entry: schoolDay(1),
      transferDaysEnrolled: fraction(40),
      transferDaysAbsent: fraction(15, 2),
    },
  ];
  const counting = { ...context(1).settings, countTransferDays: true };

  it('shows them and does not count them by default', () => {
    const result = assess([], context(30), transferred);
    expect(result.tier).toBe(1);
    expect(rateOf(result)).toBe('0/30');
    expect(reason(result, 'transferDays')?.detail).toEqual({ enrolled: '40', absent: '15/2', counted: false });
  });

  it('counts them for tiers where the district says so', () => {
    const result = assess([], context(30, { settings: counting }), transferred);
    expect(rateOf(result)).toBe('15/140');
    expect(result.tier).toBe(2);
  });

  it('never counts more absent than enrolled days, nor those of a student who never came', () => {
    const wrong = [{ ...transferred[0]!, transferDaysAbsent: fraction(90) }];
    expect(rateOf(assess([], context(30, { settings: counting }), wrong))).toBe('40/70');
    const noShow = [...ENROLLED, { ...transferred[0]!, exitType: 'No show' }];
    expect(rateOf(assess([], context(30, { settings: counting }), noShow))).toBe('0/30');
  });

  it('counts the days of overlapping enrolments once, at the preferred one', () => {
    const both = [
      { ...transferred[0]!, school: 'south' },
      { ...transferred[0]!, primary: true, transferDaysAbsent: fraction(0) },
    ];
    expect(rateOf(assess([], context(30, { settings: counting }), both))).toBe('0/70');
    expect(rateOf(assess([], context(30, { settings: counting }), [...both].reverse()))).toBe('0/70');
  });
});
