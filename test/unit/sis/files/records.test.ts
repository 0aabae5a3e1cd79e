import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { type ColumnarTable, emptyTable } from '../../../../shared/lake/columnar.ts';
import { FileRows } from '../../../../shared/lake/fileRows.ts';
import { merge } from '../../../../shared/lake/merge.ts';
import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { assessmentsFile } from '../../../../shared/sis/files/assessments.ts';
import { behaviorIncidentsFile } from '../../../../shared/sis/files/behaviorIncidents.ts';
import { contactsFile } from '../../../../shared/sis/files/contacts.ts';
import { courseRequestsFile } from '../../../../shared/sis/files/courseRequests.ts';
import { gradesFile } from '../../../../shared/sis/files/grades.ts';
import { milestonesFile } from '../../../../shared/sis/files/milestones.ts';
import { programsFile } from '../../../../shared/sis/files/programs.ts';
import { resultsFile } from '../../../../shared/sis/files/results.ts';
import { surveyResponsesFile } from '../../../../shared/sis/files/surveyResponses.ts';
import { appendRows, type SampleRow } from '../../lake/tableOf.ts';

/** What a bulk file of these rows makes of a table. */
function taken(spec: FileSpec, rows: readonly SampleRow[], previous: ColumnarTable = emptyTable(spec.table)) {
  const settings = { startsOn: '08-01', generatedOn: parseDay('2024-10-02') ?? 0 };
  const builder = appendRows(new FileRows(previous), rows);
  return { ...merge({ previous, rows: builder, dropId: 'd', mode: 'bulk', settings }), repeats: builder.superseded };
}

const INCIDENT = { incidentId: '7', studentSourcedId: 'S1', schoolSourcedId: 'HS', date: '2024-09-03', behavior: 'X' };
const PROGRAM = { studentSourcedId: 'S1', programType: 'CTE', beginDate: '2024-08-20' };
const GRADE = { studentSourcedId: 'S1', classSourcedId: 'K1', academicSessionSourcedId: 'T1', asOfDate: '2024-09-20' };
const SCORE = { studentSourcedId: 'S1', assessmentId: 'MAP', administrationDate: '2024-09-20', score: 214 };

describe('two records are not taken for one', () => {
  it.each<[string, FileSpec, SampleRow, SampleRow]>([
    ['students of an incident', behaviorIncidentsFile, INCIDENT, { ...INCIDENT, studentSourcedId: 'S2' }],
    [
      'actions after an incident',
      behaviorIncidentsFile,
      { ...INCIDENT, disciplineAction: 'Suspension', actionStartDate: '2024-09-04' },
      { ...INCIDENT, disciplineAction: 'Suspension', actionStartDate: '2024-09-11' },
    ],
    ['incidents of one number at two schools', behaviorIncidentsFile, INCIDENT, { ...INCIDENT, schoolSourcedId: 'MS' }],
    [
      'programs of one type and day',
      programsFile,
      { ...PROGRAM, programName: 'Welding' },
      { ...PROGRAM, programName: 'Nursing' },
    ],
    [
      'pathways of one day',
      programsFile,
      { ...PROGRAM, careerPathway: 'Manufacturing' },
      { ...PROGRAM, careerPathway: 'Health Science' },
    ],
    ['kinds of mark in a class', gradesFile, { ...GRADE, gradeType: 'Exam' }, { ...GRADE, gradeType: 'Final' }],
    [
      'kinds of score of a test',
      assessmentsFile,
      { ...SCORE, scoreMethod: 'RIT' },
      { ...SCORE, scoreMethod: 'percentile' },
    ],
    [
      'subjects of a test',
      assessmentsFile,
      { ...SCORE, academicSubject: 'Reading' },
      { ...SCORE, academicSubject: 'Mathematics' },
    ],
    [
      'hours of service on two days',
      milestonesFile,
      { studentSourcedId: 'S1', code: 'service', status: 'met', date: '2024-09-01', hours: 2 },
      { studentSourcedId: 'S1', code: 'service', status: 'met', date: '2024-09-08', hours: 2 },
    ],
  ])('%s', (_, spec, one, other) => {
    expect(taken(spec, [one, other])).toMatchObject({ table: { rowCount: 2 }, repeats: 0 });
  });
});

describe('a record that changed is still that record', () => {
  it.each<[string, FileSpec, SampleRow, SampleRow]>([
    ['a mark of a later day', gradesFile, GRADE, { ...GRADE, asOfDate: '2024-09-27', letterGrade: 'C' }],
    [
      'a result that was graded',
      resultsFile,
      { sourcedId: 'R1', scoreDate: '2024-09-20' },
      { sourcedId: 'R1', scoreDate: '2024-09-27', score: 9 },
    ],
    [
      'a contact with another number',
      contactsFile,
      { studentSourcedId: 'S1', contactId: 'P1' },
      { studentSourcedId: 'S1', contactId: 'P1', phone: '2' },
    ],
    ['a program that ended', programsFile, PROGRAM, { ...PROGRAM, endDate: '2024-09-30' }],
  ])('%s', (_, spec, before, now) => {
    const { table } = taken(spec, [before]);
    const next = taken(spec, [now], table);
    expect(next.table.rowCount).toBe(1);
    expect(next.counts.total).toMatchObject({ corrected: 1, added: 0, removed: 0 });
  });
});

describe('a bulk file of this year', () => {
  const SURVEY = { studentSourcedId: 'S1', surveyId: 'SEL', administrationDate: '2024-09-20', construct: 'agency' };
  it.each<[string, FileSpec, SampleRow, string, string]>([
    ['grades', gradesFile, GRADE, 'asOfDate', '2024-05-20'],
    ['incidents', behaviorIncidentsFile, INCIDENT, 'date', '2024-05-20'],
    ['scores', assessmentsFile, SCORE, 'administrationDate', '2024-05-20'],
    ['survey responses', surveyResponsesFile, SURVEY, 'administrationDate', '2024-05-20'],
    [
      'course requests',
      courseRequestsFile,
      { studentSourcedId: 'S1', courseCode: 'ALG2', schoolYear: '2025' },
      'schoolYear',
      '2024',
    ],
  ])('leaves %s of earlier years, and takes away those of this one that are gone', (_, spec, row, day, earlier) => {
    const lastYear = taken(spec, [{ ...row, studentSourcedId: 'S0', [day]: earlier }]).table;
    const both = taken(spec, [row, { ...row, studentSourcedId: 'S2' }], lastYear).table;
    expect(both.rowCount).toBe(3);
    const { table, counts } = taken(spec, [row], both);
    expect([table.rowCount, counts.total.removed]).toEqual([2, 1]);
  });

  it('takes away programs that reach into it, and leaves those that ended before', () => {
    const open = { ...PROGRAM, beginDate: '2022-09-01' };
    const ended = { ...PROGRAM, beginDate: '2022-09-02', endDate: '2023-05-30' };
    const before = taken(programsFile, [open, ended, PROGRAM]).table;
    expect(taken(programsFile, [PROGRAM], before).counts.total).toMatchObject({ removed: 1, unchanged: 1 });
  });
});
