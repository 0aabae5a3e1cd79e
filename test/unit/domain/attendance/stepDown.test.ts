import { describe, expect, it } from 'vitest';
import { attendanceCutPoints } from '../../../../shared/domain/attendance/cutPoints.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { absences, assess, CUT_POINTS, context, event, range, rateOf, reason, schoolDay } from './district.ts';

/** 5 of 50 days is the last standing at 10 %; from day 51 on the share is below. */
const FIVE = absences([3, 9, 14, 20, 31]);

describe('step up and step down', () => {
  it('steps up on the day the share reaches the cut', () => {
    const late = absences([36, 37, 38, 39]);
    expect(assess(late, context(39)).tier).toBe(2);
    expect(assess(late.slice(0, 3), context(39)).tier).toBe(1);
  });

  it('keeps the tier until the share was below the cut on each of the last 10 counted days', () => {
    expect(assess(FIVE, context(50)).tier).toBe(2);
    expect(assess(FIVE, context(50)).flags).not.toContain('stepDownHeld');
    for (let asOf = 51; asOf <= 59; asOf++) {
      const result = assess(FIVE, context(asOf));
      expect(result.tier, `day ${asOf}`).toBe(2);
      expect(result.flags).toContain('stepDownHeld');
    }
    expect(assess(FIVE, context(60)).tier).toBe(1);
    expect(assess(FIVE, context(60)).flags).not.toContain('stepDownHeld');
  });

  it('says what it is held by: the last standing at or above the cut', () => {
    const held = reason(assess(FIVE, context(55)), 'stepDownHeld');
    expect(held).toMatchObject({ value: '5/50', cutPoint: '10/100', detail: { days: 10, tier: 2 } });
    expect(held?.dates).toEqual(['2026-10-09']);
  });

  it('still shows the computed value against its own cut while a tier is held', () => {
    expect(reason(assess(FIVE, context(55)), 'absenceRate')).toMatchObject({ value: '5/55', cutPoint: '10/100' });
  });

  it('steps down from tier 3 to tier 2, one cut at a time', () => {
    const ten = absences(range(1, 10));
    expect(assess(ten, context(50)).tier).toBe(3);
    expect(assess(ten, context(59)).tier).toBe(3);
    expect(assess(ten, context(60)).tier).toBe(2);
    expect(assess(ten, context(109)).tier).toBe(2);
    expect(assess(ten, context(110)).tier).toBe(1);
  });

  it('lets a correction of the data act at once', () => {
    expect(assess(FIVE, context(51)).tier).toBe(2);
    expect(assess(FIVE.slice(0, 2), context(51)).tier).toBe(1);
  });

  it('lets a changed cut point act at once', () => {
    const { version, tier2, tier3, watch, ...rest } = CUT_POINTS;
    const shares = { tier2: '15/100', tier3: tier3.text, watch: watch.text };
    const raised = attendanceCutPoints({ version: `${version}b`, attendance: { ...rest, ...shares } });
    expect(tier2.text).toBe('10/100');
    expect(assess(FIVE, context(51, { cutPoints: raised })).tier).toBe(1);
  });

  it('steps down at once where the district keeps no tier', () => {
    expect(assess(FIVE, context(51, { cutPoints: { ...CUT_POINTS, stepDownDays: 0 } })).tier).toBe(1);
    expect(assess(FIVE, context(51, { cutPoints: { ...CUT_POINTS, stepDownDays: 1 } })).tier).toBe(1);
    expect(assess(FIVE, context(51, { cutPoints: { ...CUT_POINTS, stepDownDays: 2 } })).tier).toBe(2);
  });

  it('counts the window in the days the student was enrolled, not in the days of the school', () => {
    const away = [
      { school: 'north', entry: schoolDay(1), exit: schoolDay(52) },
      { school: 'north', entry: schoolDay(70) },
    ];
    // 51 counted days before leaving, 8 after coming back: day 59 of their own.
    expect(assess(FIVE, context(77), away).tier).toBe(2);
    expect(assess(FIVE, context(78), away).tier).toBe(1);
  });

  it('does not hold what days without an assessment would have been', () => {
    const early = absences([1, 2, 3]);
    expect(assess(early, context(12)).tier).toBe(1);
  });

  it('takes part of a day back exactly when it looks at earlier days', () => {
    const halves = [...absences([3, 9, 14, 20]), event(schoolDay(40), 'Partial', { portionOfDay: fraction(1, 2) })];
    // 4 1/2 of 45 days is 10 %; day 54 is the last one whose window still holds day 45.
    expect(rateOf(assess(halves, context(45)))).toBe('9/90');
    expect(assess(halves, context(45)).tier).toBe(2);
    expect(assess(halves, context(54)).tier).toBe(2);
    expect(assess(halves, context(55)).tier).toBe(1);
  });
});
