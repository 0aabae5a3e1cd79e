import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CourseAttempt } from '../../../../shared/domain/graduation/attempts.ts';
import { auditCredits } from '../../../../shared/domain/graduation/audit.ts';
import { area, attempt, creditsOf, plan } from './transcript.ts';

const rules = { schoolYear: 2026, creditsPerFullCourse: creditsOf('1'), repeatableCourses: [] };
const standard = plan(
  '3',
  area('MATH', '1', { subjects: ['Mathematics'] }),
  area('SCI', '1', { subjects: ['Science'], courseCodes: ['CS1'] }),
  area('ELEC', '1', { any: true }),
);
const math = (code: string, fields: Partial<CourseAttempt> = {}) =>
  attempt(code, { academicSubject: 'Mathematics', ...fields });
const science = (code: string, fields: Partial<CourseAttempt> = {}) =>
  attempt(code, { academicSubject: 'Science', ...fields });
const audit = (...attempts: readonly CourseAttempt[]) => auditCredits(standard, attempts, rules);

describe('a credit audit', () => {
  it('meets the plan when every area and the total are filled, and shows which course filled what', () => {
    const [algebra, biology, geometry] = [math('ALG1'), science('BIO'), math('GEOM')];
    expect(audit(algebra, biology, geometry)).toMatchObject({
      status: 'requirementsMet',
      exceptions: [],
      total: { required: 3_000_000, earned: 3_000_000, remaining: 0 },
      areas: [
        { code: 'MATH', earned: 1_000_000, courses: [algebra] },
        { code: 'SCI', earned: 1_000_000, courses: [biology] },
        { code: 'ELEC', earned: 1_000_000, courses: [geometry] },
      ],
    });
  });

  it('uses a course where it is needed: computer science as science when mathematics has enough', () => {
    expect(audit(math('ALG1'), math('CS1'), math('GEOM')).status).toBe('requirementsMet');
  });

  it('says what is missing, by area and in total', () => {
    expect(audit(math('ALG1'), math('GEOM', { earnedCredits: 500_000 }))).toMatchObject({
      status: 'requirementsNotMet',
      exceptions: [],
      total: { remaining: 1_500_000 },
      areas: [{ remaining: 0 }, { remaining: 1_000_000 }, { remaining: 500_000 }],
    });
  });

  it('is exact at the boundary: a hundredth of a credit short is not met', () => {
    const almost = audit(math('ALG1'), science('BIO', { earnedCredits: 990_000 }), math('GEOM'));
    expect(almost.status).toBe('requirementsNotMet');
    expect(almost.total.remaining).toBe(10_000);
  });

  it('asks for the total even when every area is filled', () => {
    const generous = plan('2', area('MATH', '1', { subjects: ['Mathematics'] }));
    expect(auditCredits(generous, [math('ALG1')], rules)).toMatchObject({
      status: 'requirementsNotMet',
      areas: [{ remaining: 0 }],
    });
  });

  it('counts courses that no area needs towards the total', () => {
    const generous = plan('2', area('MATH', '1', { subjects: ['Mathematics'] }));
    const outcome = auditCredits(generous, [math('ALG1'), math('GEOM')], rules);
    expect(outcome).toMatchObject({ status: 'requirementsMet', outsideAreas: [{ courseCode: 'GEOM' }] });
  });
});

describe('what a person has to look at', () => {
  it('a student without any transcript', () => {
    expect(audit()).toMatchObject({ status: 'needsReview', exceptions: ['noTranscript'] });
  });

  it('running courses that would meet the plan, but not those that would not', () => {
    const running = { result: 'In Progress', earnedCredits: 0 } as const;
    expect(audit(math('ALG1'), science('BIO', running), math('GEOM'))).toMatchObject({
      status: 'needsReview',
      exceptions: ['inProgressPending'],
      areas: [{}, { earned: 0, inProgress: 1_000_000, remaining: 1_000_000 }, {}],
    });
    expect(audit(math('ALG1'), science('BIO', running)).status).toBe('requirementsNotMet');
  });

  it('running courses that free another one for the area that misses it', () => {
    const running = { result: 'In Progress', earnedCredits: 0 } as const;
    expect(audit(math('CS1'), math('ALG1', running), math('GEOM', running)).exceptions).toEqual(['inProgressPending']);
  });

  it('credits that say neither subject nor category while the plan is not met', () => {
    expect(audit(math('ALG1'), attempt('TRANSFER'), attempt('TRANSFER2')).exceptions).toEqual(['creditsWithoutArea']);
    expect(audit(math('ALG1'), science('BIO'), attempt('TRANSFER')).exceptions).toEqual([]);
  });

  it('nothing once verified credits meet the plan, whatever else is open', () => {
    const running = math('CALC', { result: 'In Progress', earnedCredits: 0 });
    expect(audit(math('ALG1'), science('BIO'), math('GEOM'), running).status).toBe('requirementsMet');
  });
});

describe('the order of the rows', () => {
  it('does not matter to any byte of the result', () => {
    const some = fc.record({
      schoolYear: fc.integer({ min: 2023, max: 2027 }),
      term: fc.constantFrom('Fall', 'Spring'),
      courseCode: fc.constantFrom('ALG1', 'GEOM', 'BIO', 'CS1', 'ART'),
      earnedCredits: fc.constantFrom(0, 250_000, 500_000, 1_000_000),
      academicSubject: fc.constantFrom('Mathematics', 'Science', 'Arts'),
      result: fc.constantFrom('Pass', 'Pass', 'Pass', 'Fail', 'In Progress'),
      courseRepeatCode: fc.constantFrom('', 'Replacement Counted', 'Repeat NotCounted'),
    });
    const shuffled = fc
      .array(some, { maxLength: 12 })
      .map((rows) => rows.map(({ courseCode, ...fields }) => attempt(courseCode, fields as Partial<CourseAttempt>)))
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    fc.assert(
      fc.property(shuffled, ([rows, again]) => {
        expect(JSON.stringify(audit(...again))).toBe(JSON.stringify(audit(...rows)));
      }),
      { numRuns: 500 },
    );
  });
});
