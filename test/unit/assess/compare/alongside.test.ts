import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alongside } from '../../../../shared/assess/compare/alongside.ts';

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }), { maxLength: 12 });

it('walks three sources side by side, each id once, ascending in code units', () => {
  fc.assert(
    fc.property(ids, ids, ids, (now, before, torn) => {
      const published = before.toSorted().map((sourcedId) => ({ sourcedId }));
      const current = now.toSorted().map((id) => [id, `now ${id}`] as const);
      const walked = [...alongside(current, published, new Map(torn.map((id) => [id, true])))];

      const expected = [...new Set([...now, ...before, ...torn])].toSorted().map((sourcedId) => ({
        sourcedId,
        ...(now.includes(sourcedId) && { now: `now ${sourcedId}` }),
        ...(before.includes(sourcedId) && { before: { sourcedId } }),
        ...(torn.includes(sourcedId) && { torn: true }),
      }));
      expect(walked).toEqual(expected);
    }),
  );
});
