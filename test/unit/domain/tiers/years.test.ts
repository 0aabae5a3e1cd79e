import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { schoolYearOf } from '../../../../shared/domain/calendar/schoolYear.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';
import { tiersByYear } from '../../../../shared/domain/tiers/years.ts';

const dayIn = (text: string) => parseDay(text)!;
const change = (asOf: string, to: AssessedTier) => ({ asOf, to });

describe('tiers by school year', () => {
  it('are the last of each year, the newest first', () => {
    const changes = [
      change('2024-09-20', 1),
      change('2025-02-03', 2),
      change('2025-08-20', 'notAssessed'),
      change('2025-09-12', 1),
      change('2026-10-02', 3),
    ];
    expect(tiersByYear(changes, '08-01', dayIn('2026-10-27'))).toEqual([
      { schoolYear: 2027, tier: 3, since: '2026-10-02' },
      { schoolYear: 2026, tier: 1, since: '2025-09-12' },
      { schoolYear: 2025, tier: 2, since: '2025-02-03' },
    ]);
  });

  it('change with the first day of the school year, not with the calendar year', () => {
    const changes = [change('2026-07-31', 2), change('2026-08-01', 'notAssessed')];
    expect(tiersByYear(changes, '08-01', dayIn('2026-08-01'))).toMatchObject([
      { schoolYear: 2027, tier: 'notAssessed' },
      { schoolYear: 2026, tier: 2 },
    ]);
  });

  it('go on through a year without a change', () => {
    const years = tiersByYear([change('2024-09-20', 2)], '08-01', dayIn('2026-10-27'));
    expect(years.map(({ schoolYear, tier }) => [schoolYear, tier])).toEqual([
      [2027, 2],
      [2026, 2],
      [2025, 2],
    ]);
  });

  it('are none before the first assessment', () => {
    expect(tiersByYear([], '08-01', dayIn('2026-10-27'))).toEqual([]);
  });

  it('end in the newest change, and every year from the first one on is there once', () => {
    const days = fc.uniqueArray(fc.integer({ min: 19_000, max: 21_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 800 }), (some, later) => {
        const ascending = some.toSorted((a, b) => a - b);
        const last = ascending.at(-1)! + later;
        const changes = ascending.map((day, place) => change(formatDay(day), place % 2 === 0 ? 1 : 2));
        const years = tiersByYear(changes, '07-01', last);
        expect(years[0]).toMatchObject({ tier: changes.at(-1)!.to, schoolYear: schoolYearOf(last, '07-01').name });
        const first = schoolYearOf(ascending[0]!, '07-01').name;
        expect(years.map(({ schoolYear }) => schoolYear)).toEqual(
          Array.from({ length: years.length }, (_, back) => first + years.length - 1 - back),
        );
      }),
    );
  });
});
