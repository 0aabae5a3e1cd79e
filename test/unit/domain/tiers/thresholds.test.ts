import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import {
  firstGradingPeriod,
  gradingPeriodOn,
  inForce,
  isMeant,
  judgedBy,
  overlaid,
  versionWith,
} from '../../../../shared/domain/tiers/thresholds.ts';

const day = (iso: string) => parseDay(iso)!;
const FIRST = day('2026-08-01');

describe('the set in force', () => {
  test('is in force from its own day on, and not the day before', () => {
    const days = fc.uniqueArray(fc.integer({ min: FIRST, max: FIRST + 900 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 7 }), (from, some) => {
        const sets = from.map((each) => ({ effectiveFrom: formatDay(each) }));
        const starts = [...from].sort((a, b) => a - b);
        const start = starts[some % starts.length]!;
        expect(inForce(sets, start)?.effectiveFrom).toBe(formatDay(start));
        expect(inForce(sets, start - 1)?.effectiveFrom).not.toBe(formatDay(start));
      }),
    );
  });

  test('of a day is not moved by any set that begins later', () => {
    const from = fc.integer({ min: FIRST, max: FIRST + 900 });
    fc.assert(
      fc.property(fc.uniqueArray(from, { minLength: 1, maxLength: 8 }), from, fc.nat(400), (days, asOf, ahead) => {
        const sets = days.map((each) => ({ effectiveFrom: formatDay(each) }));
        const later = { effectiveFrom: formatDay(Math.max(asOf, ...days) + 1 + ahead) };
        expect(judgedBy([...sets, later], asOf)).toBe(judgedBy(sets, asOf));
      }),
    );
  });

  test('before the first set is that one, wherever it stands in the list', () => {
    const [early, late] = [{ effectiveFrom: '2026-08-01' }, { effectiveFrom: '2027-08-01' }];
    expect(judgedBy([late, early], day('2020-01-01'))).toBe(early);
    expect(() => judgedBy([], FIRST)).toThrow(RangeError);
  });
});

describe('a rule', () => {
  const subject = { gradeLevel: '09', school: 'north', gradingPeriod: 'first' } as const;

  test('is for who fits every member of its condition', () => {
    expect(isMeant({ gradeLevels: ['08', '09'], schools: ['north'], gradingPeriod: 'first' }, subject)).toBe(true);
    expect(isMeant({ gradeLevels: ['08'], schools: ['north'] }, subject)).toBe(false);
    expect(isMeant({ gradeLevels: ['09'], schools: ['south'] }, subject)).toBe(false);
    expect(isMeant({ gradingPeriod: 'remaining' }, subject)).toBe(false);
  });

  test('for a grade or a school is not for students whose grade or school is unknown', () => {
    const unknown = { ...subject, gradeLevel: '', school: '' };
    expect(isMeant({ gradeLevels: ['09'] }, unknown)).toBe(false);
    expect(isMeant({ schools: ['north'] }, unknown)).toBe(false);
  });

  test('changes what it names and leaves the rest, within nested settings too', () => {
    const settings = { gpa: { tier2: '2.0', tier3: '1.0' }, subjects: ['math', 'science'], failures: 1 };
    expect(overlaid(settings, { gpa: { tier2: '2.5' }, subjects: ['math'] })).toEqual({
      gpa: { tier2: '2.5', tier3: '1.0' },
      subjects: ['math'],
      failures: 1,
    });
    expect(settings.gpa.tier2).toBe('2.0');
  });

  test('that comes later wins', () => {
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer());
    fc.assert(
      fc.property(values, values, values, (base, one, two) => {
        expect(overlaid(overlaid(base, one), two)).toEqual({ ...base, ...one, ...two });
      }),
    );
  });

  test('is named in the version, counted from 1', () => {
    expect(versionWith('2026-27', [0, 2])).toBe('2026-27+1+3');
    expect(versionWith('2026-27', [])).toBe('2026-27');
  });
});

describe('the first grading period', () => {
  const session = (type: string, first: string, last: string) => ({ type, first: day(first), last: day(last) });
  const year = session('schoolYear', '2026-08-10', '2027-06-11');
  const semester = session('semester', '2026-08-10', '2026-12-18');
  const quarters = [
    session('gradingPeriod', '2026-10-12', '2026-12-18'),
    session('gradingPeriod', '2026-08-10', '2026-10-09'),
  ];

  test('is the earliest grading period, else the earliest term or semester, never the whole year', () => {
    expect(firstGradingPeriod([year, semester, ...quarters])).toBe(quarters[1]);
    expect(firstGradingPeriod([year, semester])).toBe(semester);
    expect(firstGradingPeriod([year])).toBeUndefined();
  });

  test('is the shortest of those that begin on one day', () => {
    const term = session('term', '2026-08-10', '2026-11-13');
    expect(firstGradingPeriod([semester, term])).toBe(term);
    expect(firstGradingPeriod([term, semester])).toBe(term);
  });

  test('lasts through its last day; before it begins it counts already, and without one nothing is first', () => {
    const first = quarters[1]!;
    expect(gradingPeriodOn(first.last, first)).toBe('first');
    expect(gradingPeriodOn(first.last + 1, first)).toBe('remaining');
    expect(gradingPeriodOn(first.first - 5, first)).toBe('first');
    expect(gradingPeriodOn(first.first, undefined)).toBe('remaining');
  });
});
