import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessGraduation } from '../../../../shared/domain/graduation/assess.ts';
import { assess, electives, PLAN, passed, reasonOf, SCHEDULE, spanOf, standardOf, student, YEAR } from './student.ts';
import { area, attempt, creditsOf, plan } from './transcript.ts';

const english = (fields = {}) => passed('ENG9', 'English', fields);
const algebra = (fields = {}) => passed('ALG1', 'Mathematics', fields);

/** After two terms of eight, 6 of 24 credits are due. */
const onTime = [english(), algebra(), ...electives('4')];

describe('a graduation tier', () => {
  it('is 1 with what the plan asks for, and tells earned and expected', () => {
    const result = assess(student(onTime));
    expect(result).toMatchObject({ tier: 1, flags: [], asOf: '2026-10-01', thresholds: 'v1' });
    expect(result.reasons[0]).toMatchObject({
      code: 'creditsEarned',
      value: '6',
      cutPoint: '6',
      moreRows: 6,
      detail: { plan: 'standard', term: 2 },
    });
  });

  it.each([
    ['a hair less than one full course behind', '3.000001', 1],
    ['exactly one full course behind', '3', 2],
    ['a hair less than two behind', '2.000001', 2],
    ['exactly two full courses behind', '2', 3],
  ] as const)('with %s: tier of %s elective credits beside two required ones is %i', (_, credits, tier) => {
    expect(assess(student([english(), algebra(), ...electives(credits)])).tier).toBe(tier);
  });

  it('tells how far behind a student is, with the rows that were earned', () => {
    const reasons = assess(student([english(), algebra(), ...electives('2.5')])).reasons;
    expect(reasons[0]).toMatchObject({
      code: 'creditsBehind',
      value: '4.5',
      cutPoint: '6',
      detail: { behind: '1.5', tier: 2, term: 2 },
    });
    expect(reasons[0]?.rows).toHaveLength(5);
  });

  it('never calls somebody on track of whom no transcript or no posted term is known', () => {
    const context = { schoolYear: YEAR, asOf: '2026-10-01', spanOf };
    const fresh = student(onTime, { firstNinthGradeYears: [YEAR] });
    expect(assessGraduation(fresh, standardOf(), context)).toBeUndefined();
    expect(assessGraduation(student([]), standardOf(), context)).toBeUndefined();
  });

  it('of a leaver says so', () => {
    expect(assess(student(onTime, { exited: true })).flags).toEqual(['exited']);
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(onTime, { minLength: 1 }), (some) => {
        expect(assess(student(some.toReversed()))).toEqual(assess(student(some)));
      }),
    );
  });

  it('for any plan and any credits is that of the exact difference', () => {
    const credits = fc.integer({ min: 0, max: 30_000 }).map((thousandths) => thousandths * 1000);
    fc.assert(
      fc.property(credits, credits, fc.integer({ min: 1, max: 12 }), (total, earned, terms) => {
        const standard = standardOf({ ...plan('0', area('ANY', '0', { any: true })), totalCredits: total });
        const one = attempt('X', { attemptedCredits: earned, earnedCredits: earned, schoolYear: YEAR - 6 });
        const posted = { thisYear: terms % 2 === 0 ? 2 : 1, yearBefore: 2 };
        const record = student([one], { posted, firstNinthGradeYears: [YEAR - Math.ceil(terms / 2) + 1] });
        const due8 = BigInt(total) * BigInt(Math.min(terms, 8));
        const behind8 = due8 - 8n * BigInt(earned);
        const left = BigInt(Math.max(0, 8 - terms));
        const misfit = BigInt(total - earned) > left * 4_000_000n;
        const expected = misfit || behind8 >= 16_000_000n ? 3 : behind8 >= 8_000_000n ? 2 : 1;
        expect(assess(record, standard).tier).toBe(expected);
      }),
    );
  });
});

describe('traps', () => {
  it('15: a repeated course is not credited twice', () => {
    const twice = [english(), english({ schoolYear: YEAR - 2 }), algebra(), ...electives('3')];
    const result = assess(student(twice));
    expect(result.tier).toBe(2);
    expect(result.reasons[0]).toMatchObject({ code: 'creditsBehind', value: '5' });
  });

  it('a repeater is measured from first-time ninth grade and does not look on track', () => {
    const repeater = student(onTime, { firstNinthGradeYears: [YEAR - 2] });
    const result = assess(repeater);
    expect(result.tier).toBe(3);
    expect(result.reasons[0]).toMatchObject({ code: 'creditsBehind', value: '6', cutPoint: '12', detail: { term: 4 } });
  });

  it('where enrolments name two first years of ninth grade the earlier one counts, and both are told', () => {
    const result = assess(student(onTime, { firstNinthGradeYears: [YEAR - 2, YEAR - 1] }));
    expect(result.tier).toBe(3);
    expect(reasonOf(result, 'firstNinthGradeYearsDiffer')).toMatchObject({ items: ['2025', '2026'] });
  });

  it('terms that have not posted yet are not due', () => {
    const running = electives('3').map((each) => ({
      ...each,
      schoolYear: YEAR,
      term: 'S1',
      result: 'In Progress' as const,
    }));
    const record = student([
      ...onTime,
      ...running.map((each) => ({ ...each, earnedCredits: 0, courseCode: `R${each.courseCode}` })),
    ]);
    expect(assess(record).tier).toBe(1);
    expect(assess({ ...record, posted: { thisYear: 1, yearBefore: 2 } }).tier).toBe(3);
  });

  it('missing data is never tier 1: a year without a transcript is behind, and told', () => {
    const result = assess(student([passed('ENG10', 'English')], { firstNinthGradeYears: [YEAR - 2] }));
    expect(result.tier).toBe(3);
    expect(reasonOf(result, 'yearsWithoutTranscript')).toMatchObject({ items: ['2025'] });
  });

  it('credits that are excluded from graduation are not earned', () => {
    const excluded = electives('4').map((each) => ({ ...each, excludeFromGraduation: true }));
    expect(assess(student([english(), algebra(), ...excluded])).reasons[0]).toMatchObject({ value: '2' });
  });
});

describe('an area', () => {
  it('that is a full course behind decides, though the total is on track', () => {
    const result = assess(student([algebra(), ...electives('5')]));
    expect(result.tier).toBe(2);
    expect(result.reasons[0]).toMatchObject({
      code: 'areaBehind',
      value: '0',
      cutPoint: '1',
      items: ['ENG'],
      detail: { area: 'ENG', behind: '1', tier: 2 },
    });
    expect(result.reasons[1]).toMatchObject({ code: 'creditsEarned', value: '6' });
  });

  it('is told beside the tier where the threshold set says so', () => {
    const result = assess(student([algebra(), ...electives('5')]), standardOf(PLAN, { areasDecide: false }));
    expect(result.tier).toBe(1);
    expect(reasonOf(result, 'areaBehind')).toMatchObject({ items: ['ENG'] });
  });

  it('of two years may wait for the third one', () => {
    const twoYears = [
      ...['ENG9', 'ENG10'].map((code) => passed(code, 'English')),
      ...['ALG1', 'GEOM'].map((code) => passed(code, 'Mathematics')),
      ...electives('8'),
    ];
    expect(assess(student(twoYears, { firstNinthGradeYears: [YEAR - 2] })).tier).toBe(1);
  });

  it('does not fit when more is missing than a full course for each term left', () => {
    const posted = { thisYear: 1, yearBefore: 2 };
    const english2 = ['ENG9', 'ENG10'].map((code) => passed(code, 'English'));
    const rest = [
      ...['A', 'B', 'C'].map((code) => passed(code, 'Mathematics')),
      ...['D', 'E'].map((code) => passed(code, 'World Language')),
    ];
    const record = student([...english2, ...rest, ...electives('14.5')], { firstNinthGradeYears: [YEAR - 3], posted });
    const result = assess(record);
    expect(result.tier).toBe(3);
    expect(reasonOf(result, 'areaDoesNotFit')).toMatchObject({
      value: '2',
      cutPoint: '1',
      items: ['ENG'],
      detail: { termsLeft: 1 },
    });
  });

  it('fits when exactly as much is missing as the terms left can bring', () => {
    const posted = { thisYear: 1, yearBefore: 2 };
    const courses = [
      ...['ENG9', 'ENG10', 'ENG11'].map((code) => passed(code, 'English')),
      ...['A', 'B', 'C'].map((code) => passed(code, 'Mathematics')),
      ...['D', 'E'].map((code) => passed(code, 'World Language')),
      ...electives('13'),
    ];
    const result = assess(student(courses, { firstNinthGradeYears: [YEAR - 3], posted }));
    expect(result.reasons.map(({ code }) => code)).not.toContain('areaDoesNotFit');
    expect(result.tier).toBe(1);
  });

  it('names the required courses that were failed and not made good', () => {
    const failed = algebra({ result: 'Fail', earnedCredits: 0 });
    const recovered = [english({ result: 'Fail', earnedCredits: 0, schoolYear: YEAR - 2 }), english()];
    const result = assess(student([failed, ...recovered, ...electives('3')]));
    expect(reasonOf(result, 'coursesNotPassed')).toMatchObject({ value: '1', items: ['ALG1'] });
  });

  it('has the benefit of the doubt where credits name no subject', () => {
    const unnamed = passed('ENG9', '', { academicSubject: undefined as unknown as string });
    const { academicSubject: _, ...without } = unnamed;
    const result = assess(student([without, algebra(), ...electives('4')]));
    expect(result.tier).toBe(1);
    expect(reasonOf(result, 'creditsWithoutArea')).toMatchObject({ value: '1' });
  });
});

describe('running and planned credits', () => {
  it('are told apart and never count as earned', () => {
    const running = passed('GEOM', 'Mathematics', {
      schoolYear: YEAR,
      term: 'S1',
      result: 'In Progress',
      credits: '0.5',
    });
    const requested = [
      { courseCode: 'ENG11', title: 'English 11', schoolYear: YEAR + 1, credits: creditsOf('1') },
      { courseCode: 'ENG9', title: 'English 9', schoolYear: YEAR + 1, credits: creditsOf('1') },
    ];
    const result = assess(student([...onTime, running], { requested }));
    expect(result.reasons[0]).toMatchObject({ value: '6' });
    expect(reasonOf(result, 'creditsInProgress')).toMatchObject({ value: '0.5', items: ['GEOM'] });
    expect(reasonOf(result, 'creditsPlanned')).toMatchObject({ value: '1', items: ['English 11'] });
  });

  it('of classes attended are known by the terms still to post', () => {
    const attended = [{ courseCode: 'GEOM', title: 'Geometry', terms: 1 }];
    const result = assess(student(onTime, { attended }));
    expect(reasonOf(result, 'creditsInProgress')).toMatchObject({ value: '0.5', items: ['Geometry'] });
  });

  it('of a full-year course are not due before the course has posted', () => {
    const yearLong = ['ENG10', 'GEOM'].map((code) =>
      passed(code, code === 'GEOM' ? 'Mathematics' : 'English', {
        schoolYear: YEAR,
        term: 'Year',
        result: 'In Progress',
      }),
    );
    const semesters = Array.from({ length: 4 }, (_, index) =>
      passed(`S${index}`, 'Arts', { schoolYear: YEAR, term: 'S1', credits: '0.5' }),
    );
    const posted = { thisYear: 1, yearBefore: 2 };
    const result = assess(student([...onTime, ...yearLong, ...semesters], { posted }));
    expect(result.reasons[0]).toMatchObject({ code: 'creditsEarned', value: '8', cutPoint: '8' });
  });
});

it('the standard of the tests is the default one', () => {
  expect(SCHEDULE.terms).toBe(8);
  expect(PLAN.totalCredits).toBe(creditsOf('24'));
});
