import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, fraction } from '../../../../shared/domain/fraction.ts';
import { displayCutPoint, displayNumber, displayPercent } from '../../../../shared/domain/tiers/display.ts';
import { explain } from '../../../../shared/domain/tiers/sentence.ts';
import { absences, assess, calendar, context, event, range, schoolDay } from '../attendance/district.ts';

describe('what a counselor reads', () => {
  it.each([
    ['tier 2', range(154, 170), 170, 'Missed 17 of 170 days (10.00 %): at or above the 10 % cut for tier 2.'],
    ['tier 3', range(137, 170), 170, 'Missed 34 of 170 days (20.00 %): at or above the 20 % cut for tier 3.'],
    ['tier 1', [3, 60], 170, 'Missed 2 of 170 days (1.17 %): below the 10 % cut for tier 2.'],
    ['no absence', [], 170, 'Missed no day: below the 10 % cut for tier 2.'],
  ])('%s', (_title, days, asOf, sentence) => {
    expect(explain('attendance', assess(absences(days), context(asOf)))).toContain(sentence);
  });

  it('tells early counts as counts', () => {
    expect(explain('attendance', assess(absences([3, 7, 11, 15]), context(15)))).toBe(
      'Missed 4 days: at or above the 4 days that make tier 2 early in the year. Missed 4 of 15 days (26.66 %) so far.',
    );
    expect(explain('attendance', assess(absences([3, 9]), context(15)))).toContain(
      'In the watch band, which begins at 2 days.',
    );
  });

  it('writes parts of days out', () => {
    const half = event(schoolDay(3), 'Partial', { portionOfDay: fraction(1, 2) });
    expect(explain('attendance', assess([half], context(30)))).toContain('Missed 0.5 of 30 days (1.66 %)');
    const third = event(schoolDay(3), 'Partial', { portionOfDay: fraction(1, 3) });
    expect(explain('attendance', assess([third, ...absences([9, 30])], context(60)))).toContain(
      'Missed 2 1/3 of 60 days (3.88 %)',
    );
  });

  it('says why a tier is kept', () => {
    expect(explain('attendance', assess(absences([3, 9, 14, 20, 31]), context(55)))).toContain(
      'Kept in tier 2: 10.00 % on 2026-10-09; a lower tier needs 10 school days below the cut.',
    );
  });

  it('says why nothing was assessed', () => {
    expect(explain('attendance', assess([], context(30), []))).toBe('Not assessed: not enrolled.');
    expect(explain('attendance', assess([], context(9)))).toBe(
      'Not assessed: fewer than 10 days enrolled so far. Missed no day so far.',
    );
    expect(explain('attendance', assess([], context(30, { attendanceReceived: false })))).toContain(
      'no attendance file has come',
    );
    expect(explain('attendance', assess([], context(30, { calendars: new Map() })))).toContain(
      'has sent no attendance',
    );
  });

  it('says what stands beside the tier', () => {
    const calendars = new Map([['north', calendar('north', { coveredTo: schoolDay(50) })]]);
    expect(explain('attendance', assess([], context(60, { calendars })))).toContain(
      'School north has sent attendance up to 2026-10-09 only.',
    );
    expect(explain('attendance', assess(absences([42, 47, 52, 57]), context(60)))).toContain(
      'At the pace of the last 20 school days the 10 % cut is reached on 2026-11-20.',
    );
    const left = [{ school: 'north', entry: schoolDay(1), exit: schoolDay(31) }];
    expect(explain('attendance', assess([], context(60), left))).toContain('The student has left');
  });
});

describe('rounding for display', () => {
  it('never shows a share below a cut of whole hundredths of a percent as that cut', () => {
    const share = fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 })).map(([n, d]) => fraction(n, d));
    const cut = fc.nat(10_000).map((each) => fraction(each, 10_000));
    fc.assert(
      fc.property(share, cut, (value, at) => {
        const shown = Number.parseFloat(displayPercent(value));
        const shownCut = Number.parseFloat(displayCutPoint(at));
        expect(shown >= shownCut).toBe(compare(value, at) >= 0);
      }),
    );
    expect(displayPercent(fraction(1999, 10_000))).toBe('19.99 %');
    expect(displayPercent(fraction(199_999, 1_000_000))).toBe('19.99 %');
  });

  it.each([
    [fraction(17), '17'],
    [fraction(5, 2), '2.5'],
    [fraction(20, 10), '2'],
    [fraction(1, 3), '1/3'],
    [fraction(7, 3), '2 1/3'],
    [fraction(100, 1), '100'],
  ])('writes %o as %s', (value, written) => expect(displayNumber(value)).toBe(written));

  it.each([
    [fraction(10, 100), '10 %'],
    [fraction(125, 1000), '12.5 %'],
    [fraction(1, 10), '10 %'],
  ])('writes the cut point %o as %s', (cut, written) => expect(displayCutPoint(cut)).toBe(written));
});
