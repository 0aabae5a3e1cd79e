import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { academicsAssessor } from '../../../../shared/assess/academics/academicsAssessor.ts';
import { assessmentInputs } from '../../../../shared/assess/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { academicSettings } from '../../../../shared/tenant/academics.ts';
import { gradeScaleSettings } from '../../../../shared/tenant/gradeScales.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { type DistrictRows, districtRows, districtTables } from '../sampleDistrict.ts';

const PERCENT = {
  id: 'percent',
  numbers: { minimum: '0', maximum: '100', passing: '60' },
  marks: [
    { mark: 'A', from: '90', points: '4' },
    { mark: 'B', from: '80', points: '3' },
    { mark: 'C', from: '70', points: '2' },
    { mark: 'D', from: '60', points: '1' },
    { mark: 'F', from: '0', points: '0' },
    { mark: 'I' },
  ],
};
const STANDARDS = {
  id: 'standards',
  numbers: { minimum: '1', maximum: '4', passing: '2' },
  marks: ['4', '3', '2', '1'].map((mark) => ({ mark, from: mark, points: mark })),
};
const SCALES = gradeScaleSettings.parse({ scales: [PERCENT, STANDARDS], default: 'percent' });

/** A district of one ninth grader at north, with these rows. */
function district(rows: Partial<DistrictRows>, grade = '09'): DistrictRows {
  const all = districtRows([{ id: 's1', school: 'north', absences: 0 }]);
  return {
    ...all,
    academicSessions: [
      ...all.academicSessions,
      session('fall', 'Fall Semester', '2026-08-31', '2026-12-18'),
      session('spring', 'Spring Semester', '2027-01-04', '2027-06-11'),
    ],
    schoolEnrollments: all.schoolEnrollments.map((row) => ({ ...row, gradeLevel: grade })),
    courses: [
      { sourcedId: 'c-eng', title: 'English 9', courseCode: 'ENG9', orgSourcedId: 'district', subjects: 'English' },
      { sourcedId: 'c-mat', title: 'Algebra I', courseCode: 'ALG1', orgSourcedId: 'district', subjectCodes: '02052' },
    ],
    classes: [
      ...all.classes,
      classRow('k-eng', 'c-eng', 'fall,spring'),
      classRow('k-mat', 'c-mat', 'fall,spring'),
      classRow('k-old', 'c-mat', 'fall'),
    ],
    ...rows,
  };
}

const session = (sourcedId: string, title: string, startDate: string, endDate: string): SampleRow => ({
  ...{ sourcedId, title, type: 'semester', startDate, endDate, schoolYear: 2027 },
});
const classRow = (sourcedId: string, courseSourcedId: string, termSourcedIds: string): SampleRow => ({
  ...{ sourcedId, title: sourcedId, courseSourcedId, classType: 'scheduled', schoolSourcedId: 'north', termSourcedIds },
});

const transcript = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', schoolYear: 2027, term: 'Fall Semester', courseCode: 'ALG1', schoolSourcedId: 'north' },
  ...{ attemptedCredits: 0.5, earnedCredits: row['courseAttemptResult'] === 'Pass' ? 0.5 : 0 },
  ...row,
});
const grade = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', classSourcedId: 'k-mat', academicSessionSourcedId: 'spring', gradeType: 'Progress' },
  ...{ asOfDate: '2027-02-20', ...row },
});
const assessment = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', assessmentId: 'x', administrationDate: '2026-09-20', title: 'Reading screener' },
  ...{ window: 'fall', ...row },
});

interface Run {
  readonly asOf?: string;
  readonly settings?: unknown;
  readonly scales?: typeof SCALES;
  readonly grade?: string;
}

function assess(rows: Partial<DistrictRows>, run: Run = {}) {
  const { asOf = '2027-03-01', settings = {}, scales = SCALES } = run;
  const tenant = { ...sampleTenant().tenant, academics: academicSettings.parse(settings), gradeScales: scales };
  const tables = districtTables(district(rows, run.grade));
  const inputs = assessmentInputs(tables, {}, tenant, parseDay(asOf)!);
  return academicsAssessor(inputs).assess(inputs.students.indexOf.get('s1')!);
}

const partsOf = (result: ReturnType<typeof assess>) => result.subDomains?.map(({ tier }) => tier);
const reason = (result: ReturnType<typeof assess>, code: string) => result.reasons.find((each) => each.code === code);

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

describe('academics of running classes', () => {
  it('reads the latest mark of each class that runs, by the scale that the row names', () => {
    const low = grade({ numericGrade: 55, asOfDate: '2027-01-20', gradeType: 'Mid-Term' });
    expect(assess({ grades: [low] })).toMatchObject({ tier: 2, reasons: [{ code: 'currentMarks', value: '1' }, {}] });
    expect(assess({ grades: [low, grade({ numericGrade: 60 })] }).tier).toBe(1);
    expect(assess({ grades: [low, grade({ numericGrade: 60, asOfDate: '2027-03-02' })] }).tier).toBe(2);
  });

  it('reads 3 on a four-point scale as a pass, and never as 3 percent', () => {
    expect(assess({ grades: [grade({ numericGrade: 3, gradeScaleId: 'standards' })] }).tier).toBe(1);
    expect(assess({ grades: [grade({ numericGrade: 3 })] }).tier).toBe(2);
  });

  it('leaves out classes whose term is over or which the student has left', () => {
    const over = grade({ numericGrade: 20, academicSessionSourcedId: 'fall', asOfDate: '2026-12-10' });
    expect(assess({ grades: [over] }).tier).toBe('notAssessed');
    expect(assess({ grades: [over] }, { asOf: '2026-12-12' }).tier).toBe(2);
    const enrollments = [
      {
        classSourcedId: 'k-mat',
        schoolSourcedId: 'north',
        userSourcedId: 's1',
        role: 'student',
        endDate: '2027-02-25',
      },
    ];
    expect(assess({ grades: [grade({ numericGrade: 20 })], enrollments }).tier).toBe('notAssessed');
  });

  it('tells of marks that no scale reads and of kinds of marks nobody explains, and judges by neither', () => {
    const none = gradeScaleSettings.parse({});
    const unread = assess({ grades: [grade({ letterGrade: 'F' })] }, { scales: none });
    expect(unread).toMatchObject({ tier: 'notAssessed', flags: ['unreadableMarks'] });
    expect(unread.reasons.map(({ code }) => code)).toEqual(['noData', 'unreadableMarks']);
    const strange = { grades: [grade({ letterGrade: 'F', gradeType: 'Zwischenstand' })] };
    expect(assess(strange).tier).toBe('notAssessed');
    expect(assess(strange, { settings: { gradeTypes: { current: ['zwischenstand'] } } }).tier).toBe(2);
  });

  it('takes final marks where transcripts lack the course and term', () => {
    const final = grade({
      letterGrade: 'F',
      gradeType: 'Final',
      academicSessionSourcedId: 'fall',
      asOfDate: '2026-12-18',
    });
    const result = assess({ grades: [final] }, { grade: '07' });
    expect(result).toMatchObject({ tier: 2, reasons: [{ code: 'coreFailures', items: ['Algebra I'] }, {}, {}] });
    expect(result.reasons[0]?.rows).toEqual([{ drop: 'drop-1', file: 'grades', line: 2 }]);
    const passed = transcript({ courseAttemptResult: 'Pass' });
    expect(assess({ grades: [final], courseTranscripts: [passed] }, { grade: '10' }).tier).toBe(1);
    const other = transcript({ courseAttemptResult: 'Pass', courseCode: 'ENG9' });
    expect(assess({ grades: [final], courseTranscripts: [other] }, { grade: '10' }).tier).toBe(2);
  });

  it('adds up missing assignments of the latest rows, and of results for classes that have none there', () => {
    const passing = { letterGrade: 'B' };
    const three = grade({ ...passing, missingAssignments: 3 });
    const older = grade({ ...passing, missingAssignments: 9, asOfDate: '2027-01-30', gradeType: 'Mid-Term' });
    const lineItems = ['h1', 'h2', 'h3'].map((sourcedId) => ({
      ...{ sourcedId, title: sourcedId, assignDate: '2027-02-01', dueDate: '2027-02-05', classSourcedId: 'k-eng' },
    }));
    const result = (lineItemSourcedId: string, row: SampleRow = {}): SampleRow => ({
      ...{
        sourcedId: `r-${lineItemSourcedId}`,
        lineItemSourcedId,
        studentSourcedId: 's1',
        scoreStatus: 'not submitted',
      },
      ...{ scoreDate: '2027-02-06', missing: 1, ...row },
    });
    const value = (results: SampleRow[]) =>
      reason(assess({ grades: [three, older], lineItems, results }), 'missingAssignments');
    expect(value([])).toMatchObject({ value: '3', items: ['Algebra I'] });
    expect(value([result('h1'), result('h2')])).toMatchObject({ value: '5', cutPoint: '5' });
    expect(value([result('h1'), result('h2', { missing: 0 })])).toMatchObject({ value: '4' });
    expect(value([result('h1', { classSourcedId: 'k-mat' }), result('h2', { scoreDate: '2027-03-02' })])?.value).toBe(
      '3',
    );
    expect(value([result('h1', { classSourcedId: 'k-old' })])?.value).toBe('3');
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

describe('academics of whoever has nothing on record', () => {
  it('reads no grades never as on track, and shares the result', () => {
    const result = assess({});
    expect(result).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }], thresholds: 'field-1' });
    expect(partsOf(result)).toEqual(['notAssessed', 'notAssessed', 'notAssessed']);
  });

  it('says that a student is not enrolled', () => {
    expect(assess({ schoolEnrollments: [] }).reasons).toEqual([{ code: 'notEnrolled' }]);
  });

  it('keeps the tier of the last day for who has left, and does not see what came later', () => {
    const left = { schoolEnrollments: [{ ...district({}).schoolEnrollments[0]!, exitWithdrawDate: '2027-02-01' }] };
    const found = (asOfDate: string) => {
      const inputs = assessmentInputs(
        districtTables({ ...district({}), ...left, grades: [grade({ letterGrade: 'F', asOfDate })] }),
        {},
        { ...sampleTenant().tenant, gradeScales: SCALES },
        parseDay('2027-03-01')!,
      );
      return academicsAssessor(inputs).assess(inputs.students.indexOf.get('s1')!);
    };
    expect(found('2027-01-20')).toMatchObject({ tier: 2, flags: ['exited'], asOf: '2027-01-31' });
    expect(found('2027-02-10')).toMatchObject({ tier: 'notAssessed', flags: ['exited'] });
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
