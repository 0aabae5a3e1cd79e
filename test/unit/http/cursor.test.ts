import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { callerOf } from '../../../shared/http/caller.ts';
import { cursorsUnder } from '../../../shared/http/cursor.ts';
import { Problem } from '../../../shared/http/problems.ts';
import { seal } from '../../../shared/http/seal.ts';

const key = randomBytes(32);
const position = z.strictObject({ after: z.string() });
const callerNamed = (sub: string) => {
  const caller = callerOf({ sub }, { subjectClaim: 'sub', rolesClaim: 'roles' });
  if (!caller) throw new Error('no caller');
  return caller;
};
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'accepted';
};

const query = { school: 'a', grade: '09' };
const list = cursorsUnder(key, 'listStudents', callerNamed('x'), query, position);

describe('a cursor', () => {
  test('leads back to where it was made, whatever the position holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (after) => {
        expect(list.start(list.next({ after }))).toEqual({ after });
      }),
    );
  });

  test('survives another limit and another order of the same filters', () => {
    const asked = { grade: '09', limit: 5, school: 'a', cursor: 'y' };
    const same = cursorsUnder(key, 'listStudents', callerNamed('x'), asked, position);
    expect(same.start(list.next({ after: 'z' }))).toEqual({ after: 'z' });
  });

  test('shows nothing of the position, and is another one each time', () => {
    const [one, other] = [list.next({ after: 'stu-ada' }), list.next({ after: 'stu-ada' })];
    expect(one).toMatch(/^[\w-]+$/);
    expect(one).not.toBe(other);
    for (const encoding of ['utf8', 'latin1'] as const)
      expect(Buffer.from(one, 'base64url').toString(encoding)).not.toContain('ada');
  });

  test.each([
    ['other filters', cursorsUnder(key, 'listStudents', callerNamed('x'), { ...query, grade: '10' }, position)],
    ['another list', cursorsUnder(key, 'listDrops', callerNamed('x'), query, position)],
    ['another caller', cursorsUnder(key, 'listStudents', callerNamed('y'), query, position)],
  ])('of %s is refused as such', (_what, other) => {
    expect(codeOf(() => list.start(other.next({ after: 'z' })))).toBe('cursor.other_query');
  });

  test('of another district is refused', () => {
    const elsewhere = cursorsUnder(randomBytes(32), 'listStudents', callerNamed('x'), query, position);
    expect(codeOf(() => list.start(elsewhere.next({ after: 'z' })))).toBe('cursor.invalid');
  });

  test('with any bit altered is refused', () => {
    const bytes = Buffer.from(list.next({ after: 'stu-ada' }), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = altered.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      expect(
        codeOf(() => list.start(altered.toString('base64url'))),
        `bit ${bit}`,
      ).toBe('cursor.invalid');
    }
  });

  test('with any character altered, added or left out is refused', () => {
    const character = fc.oneof(
      fc.constantFrom(...'AQgw_-', '=', '+', '/', ' ', '\n', '٣'),
      fc.string({ maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(2), character, (at, leftOut, put) => {
        const cursor = list.next({ after: 'stu-ada' });
        const place = at % (cursor.length + 1);
        const altered = cursor.slice(0, place) + put + cursor.slice(place + leftOut);
        fc.pre(altered !== cursor);
        expect(codeOf(() => list.start(altered))).toBe('cursor.invalid');
      }),
    );
  });

  test('that nobody issued is refused, whatever it is', () => {
    const unsealed = fc.tuple(fc.constantFrom(1, 2), fc.string(), fc.json()).map((parts) => JSON.stringify(parts));
    const text = fc.oneof(
      fc.string(),
      fc.base64String(),
      unsealed.map((json) => Buffer.from(json).toString('base64url')),
    );
    fc.assert(
      fc.property(text, (cursor) => {
        expect(codeOf(() => list.start(cursor))).toBe('cursor.invalid');
      }),
    );
  });

  test('with a position of another shape, or of another version, is refused', () => {
    const other = cursorsUnder(key, 'listStudents', callerNamed('x'), query, z.number());
    expect(codeOf(() => list.start(other.next(7)))).toBe('cursor.invalid');
    expect(codeOf(() => list.start(seal(key, JSON.stringify([2, 'any', { after: 'z' }]))))).toBe('cursor.invalid');
  });
});
