import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedUp, type CountedStudent, countsOf } from '../../../../shared/domain/caseload/counts.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';

const SCHOOLS = ['north', 'south', 'west'];
const student = (schools: readonly string[], attendance: AssessedTier, behavior: AssessedTier): CountedStudent => ({
  schools,
  tiers: { attendance, behavior },
});
const everybody = () => true;
const once = (students: readonly CountedStudent[]) => ({ counts: countsOf(students), times: 1 }) as const;

describe('counts of a caseload', () => {
  it('tell students by their highest tier, and by domain those at risk', () => {
    const students = [
      student(['north'], 3, 1),
      student(['north'], 2, 3),
      student(['south'], 'notAssessed', 'notAssessed'),
    ];
    expect(addedUp([once(students)], everybody)).toEqual({
      students: 3,
      highest: { '1': 0, '2': 0, '3': 2, notAssessed: 1 },
      atRisk: { attendance: { '2': 1, '3': 1 }, behavior: { '2': 0, '3': 1 } },
    });
  });

  it('count nobody twice who is at two schools, whatever order they come in', () => {
    const students = [student(['north', 'south'], 2, 1), student(['south', 'north'], 2, 1)];
    expect(countsOf(students)).toHaveLength(1);
    expect(addedUp([once(students)], (schools) => schools.includes('north')).students).toBe(2);
    expect(addedUp([once(students)], (schools) => schools.includes('west')).students).toBe(0);
  });

  const tier = fc.constantFrom<AssessedTier>(1, 2, 3, 'notAssessed');
  const anybody = fc
    .tuple(fc.subarray(SCHOOLS, { minLength: 1 }), tier, tier)
    .map(([schools, attendance, behavior]) => student(schools, attendance, behavior));

  it('of any schools are those of the students there, and moving some of them moves their counts', () => {
    fc.assert(
      fc.property(fc.array(anybody), fc.array(anybody), fc.subarray(SCHOOLS), (stay, go, seen) => {
        const maySee = (schools: readonly string[]) => schools.some((school) => seen.includes(school));
        const plainly = addedUp([once(stay.filter(({ schools }) => maySee(schools)))], everybody);
        const all = { counts: countsOf([...stay, ...go]), times: 1 } as const;
        const left = addedUp([all, { counts: countsOf(go), times: -1 }], maySee);
        expect([left.students, left.highest]).toEqual([plainly.students, plainly.highest]);
        for (const domain of ['attendance', 'behavior'] as const) {
          expect(left.atRisk[domain] ?? { '2': 0, '3': 0 }).toEqual(plainly.atRisk[domain] ?? { '2': 0, '3': 0 });
        }
      }),
    );
  });
});
