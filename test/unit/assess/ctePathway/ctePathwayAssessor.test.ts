import { describe, expect, it } from 'vitest';
import { ctePathwayAssessor } from '../../../../shared/assess/ctePathway/ctePathwayAssessor.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { attempt, attends, enrolled, highSchool, inputsOf, tenantWith, YEAR } from '../graduation/highSchool.ts';
import type { DistrictRows } from '../sampleDistrict.ts';

const HEALTH = {
  ...{ id: 'health', title: 'Therapeutic services', careerPathways: ['Therapeutic Services'] },
  courses: [
    { title: 'Introduction', courseCodes: ['CTE1'] },
    { title: 'Terminology', courseCodes: ['CTE2'] },
  ],
};
const tenant = tenantWith({ ctePathways: { pathways: [HEALTH] } });

function assess(rows: DistrictRows, asOf?: string, id = 's1') {
  const inputs = inputsOf(rows, asOf, tenant);
  return ctePathwayAssessor(inputs).assess(inputs.students.indexOf.get(id)!);
}

const program = (fields: SampleRow = {}): SampleRow => ({
  ...{ studentSourcedId: 's1', programType: 'CTE', beginDate: '2025-09-01', careerPathway: 'Therapeutic Services' },
  ...fields,
});
const introduction = attempt('s1', {
  ...{ courseCode: 'CTE1', attemptedCredits: 1, earnedCredits: 1 },
  academicSubject: 'Career and Technical Education',
});
const participant = (rows: Partial<DistrictRows> = {}, fields: SampleRow = {}) =>
  highSchool(['s1', 's2'], {
    schoolEnrollments: [enrolled('s1'), enrolled('s2')],
    programs: [program(fields)],
    courseTranscripts: [introduction],
    ...rows,
  });
const codesOf = (result: ReturnType<typeof assess>) => result.reasons.map(({ code }) => code);
const request = (schoolYear: number): SampleRow => ({ studentSourcedId: 's1', schoolYear, courseCode: 'CTE2' });

describe('CTE pathways from the tables', () => {
  it('are off track when the next course is nowhere', () => {
    const result = assess(participant());
    expect(result).toMatchObject({ tier: 2, flags: ['offTrack'] });
    expect(result.reasons[0]).toMatchObject({ items: ['Terminology'], rows: [{ file: 'programs', line: 2 }] });
  });

  it.each([
    ['a request of this year', { courseRequests: [request(YEAR)] }, 1],
    ['a request of next year', { courseRequests: [request(YEAR + 1)] }, 1],
    ['a request of the year after next', { courseRequests: [request(YEAR + 2)] }, 2],
    ['a request of last year', { courseRequests: [request(YEAR - 1)] }, 2],
    ['a class of next fall', { enrollments: [attends('s1', 'k-cte2')] }, 1],
    ['a class of another course', { enrollments: [attends('s1', 'k-eng')] }, 2],
  ])('see %s', (_, rows, tier) => {
    expect(assess(participant(rows)).tier).toBe(tier);
  });

  it.each([
    ['ended before', { endDate: '2027-02-26' }],
    ['begins later', { beginDate: '2027-03-02' }],
    ['is withdrawn from', { participationStatus: 'withdrawn' }],
    ['is of another type', { programType: 'EL' }],
  ])('do not apply to a student whose program %s', (_, fields) => {
    expect(codesOf(assess(participant({}, fields)))).toEqual(['notApplicable']);
  });

  it('apply on the last day of a program', () => {
    expect(assess(participant({}, { endDate: '2027-03-01' })).tier).toBe(2);
  });

  it('do not apply to students in none, who share one result', () => {
    const inputs = inputsOf(participant(), undefined, tenant);
    const assessor = ctePathwayAssessor(inputs);
    expect(codesOf(assessor.assess(1))).toEqual(['notApplicable']);
    expect(assessor.assess(1)).toBe(assessor.assess(1));
  });

  it('are not assessed where programs or transcripts never came, or nobody is enrolled', () => {
    expect(codesOf(assess(participant({ programs: [] })))).toEqual(['noData']);
    expect(codesOf(assess(participant({}, { beginDate: '2024-09-01', endDate: '2025-06-01' })))).toEqual(['noData']);
    expect(codesOf(assess(participant({ courseTranscripts: [] })))).toEqual(['noData']);
    expect(codesOf(assess(participant({ schoolEnrollments: [] })))).toEqual(['notEnrolled']);
  });

  it('are not assessed before an announced first day', () => {
    const announced = [enrolled('s1', { entryDate: '2027-03-02' })];
    expect(codesOf(assess(participant({ schoolEnrollments: announced })))).toEqual(['notEnrolled']);
  });

  it('of a leaver are as of the last day: what is dated later does not count', () => {
    const left = [enrolled('s1', { exitWithdrawDate: '2027-02-01', exitWithdrawType: 'Transferred' })];
    const found = (rows: Partial<DistrictRows> = {}, fields: SampleRow = {}) =>
      assess(participant({ schoolEnrollments: left, ...rows }, fields));
    expect(found()).toMatchObject({ tier: 2, flags: ['exited', 'offTrack'], asOf: '2027-01-31' });
    expect(found({}, { beginDate: '2027-01-31' }).tier).toBe(2);
    expect(codesOf(found({}, { beginDate: '2027-02-01' }))).toEqual(['notApplicable']);
    const taken = { ...attends('s1', 'k-cte2'), endDate: '2027-01-31' };
    expect(found({ enrollments: [taken] }).tier).toBe(1);
    expect(found({ enrollments: [{ ...taken, endDate: '2027-01-30' }] }).tier).toBe(2);
    const credentials = ['2027-01-31', '2027-02-01'].map((awardDate, index) => ({
      ...{ studentSourcedId: 's1', credentialId: `C${index}`, awardDate, careerPathway: 'Therapeutic Services' },
    }));
    const told = found({ credentials }).reasons.find(({ code }) => code === 'credentials');
    expect(told).toMatchObject({ value: '1', items: ['C0'] });
  });

  it('know credentials awarded up to the as-of day', () => {
    const credentials = ['2027-02-12', '2027-03-02'].map((awardDate, index) => ({
      ...{ studentSourcedId: 's1', credentialId: `C${index}`, awardDate, careerPathway: 'Therapeutic Services' },
    }));
    const result = assess(participant({ credentials }));
    expect(result.reasons.find(({ code }) => code === 'credentials')).toMatchObject({ value: '1', items: ['C0'] });
  });

  it('that the tenant file does not list go by CTE subjects', () => {
    const welding = { careerPathway: 'Welding' };
    const rows = participant({ courseRequests: [{ ...request(YEAR + 1) }] }, welding);
    expect(assess(rows)).toMatchObject({ tier: 1, reasons: [{ items: ['Medical Terminology'] }, { value: '1' }] });
    expect(assess(participant({ enrollments: [attends('s1', 'k-eng')] }, welding)).tier).toBe(2);
  });
});
