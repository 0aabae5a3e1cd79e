import { expect, test } from 'vitest';
import { ACADEMIC_SENTENCES } from '../../../../../shared/domain/tiers/sentences/academics.ts';
import { assess, attempt, currentMark, failed, missingWork, screener } from '../../academics/student.ts';

const said = (result: ReturnType<typeof assess>) =>
  result.reasons.map((reason) => ACADEMIC_SENTENCES[reason.code]?.(reason, result));

test('failures are told with their courses and cuts', () => {
  expect(said(assess({ attempts: [failed('ALG1'), failed('BIO', 'Science')] })).slice(0, 3)).toEqual([
    'Failed 2 core courses this year (Course ALG1, Course BIO): the cut for tier 3 is 2.',
    'In mathematics 1 course was failed this year (Course ALG1): the cut for tier 2 is 1.',
    'In other subjects 1 course was failed this year (Course BIO): the cut for tier 2 is 1.',
  ]);
});

test('the average is told exactly or cut off, and by its side of the cut', () => {
  const average = (points: number) => said(assess({ attempts: [attempt({ points })] }))[0];
  expect(average(1.9999)).toBe('The cumulative grade point average is 1.9999: below 2, the cut for tier 2.');
  expect(average(2)).toBe('The cumulative grade point average is 2: not below 2, the cut for tier 2.');
  const thirds = assess({
    attempts: ['A', 'B', 'C'].map((code, place) => attempt({ code, points: place < 2 ? 2 : 1.999 })),
  });
  expect(said(thirds)[0]).toContain('average is 1.99: below 2,');
  expect(average(0.5)).toBe('The cumulative grade point average is 0.5: below 1, the cut for tier 3.');
});

test('an average never reads as below a cut it is not below, however fine the cut is', () => {
  const reason = { code: 'gpa', value: '599/300', cutPoint: '1.995', detail: { tier: 2 } };
  expect(ACADEMIC_SENTENCES['gpa']?.(reason, {} as ReturnType<typeof assess>)).toBe(
    'The cumulative grade point average is 1.996: not below 1.995, the cut for tier 2.',
  );
});

test('screeners, current marks and missing work are told', () => {
  const result = assess({
    screeners: [screener('Star Reading', 'Reading', 'belowBenchmark')],
    currentMarks: [currentMark('ALG1', 'Mathematics', false)],
    missing: [missingWork('ALG1', 5)],
  });
  expect(said(result)).toEqual([
    'Screened in literacy (Star Reading): below the benchmark, which makes tier 2.',
    '5 assignments are missing (Course ALG1): the cut for tier 2 is 5.',
    'In mathematics 1 current mark is below passing (Course ALG1): the cut for tier 2 is 1.',
    '1 running class has a current mark.',
  ]);
});

test('a ninth grader off track is told with credits', () => {
  const result = assess({ attempts: [attempt({ subject: 'Art' })], firstTimeNinthGrader: true });
  expect(said(result)[0]).toBe(
    'Not on track in the first year of high school, which makes tier 2: 0.5 credits earned where 2.5 are needed by now, 0 failed marks in core courses where 1 may be.',
  );
});

test('every reason that an assessment gives has its sentence', () => {
  const results = [
    assess({}),
    assess({ attempts: [failed('X', 'Basket Weaving', { schoolYear: 2026 })] }),
    assess({ attempts: [failed('ALG1', 'Mathematics', { schoolYear: 2026 })] }),
    assess({ attempts: [failed('ALG1'), attempt({ code: 'ALG1', term: 'Spring Semester' })] }),
    assess({ screeners: [screener('Star', 'Reading')], unreadable: [{ file: 'grades', row: 1 }] }),
  ];
  for (const result of results) for (const sentence of said(result)) expect(sentence).toMatch(/^.{10,}\.$/);
});

test('of very many courses the first are named, and how many more there are', () => {
  const attempts = Array.from({ length: 2_000 }, (_, place) => failed(`C${10_000 + place}`));
  const [sentence = ''] = said(assess({ attempts }));
  expect(sentence).toMatch(
    /^Failed 2000 core courses this year \(Course C10000, .*, Course C10011 and 1988 more\): the cut/,
  );
  expect(sentence.length).toBeLessThan(400);
});
