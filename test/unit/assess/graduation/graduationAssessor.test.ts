import { describe, expect, it } from 'vitest';
import { graduationAssessor } from '../../../../shared/assess/graduation/graduationAssessor.ts';
import type { DistrictRows } from '../sampleDistrict.ts';
import { attempt, attends, enrolled, highSchool, inputsOf, semester, tenantWith, YEAR } from './highSchool.ts';

function assess(rows: DistrictRows, asOf?: string, id = 's1') {
  const inputs = inputsOf(rows, asOf);
  return graduationAssessor(inputs).assess(inputs.students.indexOf.get(id)!);
}

const withTranscripts = (courseTranscripts: DistrictRows['courseTranscripts'], rows: Partial<DistrictRows> = {}) =>
  highSchool(['s1'], { courseTranscripts, ...rows });

const lastYear = [...semester('s1', YEAR - 1, 'Fall'), ...semester('s1', YEAR - 1, 'Spring')];
const thisFall = semester('s1', YEAR, 'Fall');
const codesOf = (result: ReturnType<typeof assess>) => result.reasons.map(({ code }) => code);

describe('graduation from the tables', () => {
  it('compares earned credits with what is due through the last posted term', () => {
    const result = assess(withTranscripts([...lastYear, ...thisFall]));
    expect(result.tier).toBe(1);
    expect(result.reasons[0]).toMatchObject({ value: '12', cutPoint: '9', detail: { plan: 'standard', term: 3 } });
  });

  it('does not count a term as due before its transcripts have posted, nor before it is over', () => {
    const running = semester('s1', YEAR, 'Fall', { courseAttemptResult: 'In Progress', earnedCredits: 0 });
    expect(assess(withTranscripts([...lastYear, ...running])).reasons[0]).toMatchObject({ value: '8', cutPoint: '6' });
    const early = assess(withTranscripts([...lastYear, ...thisFall]), '2026-12-17');
    expect(early.reasons[0]).toMatchObject({ cutPoint: '6' });
  });

  it('does not take one recovered credit for a posted term of the school', () => {
    const others = ['s1', 's2', 's3'];
    const rows = highSchool(others, {
      courseTranscripts: [
        ...others.flatMap((id) => [...semester(id, YEAR - 1, 'Fall'), ...semester(id, YEAR - 1, 'Spring')]),
        attempt('s2', { schoolYear: YEAR, courseCode: 'REC' }),
      ],
    });
    expect(assess(rows).reasons[0]).toMatchObject({ detail: { term: 2 } });
    expect(assess(rows, undefined, 's2').reasons[0]).toMatchObject({ value: '8.5', detail: { term: 2 } });
  });

  it('leaves out rows of terms that begin after the as-of day', () => {
    const spring = semester('s1', YEAR, 'Spring');
    const result = assess(withTranscripts([...lastYear, ...spring]), '2026-12-20');
    expect(result.reasons[0]).toMatchObject({ value: '8', detail: { term: 2 } });
  });

  it('counts a repeater by firstNinthGradeYear, whatever the grade', () => {
    const repeater = [enrolled('s1', { firstNinthGradeYear: YEAR - 2, gradeLevel: '09' })];
    const result = assess(withTranscripts(lastYear, { schoolEnrollments: repeater }));
    expect(result).toMatchObject({ tier: 3 });
    expect(result.reasons[0]).toMatchObject({ code: 'creditsBehind', cutPoint: '12', detail: { term: 4 } });
  });

  it('derives the year from the first course taken in grade 09 where no enrolment states it', () => {
    const unstated = [enrolled('s1', { firstNinthGradeYear: undefined })];
    const taken = lastYear.map((row) => ({ ...row, gradeLevelWhenTaken: '09' }));
    const rows = { schoolEnrollments: unstated };
    expect(assess(withTranscripts(taken, rows)).reasons[0]).toMatchObject({ detail: { term: 2 } });
    expect(assess(withTranscripts(lastYear, rows))).toMatchObject({
      tier: 'notAssessed',
      reasons: [{ code: 'noData' }],
    });
  });

  it.each([
    ['08', 'notApplicable'],
    ['KG', 'notApplicable'],
    ['09', 'noData'],
    ['12', 'noData'],
  ])('without a year and in grade %s says %s', (gradeLevel, code) => {
    const rows = withTranscripts([], {
      schoolEnrollments: [enrolled('s1', { gradeLevel, firstNinthGradeYear: undefined })],
    });
    expect(assess(rows)).toMatchObject({ tier: 'notAssessed', reasons: [{ code }] });
  });

  it('of students of whom nothing can be said shares one result', () => {
    const ids = ['s1', 's2'];
    const lower = ids.map((id) => enrolled(id, { gradeLevel: '05', firstNinthGradeYear: undefined }));
    const inputs = inputsOf(highSchool(ids, { schoolEnrollments: lower }));
    const assessor = graduationAssessor(inputs);
    expect(assessor.assess(0)).toBe(assessor.assess(1));
    expect(Object.isFrozen(assessor.assess(0))).toBe(true);
  });

  it('is notAssessed without a transcript, before the first posted term, and when not enrolled', () => {
    expect(codesOf(assess(withTranscripts([])))).toEqual(['noData']);
    const fresh = [enrolled('s1', { firstNinthGradeYear: YEAR, gradeLevel: '09' })];
    const running = [attempt('s1', { schoolYear: YEAR, courseAttemptResult: 'In Progress', earnedCredits: 0 })];
    expect(codesOf(assess(withTranscripts(running, { schoolEnrollments: fresh })))).toEqual(['noCoverage']);
    const gone = [enrolled('s1', { entryDate: '2025-09-01', exitWithdrawDate: '2026-06-01' })];
    expect(codesOf(assess(withTranscripts(lastYear, { schoolEnrollments: gone })))).toEqual(['notEnrolled']);
  });

  it('says notEnrolled before an announced first day, and counts only who has begun for what has posted', () => {
    const announced = ['s2', 's3'].map((id) => enrolled(id, { entryDate: '2027-03-02' }));
    const rows = highSchool(['s1', 's2', 's3'], {
      schoolEnrollments: [enrolled('s1'), ...announced],
      courseTranscripts: [...lastYear, ...thisFall],
    });
    expect(assess(rows).reasons[0]?.detail).toMatchObject({ term: 3 });
    expect(codesOf(assess(rows, undefined, 's2'))).toEqual(['notEnrolled']);
    expect(codesOf(assess(rows, '2027-03-02', 's2'))).toEqual(['noData']);
  });

  it('is as of the last day of a leaver: credits of a term that begins later do not count', () => {
    const found = (exitWithdrawDate: string) =>
      assess(
        highSchool(['s1', 's2'], {
          schoolEnrollments: [enrolled('s1', { exitWithdrawDate, exitWithdrawType: 'Transferred' }), enrolled('s2')],
          courseTranscripts: [
            ...lastYear,
            ...['Fall', 'Spring'].flatMap((term) => semester('s2', YEAR - 1, term)),
            attempt('s1', { schoolYear: YEAR, term: 'Spring', courseCode: 'EARLY' }),
          ],
        }),
      );
    const [before, after] = [found('2027-01-04'), found('2027-01-05')];
    expect([before.asOf, after.asOf]).toEqual(['2027-01-03', '2027-01-04']);
    const earned = (result: typeof before) => Number(result.reasons[0]?.value);
    expect(earned(after) - earned(before)).toBe(0.5);
  });

  it('does not hold a leaver to terms that posted after they left', () => {
    const left = enrolled('s1', { exitWithdrawDate: '2026-10-15', exitWithdrawType: 'Transferred' });
    const rows = highSchool(['s1', 's2'], {
      schoolEnrollments: [left, enrolled('s2')],
      courseTranscripts: [
        ...lastYear,
        ...['Fall', 'Spring'].flatMap((term) => semester('s2', YEAR - 1, term)),
        ...semester('s2', YEAR, 'Fall'),
      ],
    });
    expect(assess(rows)).toMatchObject({ flags: ['exited'], reasons: [{ detail: { term: 2 } }] });
    expect(assess(rows, undefined, 's2')).toMatchObject({ flags: [], reasons: [{ detail: { term: 3 } }] });
  });

  it('goes by the plan of the latest enrolment, and says when the tenant file has none of that name', () => {
    const rows = (graduationPlanId: string) =>
      withTranscripts(lastYear, {
        schoolEnrollments: [
          enrolled('s1', { graduationPlanId: 'standard', entryDate: '2025-09-01', exitWithdrawDate: '2026-06-01' }),
          enrolled('s1', { graduationPlanId }),
        ],
      });
    expect(assess(rows('short')).reasons[0]).toMatchObject({ cutPoint: '2', detail: { plan: 'short' } });
    expect(assess(rows('other'))).toMatchObject({
      tier: 'notAssessed',
      reasons: [{ code: 'noData', detail: { plan: 'other' } }],
    });
  });

  it('tells classes attended where no attempt runs, and requests, apart from what is earned', () => {
    const rows = withTranscripts([...lastYear, ...thisFall], {
      enrollments: [attends('s1', 'k-eng'), attends('s1', 'class-north'), attends('s1', 'k-cte2')],
      courseRequests: [
        { studentSourcedId: 's1', schoolYear: YEAR + 1, courseCode: 'CTE2', potentialCredits: 1, status: 'requested' },
      ],
    });
    const { reasons } = assess(rows);
    expect(reasons.slice(1)).toMatchObject([
      { code: 'creditsInProgress', value: '0.5', items: ['English 10'] },
      { code: 'creditsPlanned', value: '1', items: ['Medical Terminology'] },
    ]);
  });

  it('gives the same result whatever the order of rows', () => {
    const failed = attempt('s1', { courseCode: 'ALG1', courseAttemptResult: 'Fail', earnedCredits: 0 });
    const all = [...lastYear.slice(0, 9), failed, ...thisFall];
    const reversed = assess(withTranscripts(all.toReversed()));
    const signature = assess(withTranscripts(all)).signature;
    expect(reversed.signature).toBe(signature);
  });

  it('judges by the cut points of the threshold set', () => {
    const thresholds = [
      {
        version: 'mild',
        effectiveFrom: '2020-07-01',
        graduation: { tier2CoursesBehind: '9', tier3CoursesBehind: '10' },
      },
    ];
    const rows = withTranscripts(lastYear.filter((_, index) => index % 2 === 0));
    expect(assess(rows)).toMatchObject({ tier: 3 });
    const inputs = inputsOf(rows, undefined, tenantWith({ thresholds }));
    expect(graduationAssessor(inputs).assess(0)).toMatchObject({ thresholds: 'mild' });
    expect(graduationAssessor(inputs).assess(0).tier).toBe(1);
  });
});
