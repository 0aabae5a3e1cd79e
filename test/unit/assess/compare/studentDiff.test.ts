import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudentState } from '../../../../shared/assess/compare/change.ts';
import { studentChange } from '../../../../shared/assess/compare/studentDiff.ts';
import { personName, studentId } from '../../../../shared/domain/identity.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';
import type { DirectoryEntry } from '../../../../shared/store/entities.ts';
import { everyDomain } from '../domains.ts';

const ID = studentId('s1');
const RUN = { runId: '2026-10-05.1', asOf: '2026-10-02', first: false };

const entry: DirectoryEntry = {
  sourcedId: ID,
  givenName: personName('Ada'),
  familyName: personName('Li'),
  ...{ grade: '09', school: 'north', schools: ['north'], exited: false },
  tiers: everyDomain<AssessedTier>(1, 'notAssessed'),
};
const stateOf = (more: Partial<DirectoryEntry>): StudentState => ({ directory: { ...entry, ...more }, tiers: [] });
const change = (before: StudentState, now: StudentState) => studentChange(ID, before, now, undefined, RUN);

const lists: fc.Arbitrary<Partial<DirectoryEntry>> = fc.record(
  {
    programs: fc.subarray(['504', 'EL', 'IEP'], { minLength: 1 }),
    flags: fc.record({ attendance: fc.constantFrom(['stale'], ['stale', 'watch']) }),
    moving: fc.record({ attendance: fc.constantFrom('worsening' as const, 'improving' as const) }),
  },
  { requiredKeys: [] },
);

describe('what a student’s row is written for', () => {
  it('is any of programs, flags and trends, at every school that lists them', () => {
    fc.assert(
      fc.property(lists, lists, (before, now) => {
        const isSame = JSON.stringify(stateOf(before)) === JSON.stringify(stateOf(now));
        const found = change(stateOf(before), structuredClone(stateOf(now)));
        expect(found === undefined).toBe(isSame);
        if (found) expect(found.listedAt).toEqual(['north']);
      }),
    );
  });

  it.each<[string, Partial<DirectoryEntry>]>([
    ['a program', { programs: ['IEP'] }],
    ['a flag of another domain', { flags: { behavior: ['stepDownHeld'] } }],
    ['a trend', { moving: { attendance: 'worsening' } }],
  ])('is %s that has come, and one that has gone', (_what, more) => {
    expect(change(stateOf({}), stateOf(more))).toBeDefined();
    expect(change(stateOf(more), stateOf({}))).toBeDefined();
  });
});
