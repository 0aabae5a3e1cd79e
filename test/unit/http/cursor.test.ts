import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { callerOf } from '../../../shared/http/caller.ts';
import { cursorsOf } from '../../../shared/http/cursor.ts';
import { Problem } from '../../../shared/http/problems.ts';

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
const list = cursorsOf('listStudents', callerNamed('x'), query, position);

describe('a cursor', () => {
  test('leads back to where it was made, whatever the position holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (after) => {
        expect(list.start(list.next({ after }))).toEqual({ after });
      }),
    );
  });

  test('survives another limit and another order of the same filters', () => {
    const same = cursorsOf(
      'listStudents',
      callerNamed('x'),
      { grade: '09', limit: 5, school: 'a', cursor: 'y' },
      position,
    );
    expect(same.start(list.next({ after: 'z' }))).toEqual({ after: 'z' });
  });

  test.each([
    ['other filters', cursorsOf('listStudents', callerNamed('x'), { ...query, grade: '10' }, position)],
    ['another list', cursorsOf('listDrops', callerNamed('x'), query, position)],
    ['another caller', cursorsOf('listStudents', callerNamed('y'), query, position)],
  ])('of %s is refused as such', (_what, other) => {
    expect(codeOf(() => list.start(other.next({ after: 'z' })))).toBe('cursor.other_query');
  });

  test('that nobody issued is refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => btoa(encodeURI(json))),
        ),
        (text) => {
          expect(codeOf(() => list.start(text))).toMatch(/^cursor\./);
        },
      ),
    );
  });

  test('with a position of another shape is refused', () => {
    const other = cursorsOf('listStudents', callerNamed('x'), query, z.number());
    expect(codeOf(() => list.start(other.next(7)))).toBe('cursor.invalid');
  });
});
