import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cumulativeGpa } from '../../../../shared/domain/academics/gpa.ts';
import { compare, fraction } from '../../../../shared/domain/fraction.ts';
import { assess, attempt, context, reasonOf, type SampleAttempt } from './student.ts';

type Policy = 'highest' | 'latest' | 'average';

const gpa = (samples: readonly SampleAttempt[], retakePolicy: Policy = 'highest', repeatable = false) => {
  const rules = context({ retakePolicy, isRepeatable: () => repeatable });
  const found = cumulativeGpa(samples.map(attempt), rules);
  return found && `${found.numerator}/${found.denominator}`;
};

const tierOf = (samples: readonly SampleAttempt[]) => assess({ attempts: samples.map(attempt) }).tier;
const courses = (points: readonly number[]): SampleAttempt[] =>
  points.map((each, index) => ({ code: `C${index}`, points: each }));

describe('the cumulative average', () => {
  test('weighs points by attempted credits, and a course without points not at all', () => {
    expect(
      gpa([
        { code: 'A', points: 4, attempted: 1 },
        { code: 'B', points: 1 },
      ]),
    ).toBe('3/1');
    expect(gpa([{ code: 'A', points: 4 }, { code: 'B' }, { code: 'C', points: 0, attempted: 0 }])).toBe('4/1');
    expect(gpa([{ code: 'A', points: 4, outcome: 'open' }])).toBeUndefined();
  });

  test('is exact beyond machine integers', () => {
    const large = Array.from({ length: 40 }, (_, index) => ({
      code: `L${index}`,
      points: 99.999999,
      attempted: 999.999999,
    }));
    expect(gpa(large)).toBe('99999999/1000000');
  });

  test('does not round: 1.9999 is below 2.0, and 2.0 is not', () => {
    expect(tierOf([{ code: 'A', points: 1.9999 }])).toBe(2);
    expect(tierOf([{ code: 'A', points: 2 }])).toBe(1);
    expect(tierOf([{ code: 'A', points: 0.9999 }])).toBe(3);
    expect(tierOf([{ code: 'A', points: 1 }])).toBe(2);
    const nearly = courses([...Array.from({ length: 59 }, () => 2), 1.999999]);
    expect(reasonOf(assess({ attempts: nearly.map(attempt) }), 'gpa')?.value).toBe('119999999/60000000');
    expect(tierOf(nearly)).toBe(2);
  });

  test('is strict at every cut: whole averages at the cut are never below it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 }), (hundredths) => {
        const sum = hundredths.reduce((total, each) => total + each, 0);
        const average = fraction(sum, hundredths.length * 100);
        const expected = compare(average, fraction(1)) < 0 ? 3 : compare(average, fraction(2)) < 0 ? 2 : 1;
        expect(tierOf(courses(hundredths.map((each) => each / 100)))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('is judged in grades 9 to 12 alone', () => {
    const attempts = [attempt({ points: 0.5 })];
    expect(assess({ attempts, inHighSchool: false }).tier).toBe(1);
  });
});

describe('retakes', () => {
  const first = { code: 'ALG1', schoolYear: 2025, attempted: 1, points: 1 };
  const second = { code: 'ALG1', schoolYear: 2026, attempted: 1, points: 3 };

  test('of a course count once: the best, the last, or all of them by the policy', () => {
    expect(gpa([first, second], 'highest')).toBe('3/1');
    expect(gpa([first, second], 'latest')).toBe('3/1');
    expect(gpa([first, second], 'average')).toBe('2/1');
    expect(gpa([{ ...first, points: 4 }, second], 'highest')).toBe('4/1');
    expect(gpa([{ ...first, points: 4 }, second], 'latest')).toBe('3/1');
  });

  test('are not the two halves of a year', () => {
    const halves = [
      { code: 'ALG1', points: 4, term: 'Fall Semester' },
      { code: 'ALG1', points: 2, term: 'Spring Semester' },
    ];
    for (const policy of ['highest', 'latest', 'average'] as const) expect(gpa(halves, policy)).toBe('3/1');
  });

  test('of one half take the place of that half, else of the worse one', () => {
    const halves = [
      { code: 'ALG1', schoolYear: 2026, points: 4, term: 'Fall Semester' },
      { code: 'ALG1', schoolYear: 2026, points: 0, term: 'Spring Semester', outcome: 'failed' as const },
    ];
    expect(gpa([...halves, { code: 'ALG1', points: 2, term: 'Spring Semester' }], 'latest')).toBe('3/1');
    expect(gpa([...halves, { code: 'ALG1', points: 2, term: 'Summer Semester' }], 'latest')).toBe('3/1');
    expect(gpa([...halves, { code: 'ALG1', points: 2, term: 'Summer Semester' }], 'highest')).toBe('3/1');
    expect(gpa([...halves, { code: 'ALG1', points: 3, term: 'Fall Semester' }], 'latest')).toBe('3/2');
  });

  test('of a course that may be repeated all count', () => {
    expect(gpa([first, second], 'highest', true)).toBe('2/1');
  });

  test('never make an average by the highest lower than by the others, nor depend on the order of rows', () => {
    const samples = fc.array(
      fc.record({
        code: fc.constantFrom('A', 'B'),
        schoolYear: fc.integer({ min: 2023, max: 2027 }),
        points: fc.integer({ min: 0, max: 4 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(samples, (rows) => {
        const made = rows.map((row) => attempt({ ...row, attempted: 1 }));
        const of = (retakePolicy: Policy, attempts = made) => cumulativeGpa(attempts, context({ retakePolicy }))!;
        expect(compare(of('highest'), of('latest'))).toBeGreaterThanOrEqual(0);
        expect(of('latest', made.toReversed())).toEqual(of('latest'));
        expect(of('highest', made.toReversed())).toEqual(of('highest'));
      }),
      { numRuns: 300 },
    );
  });
});
