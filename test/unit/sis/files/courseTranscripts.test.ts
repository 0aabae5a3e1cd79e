import { describe, expect, it } from 'vitest';
import { courseTranscriptsFile } from '../../../../shared/sis/files/courseTranscripts.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,schoolSourcedId,externalSchoolName,excludeFromGraduation\n';
const parse = (rows: string) => parseText(courseTranscriptsFile, HEADER + rows);

describe('a transcript row', () => {
  it('keeps its credits as written', async () => {
    const parsed = await parse('S1,2024,Fall,ALG1,0.5,0.333333,Pass,HS,,true\n');
    expect(parsed.records[0]?.cells).toMatchObject({
      schoolYear: 2024,
      attemptedCredits: 0.5,
      earnedCredits: 0.333333,
      excludeFromGraduation: 1,
    });
  });

  it('says where the course was taken, here or elsewhere', async () => {
    const parsed = await parse('S1,2024,Fall,ALG1,1,1,Pass,,,\nS1,2024,Fall,ALG1,1,1,Pass,,Other High,\n');
    expect(parsed.rejects).toEqual(['2 schoolSourcedId row.missing_required_value']);
  });

  it('has a result of Ed-Fi or is rejected', async () => {
    expect((await parse('S1,2024,Fall,ALG1,1,1,P,HS,,\n')).rejects).toEqual([
      '2 courseAttemptResult row.unmapped_code',
    ]);
  });
});
