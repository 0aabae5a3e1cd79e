import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../../shared/domain/tiers/signature.ts';
import { inForce } from '../../../../shared/domain/tiers/thresholds.ts';
import { absences, assess, CUT_POINTS, context, event, schoolDay } from '../attendance/district.ts';

const signature = (days: readonly number[], asOf: number, changes = {}) =>
  assess(absences(days), context(asOf, changes)).signature;

describe('what counts as a change of a result', () => {
  it('is not one more enrolled day, nor another drop or line', () => {
    expect(signature([30], 60)).toBe(signature([30], 61));
    const moved = absences([30]).map((each) => ({
      ...each,
      row: { drop: 'd2', file: 'attendanceEvents', line: 9999 },
    }));
    expect(assess(moved, context(60)).signature).toBe(signature([30], 60));
  });

  it('is nothing for a student without absences all through the year', () => {
    const nights = new Set(Array.from({ length: 160 }, (_, index) => signature([], index + 20)));
    expect(nights.size).toBe(1);
  });

  it('is nothing while too few days are enrolled', () => {
    expect(signature([2], 5)).toBe(signature([2], 9));
  });

  it('is one more absence, a flag, a tier, or the version of the cut points', () => {
    const before = signature([30], 60);
    expect(signature([30, 31], 60)).not.toBe(before);
    expect(signature([], 60)).not.toBe(before);
    expect(signature([30], 60, { cutPoints: { ...CUT_POINTS, version: '2026-27b' } })).not.toBe(before);
    const weekend = [...absences([30]), event(schoolDay(35) + 1, 'Unexcused Absence')];
    expect(assess(weekend, context(60)).signature).not.toBe(before);
  });

  it('tells two and a half days from five, though both numerators read 5', () => {
    const base = { tier: 1, flags: [], thresholds: 'v' } as const;
    const rate = { code: 'absenceRate', cutPoint: '10/100' };
    const half = { ...base, reasons: [{ ...rate, value: '5/200', detail: { missed: '5/2' } }] };
    const whole = { ...base, reasons: [{ ...rate, value: '5/100', detail: { missed: '5' } }] };
    expect(signatureOf(half)).not.toBe(signatureOf(whole));
  });

  it('leaves the values of reasons that only inform out, not their codes', () => {
    const base = { tier: 1, flags: [], thresholds: 'v' } as const;
    const told = (value: string) => signatureOf({ ...base, reasons: [{ code: 'recentRate', value }] });
    expect(told('2/20')).toBe(told('3/20'));
    expect(told('2/20')).not.toBe(signatureOf({ ...base, reasons: [] }));
  });
});

describe('the threshold set in force', () => {
  const sets = [
    { version: 'b', effectiveFrom: '2026-07-01' },
    { version: 'a', effectiveFrom: '2025-07-01' },
  ];

  it.each([
    ['2025-06-30', undefined],
    ['2025-07-01', 'a'],
    ['2026-06-30', 'a'],
    ['2026-07-01', 'b'],
    ['2030-01-01', 'b'],
  ])('on %s it is %s', (iso, version) => {
    expect(inForce(sets, Date.parse(iso) / 86_400_000)?.version).toBe(version);
  });
});
