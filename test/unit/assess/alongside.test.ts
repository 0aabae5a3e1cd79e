import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alongside } from '../../../shared/assess/alongside.ts';

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }), { maxLength: 12 });

it('walks three sources side by side, each id once, ascending in code units', async () => {
  await fc.assert(
    fc.asyncProperty(ids, ids, ids, fc.integer({ min: 1, max: 4 }), async (now, before, torn, together) => {
      async function* published() {
        const all = before.toSorted().map((sourcedId) => ({ sourcedId }));
        for (let from = 0; from < all.length; from += together) yield all.slice(from, from + together);
        yield [];
      }
      const current = now.toSorted().map((id) => [id, `now ${id}`] as const);
      const walked = [];
      for await (const each of alongside(current, published(), new Map(torn.map((id) => [id, true]))))
        walked.push(each);

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
