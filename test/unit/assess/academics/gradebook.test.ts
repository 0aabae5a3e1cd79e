import { describe, expect, it } from 'vitest';
import { gradeScaleSettings } from '../../../../shared/tenant/gradeScales.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { assess, grade, reason, transcript } from './academicDistrict.ts';

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
