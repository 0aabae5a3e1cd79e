import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicsAssessor } from '../../../../shared/assess/academics/academicsAssessor.ts';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { type DistrictRows, districtTables } from '../sampleDistrict.ts';
import { assess, assessment, district, grade, partsOf, reason, SCALES, transcript } from './academicDistrict.ts';

describe('academics of transcripts', () => {
  it('counts a posted failure of this year in the sub-domain of its course, with title and row', () => {
    const result = assess({ courseTranscripts: [transcript({ courseAttemptResult: 'Fail' })] });
    expect(result).toMatchObject({ tier: 2, asOf: '2027-03-01', thresholds: 'field-1', flags: [] });
    expect(partsOf(result)).toEqual(['notAssessed', 2, 'notAssessed']);
    expect(reason(result, 'coreFailures')).toEqual({
      code: 'coreFailures',
      value: '1',
      cutPoint: '1',
      items: ['Algebra I'],
      rows: [{ drop: 'drop-1', file: 'courseTranscripts', line: 2 }],
      detail: { tier: 2 },
    });
  });

  it('takes a mark below passing as a failure, whatever the result says, and a result that is not posted as none', () => {
    const tierOf = (row: SampleRow) => assess({ courseTranscripts: [transcript(row)] }).tier;
    expect(tierOf({ courseAttemptResult: 'Pass', finalLetterGrade: 'F', gradePoints: 3 })).toBe(2);
    expect(tierOf({ courseAttemptResult: 'Pass', finalNumericGrade: 59.9, gradePoints: 3 })).toBe(2);
    expect(tierOf({ courseAttemptResult: 'Pass', finalNumericGrade: 60, gradePoints: 3 })).toBe(2);
    expect(tierOf({ courseAttemptResult: 'Pass', finalLetterGrade: 'I', gradePoints: 3 })).toBe(2);
    for (const courseAttemptResult of ['Incomplete', 'Withdrawn', 'In Progress']) {
      expect(tierOf({ courseAttemptResult, finalLetterGrade: 'F' })).toBe('notAssessed');
    }
  });

  it('takes the points given, else those of the scale, by attempted credits', () => {
    const gpa = (rows: SampleRow[], settings?: unknown) =>
      reason(assess({ courseTranscripts: rows.map(transcript) }, { settings }), 'gpa')?.value;
    const pass = { courseAttemptResult: 'Pass', schoolYear: 2026 };
    expect(gpa([{ ...pass, finalLetterGrade: 'B' }])).toBe('3');
    expect(gpa([{ ...pass, finalNumericGrade: 85, gradePoints: 3.5 }])).toBe('7/2');
    expect(gpa([{ ...pass, finalLetterGrade: 'A', excludeFromGpa: 1 }])).toBeUndefined();
    expect(gpa([{ ...pass, finalLetterGrade: 'A', courseRepeatCode: 'Replaced NotCounted' }])).toBeUndefined();
    const half = { ...pass, finalLetterGrade: 'A', courseCode: 'ART1', attemptedCredits: 0.25 };
    expect(gpa([{ ...pass, finalLetterGrade: 'C' }, half])).toBe('8/3');
    const retaken = [
      { ...pass, schoolYear: 2025, finalLetterGrade: 'D', attemptedCredits: 1 },
      { ...pass, finalLetterGrade: 'A', attemptedCredits: 1 },
    ];
    expect(gpa(retaken)).toBe('4');
    expect(gpa(retaken, { retakePolicy: 'average' })).toBe('5/2');
  });

  it('judges the average in grades 9 to 12 alone', () => {
    const courseTranscripts = [transcript({ courseAttemptResult: 'Pass', finalLetterGrade: 'D', schoolYear: 2026 })];
    expect(assess({ courseTranscripts }, { grade: '10' }).tier).toBe(2);
    expect(assess({ courseTranscripts }, { grade: '08' }).reasons[0]?.code).toBe('noData');
  });

  it('does not see a term that begins after the as-of day, nor a later school year', () => {
    const spring = transcript({ courseAttemptResult: 'Fail', term: 'Spring Semester' });
    expect(assess({ courseTranscripts: [spring] }, { asOf: '2026-12-20' }).tier).toBe('notAssessed');
    expect(assess({ courseTranscripts: [spring] }, { asOf: '2027-06-10' }).tier).toBe(2);
    expect(assess({ courseTranscripts: [transcript({ courseAttemptResult: 'Fail', schoolYear: 2028 })] }).tier).toBe(
      'notAssessed',
    );
  });

  it('falls back on last year until a term has posted, when the district wants that', () => {
    const last = transcript({ courseAttemptResult: 'Fail', schoolYear: 2026 });
    const early = assess({ courseTranscripts: [last] });
    expect(early).toMatchObject({ tier: 2, flags: ['priorYear'] });
    expect(early.reasons.map(({ code }) => code)).toEqual(['priorYearCoreFailures', 'priorYearFailures']);
    const posted = transcript({ courseAttemptResult: 'Pass', courseCode: 'ENG9' });
    expect(assess({ courseTranscripts: [last, posted] }, { grade: '10' })).toMatchObject({ tier: 1, flags: [] });
    expect(assess({ courseTranscripts: [last] }, { settings: { priorYearFailures: false } }).tier).toBe('notAssessed');
  });

  it('knows a first-time ninth grader by the enrolment, else by earlier transcripts', () => {
    const courseTranscripts = [transcript({ courseAttemptResult: 'Pass' })];
    const firstNinthGradeYear = (year: number) =>
      district({}).schoolEnrollments.map((row) => ({ ...row, firstNinthGradeYear: year, gradeLevel: '09' }));
    const found = (rows: Partial<DistrictRows>) => {
      const tenant = { ...sampleTenant().tenant, gradeScales: SCALES };
      const inputs = assessmentInputs(
        districtTables({ ...district({}), ...rows }),
        {},
        tenant,
        parseDay('2027-03-01')!,
      );
      return reason(academicsAssessor(inputs).assess(inputs.students.indexOf.get('s1')!), 'ninthGradeOnTrack');
    };
    const told = { value: '1/2', cutPoint: '5/2', detail: { onTrack: false, coreFailures: 0, terms: '1/2' } };
    expect(found({ courseTranscripts })).toMatchObject(told);
    expect(found({ courseTranscripts, schoolEnrollments: firstNinthGradeYear(2027) })).toMatchObject(told);
    expect(found({ courseTranscripts, schoolEnrollments: firstNinthGradeYear(2026) })).toBeUndefined();
    const before = transcript({ courseAttemptResult: 'Pass', schoolYear: 2026, gradeLevelWhenTaken: '09' });
    expect(found({ courseTranscripts: [...courseTranscripts, before] })).toBeUndefined();
  });
});

describe('academics of a ninth grader', () => {
  it('does not owe the whole year for a credit recovered early in a term that runs', () => {
    const fall = ['ENG9', 'SCI9', 'SOC9', 'ART9'].map((courseCode) =>
      transcript({ courseCode, courseAttemptResult: 'Pass', term: 'Fall Semester' }),
    );
    const recovered = transcript({ courseCode: 'ALG1', courseAttemptResult: 'Pass', term: 'Spring Semester' });
    const found = (asOf: string) =>
      reason(assess({ courseTranscripts: [...fall, recovered] }, { asOf }), 'ninthGradeOnTrack');
    const early = { value: '5/2', cutPoint: '5/2', detail: { onTrack: true, terms: '1/2' } };
    expect([found('2027-03-01'), found('2027-06-10')]).toMatchObject([early, early]);
    expect(found('2027-06-11')).toMatchObject({ cutPoint: '5', detail: { onTrack: false, terms: '2/2' } });
  });
});

describe('academics of screeners', () => {
  it('goes by the latest of each screener this year, in words the vendors use', () => {
    const at = (performanceLevel: string, row: SampleRow = {}) => assessment({ performanceLevel, ...row });
    const winter = { administrationDate: '2027-01-20', window: 'winter' };
    const tierOf = (assessments: SampleRow[]) => assess({ assessments }, { grade: '03' }).tier;
    expect(tierOf([at('Below benchmark')])).toBe(2);
    expect(tierOf([at('Well below benchmark')])).toBe(3);
    expect(tierOf([at('Below benchmark'), at('At Benchmark', winter)])).toBe(1);
    expect(tierOf([at('Below benchmark', { administrationDate: '2026-05-20' })])).toBe('notAssessed');
    expect(tierOf([at('Well below benchmark', { examCode: 'ALG' })])).toBe('notAssessed');
    expect(tierOf([assessment({ performanceLevel: 'Basic', window: undefined })])).toBe('notAssessed');
  });

  it('counts a reading screener for literacy and one in mathematics for mathematics', () => {
    const assessments = [
      assessment({ benchmarkStatus: 'Urgent Intervention', academicSubject: 'Reading', title: 'Star' }),
      assessment({ benchmarkStatus: '1 Grade Level Below', academicSubject: 'Mathematics', title: 'i-Ready' }),
      assessment({ benchmarkStatus: 'LoAvg', title: 'MAP Growth Math K-12' }),
    ];
    const result = assess({ assessments }, { grade: '03' });
    expect(result.tier).toBe(3);
    expect(partsOf(result)).toEqual([3, 2, 'notAssessed']);
  });

  it('tells of words that nobody explains and judges by none of them', () => {
    const assessments = [assessment({ benchmarkStatus: 'Purple' })];
    const result = assess({ assessments }, { grade: '03' });
    expect(result).toMatchObject({ tier: 'notAssessed', flags: ['unknownScreenerLevel'] });
    const settings = { screeners: { levels: { purple: 'belowBenchmark' } } };
    expect(assess({ assessments }, { grade: '03', settings }).tier).toBe(2);
    const byTitle = { screeners: { byTitle: { 'Reading Screener': { Purple: 'wellBelowBenchmark' } } } };
    expect(assess({ assessments }, { grade: '03', settings: byTitle }).tier).toBe(3);
  });
});

const leaves = (exitWithdrawDate: string) => [{ ...district({}).schoolEnrollments[0]!, exitWithdrawDate }];

describe('academics of whoever has nothing on record', () => {
  it('reads no grades never as on track, and shares the result', () => {
    const result = assess({});
    expect(result).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }], thresholds: 'field-1' });
    expect(partsOf(result)).toEqual(['notAssessed', 'notAssessed', 'notAssessed']);
  });

  it('says that a student is not enrolled', () => {
    expect(assess({ schoolEnrollments: [] }).reasons).toEqual([{ code: 'notEnrolled' }]);
  });

  it('says so before an announced first day too, whatever came with the student', () => {
    const courseTranscripts = [transcript({ courseAttemptResult: 'Fail' })];
    const [stay] = district({}).schoolEnrollments;
    const found = (entryDate: string) =>
      assess({ courseTranscripts, schoolEnrollments: [{ ...stay!, entryDate }] }, { asOf: '2027-03-01' });
    expect(found('2027-03-02')).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'notEnrolled' }] });
    expect(found('2027-03-01').tier).toBe(2);
  });

  it('keeps the tier of the last day for who has left, and does not see what came later', () => {
    const found = (asOfDate: string, exitDayCounts = false) => {
      const grades = [grade({ letterGrade: 'F', asOfDate })];
      return assess({ schoolEnrollments: leaves('2027-02-01'), grades }, { exitDayCounts });
    };
    expect(found('2027-01-31')).toMatchObject({ tier: 2, flags: ['exited'], asOf: '2027-01-31' });
    expect(found('2027-02-01')).toMatchObject({ tier: 'notAssessed', flags: ['exited'] });
    expect(found('2027-02-01', true)).toMatchObject({ tier: 2, flags: ['exited'], asOf: '2027-02-01' });
  });

  it('does not see terms that begin after the last day of who has left', () => {
    const courseTranscripts = [transcript({ courseAttemptResult: 'Fail', term: 'Spring Semester' })];
    const found = (exit: string) => assess({ schoolEnrollments: leaves(exit), courseTranscripts });
    expect(found('2027-01-04').reasons[0]?.code).toBe('noData');
    expect(found('2027-01-05')).toMatchObject({ tier: 2, asOf: '2027-01-04' });
  });
});

it('is the same for every order of the rows, lines of origin aside', () => {
  const letters = ['A', 'B', 'C', 'D', 'F'];
  const rows = {
    courseTranscripts: Array.from({ length: 14 }, (_, index) => {
      const letter = letters[index % 5]!;
      return transcript({
        ...{ courseCode: `C${index % 4}`, schoolYear: 2025 + (index % 3), term: index % 2 ? 'Fall' : 'Spring' },
        ...{ finalLetterGrade: letter, courseAttemptResult: letter === 'F' ? 'Fail' : 'Pass' },
        ...{ academicSubject: index % 2 ? 'Science' : 'Mathematics', schoolSourcedId: `x${index}` },
      });
    }),
    grades: ['k-eng', 'k-mat', 'k-old'].flatMap((classSourcedId) =>
      [50, 70].map((numericGrade, index) => grade({ classSourcedId, numericGrade, gradeType: `Q${index + 1}` })),
    ),
    assessments: ['fall', 'winter'].flatMap((window) =>
      ['Star', 'DIBELS'].map((title) =>
        assessment({ title, window, assessmentId: `${title}-${window}`, benchmarkStatus: 'On Watch' }),
      ),
    ),
  };
  const told = (shuffled: Partial<DistrictRows>) =>
    JSON.stringify(assess(shuffled), (key, value) => (key === 'line' ? undefined : value));
  const expected = told(rows);
  const all = <Row>(list: Row[]) => fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });
  const orders = fc.record({
    courseTranscripts: all(rows.courseTranscripts),
    grades: all(rows.grades),
    assessments: all(rows.assessments),
  });
  fc.assert(
    fc.property(orders, (shuffled) => {
      expect(told(shuffled)).toBe(expected);
    }),
    { numRuns: 25 },
  );
});
