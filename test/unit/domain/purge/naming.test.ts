import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfStudent, redacted, redactedDeep, withoutStudent } from '../../../../shared/domain/purge/naming.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,10}[A-Za-z0-9]$/);

describe('an id in a text', () => {
  it.each([
    ['100001', 'x'],
    ['/v1/students/100001/notes', '/v1/students/x/notes'],
    ['100001,4100001,1000012', 'x,4100001,1000012'],
    ['a100001', 'a100001'],
  ])('is found where it stands by itself: %s', (text, expected) => {
    expect(redacted(text, '100001', 'x')).toBe(expected);
  });

  it('is found as a part of a path, too, whatever is in it', () => {
    expect(redacted('/v1/students/a%2Fb%20c/tiers', 'a/b c', 'x')).toBe('/v1/students/x/tiers');
    expect(redacted('what (a+b)* is', '(a+b)*', 'x')).toBe('what x is');
  });

  it('is gone from every text of a value once it is redacted', () => {
    fc.assert(
      fc.property(id, fc.jsonValue(), (each, value) => {
        const kept = { value, list: [each, `/${each}/`], [each]: { name: each } };
        const text = JSON.stringify(redactedDeep(kept, each, '?'));
        expect(new RegExp(`(?<![A-Za-z0-9])${each.replaceAll('.', '\\.')}(?![A-Za-z0-9])`).test(text)).toBe(false);
      }),
    );
  });
});

describe('a value', () => {
  it('is a student’s when it, its directory entry or a member says so', () => {
    for (const value of [
      { sourcedId: 's1' },
      { directory: { sourcedId: 's1' } },
      { event: { detail: { studentSourcedId: 's1' } } },
    ])
      expect(isOfStudent(value, 's1')).toBe(true);
    for (const value of [{ sourcedId: 's2' }, { school: 's1' }, { students: [{ sourcedId: 's1' }] }, 's1', null])
      expect(isOfStudent(value, 's1')).toBe(false);
  });

  it('loses entries of lists that are the student’s, and members under the id', () => {
    const value = {
      caseload: [{ sourcedId: 's1' }, { sourcedId: 's2' }],
      unassigned: ['s1', 's3'],
      children: [
        ['s1', 12],
        ['s2', 13],
      ],
      cases: { s1: ['counselor'], s2: ['counselor'] },
    };
    expect(withoutStudent(value, 's1')).toEqual({
      caseload: [{ sourcedId: 's2' }],
      unassigned: ['s3'],
      children: [['s2', 13]],
      cases: { s2: ['counselor'] },
    });
  });

  it('keeps a school that reads like the student, and is itself where nothing is the student’s', () => {
    const value = { schools: ['s1'], at: { name: 's1' }, list: [{ school: 's1' }] };
    expect(withoutStudent(value, 's1')).toBe(value);
  });
});
