import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTION_TYPES,
  INCIDENT_LEVELS,
  type IncidentRow,
  PARTICIPATION_CODES,
} from '../../../../shared/domain/behavior/record.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { assess, context, day, schoolDay } from './incidents.ts';

const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });

/** Absent keys stay absent, as in parsed rows. */
const anyRow = fc
  .record({
    incidentId: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8', '9'),
    school: fc.constantFrom('north', 'south'),
    day: fc.integer({ min: day('2026-06-28'), max: schoolDay(110) }),
    behavior: fc.constantFrom('Fighting', 'Bullying', 'Defiance'),
    participation: sometimes(fc.constantFrom(...PARTICIPATION_CODES, 'Perpetrator' as const, 'Perpetrator' as const)),
    level: sometimes(fc.constantFrom(...INCIDENT_LEVELS)),
    action: sometimes(fc.constantFrom('A', 'B')),
    actionType: sometimes(fc.constantFrom(...ACTION_TYPES.slice(0, 2), 'other' as const, ...ACTION_TYPES)),
    actionStart: sometimes(fc.integer({ min: schoolDay(1), max: schoolDay(50) })),
    halves: sometimes(fc.integer({ min: 0, max: 6 })),
    line: fc.nat(10_000),
  })
  .map(({ line, halves, ...row }) => {
    const lengthDays = halves === undefined ? undefined : fraction(halves, 2);
    const all = { ...row, lengthDays, row: { drop: 'd', file: 'behaviorIncidents', line } };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as IncidentRow;
  });

const anyRows = fc.array(anyRow, { maxLength: 14 });
const SUSPENSIONS: readonly unknown[] = ['in-school suspension', 'out-of-school suspension'];

/** The defaults of the field written a second time, in half days. */
function naiveTier(rows: readonly IncidentRow[], asOf: number): number {
  const own = rows.filter(
    (row) => row.participation === 'Perpetrator' && row.day <= asOf && row.day >= day('2026-07-01'),
  );
  const majors = new Set(
    own.filter(({ level }) => level === 'major').map(({ school, incidentId }) => school + incidentId),
  );
  const suspensions = own.filter(({ actionType }) => SUSPENSIONS.includes(actionType));
  const halves = suspensions.reduce((sum, { lengthDays }) => sum + Number(lengthDays?.numerator ?? 0n), 0);
  const expelled = own.some(({ actionType }) => actionType === 'expulsion');
  if (majors.size >= 6 || halves >= 6 || expelled) return 3;
  return majors.size >= 2 || suspensions.length > 0 ? 2 : 1;
}

describe('behavior on any rows', () => {
  it('agrees with the rules written a second time', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 110 }), (rows, asOf) => {
        expect(assess(rows, context(asOf)).tier).toBe(naiveTier(rows, schoolDay(asOf)));
      }),
      { numRuns: 600 },
    );
  });

  it('gives the same bytes whatever the order of rows', () => {
    const shuffled = anyRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, again]) => {
        expect(JSON.stringify(assess(again))).toBe(JSON.stringify(assess(rows)));
      }),
      { numRuns: 300 },
    );
  });

  it('names the deciding figure first: its value has reached its cut, and in tier 1 none has', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { tier, reasons } = assess(rows);
        const [first] = reasons;
        const [value, cut] = [first?.value, first?.cutPoint].map((text = '') =>
          text
            .split('/')
            .map(Number)
            .reduce((a, b) => a / b),
        );
        expect(value! >= cut!).toBe(tier !== 1);
        if (tier !== 1) expect(first?.detail?.['tier']).toBe(tier);
      }),
    );
  });
});
