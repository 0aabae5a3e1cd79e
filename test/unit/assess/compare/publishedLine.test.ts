import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudentState } from '../../../../shared/assess/compare/change.ts';
import { PublishedLine, publishedLines, stateBeside } from '../../../../shared/assess/compare/publishedLine.ts';
import type { AssessedStudent } from '../../../../shared/assess/students/assessStudents.ts';
import { personName, studentId } from '../../../../shared/domain/identity.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';
import type { TierEntry } from '../../../../shared/store/entities.ts';
import { everyDomain } from '../domains.ts';

const text = fc.oneof(
  fc.constantFrom('', 'a', '"', '\\', '","directory":{', 'é', '\u2028'),
  fc.string({ unit: 'binary' }),
);
const tier: fc.Arbitrary<TierEntry> = fc.record({
  domain: fc.constant('attendance' as const),
  tier: fc.constantFrom<AssessedTier[]>(1, 2, 3, 'notAssessed'),
  reasonCodes: fc.array(text, { maxLength: 2 }),
  flags: fc.array(text, { maxLength: 2 }),
  thresholds: text,
  signature: text,
  since: fc.constant('2026-04-17'),
});
const state: fc.Arbitrary<StudentState> = fc
  .tuple(text, text, text, fc.boolean(), fc.array(tier, { maxLength: 2 }))
  .map(([id, givenName, school, exited, tiers]) => ({
    directory: {
      sourcedId: studentId(id),
      givenName: personName(givenName),
      familyName: personName(''),
      grade: '09',
      school,
      schools: [school],
      exited,
      tiers: everyDomain<AssessedTier>(tiers[0]?.tier ?? 'notAssessed', 'notAssessed'),
    },
    tiers,
  }));

/** A student whose directory entry is as given; results have no part in what is read of a line. */
const assessed = ({ directory }: StudentState) => ({ directory: structuredClone(directory) }) as AssessedStudent;

describe('a line of what was published', () => {
  it('knows its id and its state, whatever is in them', () => {
    fc.assert(
      fc.property(state, (published) => {
        const line = new PublishedLine(JSON.stringify(published));
        expect(line.sourcedId).toBe(published.directory.sourcedId);
        expect(line.state).toEqual(JSON.parse(JSON.stringify(published)));
      }),
    );
  });

  it('gives the published state beside a student who is the same and beside one who is not', () => {
    fc.assert(
      fc.property(state, state, (published, other) => {
        const line = () => new PublishedLine(JSON.stringify(published));
        for (const now of [assessed(published), assessed(other), undefined]) {
          expect(stateBeside(line(), now)).toEqual(JSON.parse(JSON.stringify(published)));
        }
      }),
    );
  });

  it('keeps the directory entry of a student who is the same', () => {
    fc.assert(
      fc.property(state, (published) => {
        fc.pre(!JSON.stringify(published.directory.sourcedId).includes('\\'));
        const now = assessed(published);
        const line = new PublishedLine(JSON.stringify(published));
        expect(stateBeside(line, now).directory).toBe(now.directory);
      }),
    );
  });

  it('comes in the order of the objects, within the ids that are asked for', () => {
    const text = (...ids: string[]) =>
      new TextEncoder().encode(ids.map((sourcedId) => `${JSON.stringify({ directory: { sourcedId } })}\n`).join(''));
    const objects = [text('a', 'b', 'é'), text(), text('ö', 'ü')];
    const within = (from: string, to?: string) =>
      [...publishedLines(objects, { from, to })].map((line) => line.sourcedId);
    expect(within('')).toEqual(['a', 'b', 'é', 'ö', 'ü']);
    expect(within('b', 'ö')).toEqual(['b', 'é']);
    expect(within('c', 'd')).toEqual([]);
  });
});
