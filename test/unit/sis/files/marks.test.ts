import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GradeScale, isOnScale } from '../../../../shared/domain/academics/gradeScale.ts';
import { fraction, parseFraction } from '../../../../shared/domain/fraction.ts';
import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { courseTranscriptsFile } from '../../../../shared/sis/files/courseTranscripts.ts';
import { gradesFile } from '../../../../shared/sis/files/grades.ts';
import { gradeScaleSettings, gradeScalesOf } from '../../../../shared/tenant/gradeScales.ts';
import { parseText } from '../parse/parseText.ts';

const declared = gradeScalesOf(
  gradeScaleSettings.parse({
    default: 'percent',
    scales: [
      {
        id: 'percent',
        numbers: { minimum: '0', maximum: '100', passing: '60' },
        marks: [
          { mark: 'A', from: '80' },
          { mark: 'D', from: '60' },
          { mark: 'F', from: '0' },
        ],
      },
      { id: 'standards', numbers: { minimum: '1', maximum: '4', passing: '2' } },
      { id: 'words', marks: [{ mark: 'P', passing: true }] },
    ],
  }),
);

const GRADES =
  'studentSourcedId,classSourcedId,academicSessionSourcedId,asOfDate,gradeType,letterGrade,numericGrade,gradeScaleId\n';
const TRANSCRIPTS =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,schoolSourcedId,' +
  'finalLetterGrade,finalNumericGrade,gradeScaleId\n';

describe.each<[string, FileSpec, (marks: string) => string, readonly [string, string]]>([
  ['grades', gradesFile, (marks) => `${GRADES}S1,K1,T1,2024-10-01,Final,${marks}\n`, ['letterGrade', 'numericGrade']],
  [
    'courseTranscripts',
    courseTranscriptsFile,
    (marks) => `${TRANSCRIPTS}S1,2024,Fall,ALG1,1,1,Pass,HS,${marks}\n`,
    ['finalLetterGrade', 'finalNumericGrade'],
  ],
])('the marks of %s', (_, spec, textOf, [letter, numeric]) => {
  const parse = (marks: string, gradeScales = declared) => parseText(spec, textOf(marks), { context: { gradeScales } });

  it.each([',,', 'A,80,', 'F,0,percent', 'D,100,', ',4,standards', ',1.5,standards', 'P,,words'])(
    '%s are on their scale',
    async (marks) => {
      expect(await parse(marks)).toMatchObject({ rejected: 0, notices: [] });
    },
  );

  it.each([
    ['B,,', letter],
    ['a,,percent', letter],
    ['A,101,', numeric],
    [',100.000001,', numeric],
    [',85,standards', numeric],
    [',0.999999,standards', numeric],
    ['F,,words', letter],
    [',1,words', numeric],
    ['A,3,standards', letter],
  ])('%s are not, and the row is refused', async (marks, column) => {
    const parsed = await parse(marks);
    expect(parsed.rejects).toEqual([`2 ${column} row.outside_scale`]);
    expect(parsed.diagnostics[0]?.message).toContain('is not on the scale "');
  });

  it('say which scale they should be on', async () => {
    const [diagnostic] = (await parse(',85,standards')).diagnostics;
    expect(diagnostic?.message).toBe(
      `${numeric} is not on the scale "standards", which has a number from 1 to 4: correct it, or name its own scale in gradeScaleId.`,
    );
  });

  it('of a scale that is not declared are kept, and told of with their number', async () => {
    const parsed = await parse('E,7,esoteric');
    expect(parsed).toMatchObject({ rejected: 0, notices: ['row.unknown_grade_scale'] });
    expect(parsed.diagnostics[0]?.message).toMatch(
      /^gradeScaleId holds "esoteric" in 1 row: .*Name it in gradeScales\.$/,
    );
  });

  it('are anything where no scale is declared', async () => {
    expect(await parse('Z,7,any', gradeScalesOf(gradeScaleSettings.parse({})))).toMatchObject({
      rejected: 0,
      notices: [],
    });
    expect(await parseText(spec, textOf('Z,7,any'))).toMatchObject({ rejected: 0, notices: [] });
  });

  it('are refused exactly outside of the ends of their scale', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6_000_000 }), async (millionths) => {
        const number = `${Math.floor(millionths / 1_000_000)}.${String(millionths % 1_000_000).padStart(6, '0')}`;
        const { rejected } = await parse(`,${number},standards`);
        expect(rejected).toBe(millionths < 1_000_000 || millionths > 4_000_000 ? 1 : 0);
      }),
      { numRuns: 60, examples: [[999_999], [1_000_000], [4_000_000], [4_000_001]] },
    );
  });
});

describe('a scale whose ends are no decimals', () => {
  const thirds: GradeScale = {
    id: 'thirds',
    numbers: { minimum: fraction(-1, 3), maximum: fraction(10, 3), passing: fraction(1) },
    marks: [],
  };

  it.each([
    ['-0.333334', 1],
    ['-0.333333', 0],
    ['3.333333', 0],
    ['3.333334', 1],
  ])('refuses %s in %i rows', async (number, rejected) => {
    const gradeScales = { byId: new Map([['thirds', thirds]]), default: thirds };
    const text = `${GRADES}S1,K1,T1,2024-10-01,Final,,${number},\n`;
    expect((await parseText(gradesFile, text, { context: { gradeScales } })).rejected).toBe(rejected);
    expect(isOnScale(thirds, parseFraction(number)!)).toBe(rejected === 0);
  });
});

describe('a transcript', () => {
  it('with more credits earned than attempted is kept and told of', async () => {
    const row = `${TRANSCRIPTS}S1,2024,Fall,ALG1,0,1,Pass,HS,,,\nS1,2024,Fall,ALG2,1,1,Pass,HS,,,\n`;
    const parsed = await parseText(courseTranscriptsFile, row);
    expect(parsed).toMatchObject({ rejected: 0, notices: ['row.earned_exceeds_attempted'] });
    expect(parsed.diagnostics[0]?.message).toMatch(/^earnedCredits is more than attemptedCredits in 1 row: /);
  });
});

describe('a grade', () => {
  it('is one for each class, session and kind of mark', () => {
    expect(gradesFile.table.key).toEqual([
      'studentSourcedId',
      'classSourcedId',
      'academicSessionSourcedId',
      'gradeType',
    ]);
  });

  it.each([
    ['S1,K1,T1,,Final,,,', '2 asOfDate row.missing_required_value'],
    ['S1,K1,,2024-10-01,Final,,,', '2 academicSessionSourcedId row.missing_required_value'],
    ['S1,K1,T1,2024-10-01,Final,,ninety,', '2 numericGrade row.invalid_number'],
  ])('%s is refused', async (row, refusal) => {
    expect((await parseText(gradesFile, `${GRADES}${row}\n`)).rejects).toEqual([refusal]);
  });
});
