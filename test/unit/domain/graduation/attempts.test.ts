import { describe, expect, it } from 'vitest';
import { type CourseAttempt, countAttempts } from '../../../../shared/domain/graduation/attempts.ts';
import { attempt, creditsOf } from './transcript.ts';

const rules = { schoolYear: 2027, creditsPerFullCourse: creditsOf('1'), repeatableCourses: ['BAND'] };

const sort = (...attempts: readonly CourseAttempt[]) => countAttempts(attempts, rules);
const reasonOf = (one: CourseAttempt) => sort(one).notCounted[0]?.reason;

describe('which attempts count towards graduation', () => {
  it('counts a pass with credit, transfer credit included', () => {
    const own = attempt('ALG1');
    const transfer = attempt('GEOM', { externalSchoolName: 'Lakeside High' });
    expect(sort(own, transfer).counted).toEqual([own, transfer]);
  });

  it.each([
    ['failed', { result: 'Fail' }],
    ['incomplete', { result: 'Incomplete' }],
    ['withdrawn', { result: 'Withdrawn' }],
    ['noCreditEarned', { earnedCredits: 0 }],
    ['excludedFromGraduation', { excludeFromGraduation: true }],
    ['repeatNotCounted', { courseRepeatCode: 'Repeat NotCounted' }],
    ['repeatNotCounted', { courseRepeatCode: 'Replaced NotCounted' }],
    ['repeatNotCounted', { courseRepeatCode: 'Not Counted Other' }],
    ['laterSchoolYear', { schoolYear: 2028 }],
  ] as const)('leaves an attempt out as %s: %j', (reason, fields) => {
    expect(reasonOf(attempt('ALG1', fields))).toBe(reason);
  });

  it('keeps running courses apart, with the credit they would bring', () => {
    const running = attempt('ALG1', { result: 'In Progress' });
    expect(sort(running)).toMatchObject({ counted: [], inProgress: [running], notCounted: [] });
  });

  it('gives no credit for failing even where a row claims some', () => {
    expect(reasonOf(attempt('ALG1', { result: 'Fail', earnedCredits: creditsOf('1') }))).toBe('failed');
  });
});

describe('a course counts once', () => {
  it('counts the attempt with more credit, else the later one', () => {
    const first = attempt('ALG1', { schoolYear: 2024, credits: '0.5' });
    const better = attempt('ALG1', { schoolYear: 2025 });
    const again = attempt('ALG1', { schoolYear: 2026 });
    expect(sort(first, better, again)).toMatchObject({
      counted: [again],
      notCounted: [
        { attempt: first, reason: 'alreadyCounted' },
        { attempt: better, reason: 'alreadyCounted' },
      ],
    });
  });

  it('prefers the attempt that is declared to replace others', () => {
    const replacement = attempt('ALG1', { schoolYear: 2024, courseRepeatCode: 'Replacement Counted' });
    const later = attempt('ALG1', { schoolYear: 2026 });
    expect(sort(later, replacement).counted).toEqual([replacement]);
  });

  it('adds up the semesters of one course', () => {
    const fall = attempt('ENG9', { term: 'Fall', credits: '0.5' });
    const spring = attempt('ENG9', { term: 'Spring', credits: '0.5' });
    expect(sort(fall, spring).counted).toEqual([fall, spring]);
  });

  it('takes a semester course passed again in another year once', () => {
    const first = attempt('HEALTH', { schoolYear: 2024, term: 'Fall', credits: '0.5' });
    const again = attempt('HEALTH', { schoolYear: 2026, term: 'Spring', credits: '0.5' });
    expect(sort(first, again).counted).toEqual([again]);
  });

  it('makes a failed semester good with a pass in another year', () => {
    const fall = attempt('ENG9', { schoolYear: 2024, term: 'Fall', credits: '0.5' });
    const failed = attempt('ENG9', { schoolYear: 2024, term: 'Spring', credits: '0.5', result: 'Fail' });
    const recovered = attempt('ENG9', { schoolYear: 2025, term: 'Fall', credits: '0.5' });
    expect(sort(fall, failed, recovered).counted).toEqual([fall, recovered]);
  });

  it('takes two full passes of one year as a repeat, since the terms of a course add up to at most a full course', () => {
    const fall = attempt('ALG1', { term: 'Fall' });
    const spring = attempt('ALG1', { term: 'Spring' });
    expect(sort(fall, spring).counted).toEqual([spring]);
  });

  it('takes a single row that is worth more than a full course as it is', () => {
    const block = attempt('CTE', { credits: '2' });
    expect(sort(block).counted).toEqual([block]);
  });

  it('does not wait for a running repeat of a course that has counted', () => {
    const passed = attempt('ALG1', { schoolYear: 2024 });
    const running = attempt('ALG1', { result: 'In Progress' });
    expect(sort(passed, running)).toMatchObject({ counted: [passed], inProgress: [] });
  });

  it('counts every pass of a course the district lists as repeatable', () => {
    const years = [2024, 2025, 2026].map((schoolYear) => attempt('BAND', { schoolYear }));
    expect(sort(...years).counted).toEqual(years);
  });
});
