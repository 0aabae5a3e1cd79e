import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignCredits } from '../../../../shared/domain/graduation/assignment.ts';
import { auditCredits } from '../../../../shared/domain/graduation/audit.ts';
import { assignPlainly } from '../../../../shared/domain/graduation/plainAssignment.ts';
import { progressReader } from '../../../../shared/domain/graduation/progress.ts';
import { SCHEDULE } from './student.ts';
import { area, attempt, creditsOf, plan } from './transcript.ts';

const halves = fc.integer({ min: 0, max: 8 }).map((count) => count * 500_000);
const some = fc.constantFrom(250_000, 500_000, 500_000, 500_000, 1_000_000);
const courses = fc.array(fc.record({ credits: some, named: fc.constantFrom(undefined, 0, 1, 2) }), { maxLength: 30 });

describe('areas that no course has to be searched for', () => {
  it('get what the full assignment gives them', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(halves, { minLength: 3, maxLength: 3 }), halves, courses, (required, electives, taken) => {
        const demands = [...required.map((credits) => ({ credits, any: false })), { credits: electives, any: true }];
        const areas = assignPlainly(demands, taken);
        if (areas === undefined) return;
        plain += 1;
        const supplies = taken.map(({ credits, named }) => ({
          credits,
          areas: named === undefined ? [3] : [named, 3],
        }));
        const { areaOf } = assignCredits(demands, supplies);
        const sums = demands.map((_, index) =>
          taken.reduce((sum, { credits }, at) => sum + (areaOf[at] === index ? credits : 0), 0),
        );
        expect(areas).toEqual(sums);
      }),
    );
    expect(plain).toBeGreaterThan(10);
  });

  it('leave a course that half fits, and plans with two electives, to the search', () => {
    const demands = [
      { credits: creditsOf('1'), any: false },
      { credits: creditsOf('1'), any: true },
    ];
    const odd = [
      { credits: creditsOf('0.5'), named: 0 },
      { credits: creditsOf('1'), named: 0 },
    ];
    expect(assignPlainly(demands, odd)).toBeUndefined();
    expect(assignPlainly([...demands, { credits: 0, any: true }], [])).toBeUndefined();
  });
});

it('progress is that of the year-end audit: same attempts, same areas', () => {
  const requirements = plan(
    '8',
    area('ENG', '2', { subjects: ['English'] }),
    area('SCI', '2', { subjects: ['Science'], courseCodes: ['C1'] }),
    area('CS', '1', { courseCodes: ['C1', 'C2'] }),
    area('ELEC', '3', { any: true }),
  );
  const rules = { schoolYear: 2027, creditsPerFullCourse: SCHEDULE.creditsPerFullCourse, repeatableCourses: ['C3'] };
  const one = fc.record({
    courseCode: fc.constantFrom('C1', 'C2', 'C3', 'C4', 'C5'),
    schoolYear: fc.constantFrom(2025, 2026, 2027),
    term: fc.constantFrom('S1', 'S2'),
    credits: fc.constantFrom('0.5', '1'),
    academicSubject: fc.constantFrom('English', 'Science', 'Arts'),
    result: fc.constantFrom('Pass' as const, 'Pass' as const, 'Fail' as const, 'In Progress' as const),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 14 }), (rows) => {
      const attempts = rows.map(({ courseCode, ...fields }) => attempt(courseCode, fields));
      const progress = progressReader(requirements, rules).of(attempts);
      const audit = auditCredits(requirements, attempts, rules);
      expect(progress.earned).toBe(audit.total.earned);
      expect(progress.areas).toEqual(audit.areas.map(({ earned }) => earned));
    }),
  );
});
