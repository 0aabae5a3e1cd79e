import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DayIndex } from '../../../../shared/domain/calendar/dayIndex.ts';
import { indexFrom } from '../../../../shared/domain/calendar/instructionalDays.ts';

const day = fc.integer({ min: 20_000, max: 20_040 });

it('the place of any day among ascending ones is the one that searching finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(day), fc.integer({ min: 19_990, max: 20_050 }), (some, sought) => {
      const days = some.sort((a, b) => a - b);
      expect(DayIndex.of(days).from(sought)).toBe(indexFrom(days, sought));
    }),
  );
});

it('is made once for a list', () => {
  const days = [1, 2, 5];
  expect(DayIndex.of(days)).toBe(DayIndex.of(days));
});
