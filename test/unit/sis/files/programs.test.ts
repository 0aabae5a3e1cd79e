import { describe, expect, it } from 'vitest';
import { programsFile } from '../../../../shared/sis/files/programs.ts';
import { ED_FI_PROGRAM_TYPES, PROGRAM_TYPES } from '../../../../shared/sis/files/programTypes.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER = 'studentSourcedId,programType,beginDate,endDate,programName,schoolSourcedId,careerPathway\n';
const parse = (rows: string) => parseText(programsFile, HEADER + rows);

describe('a program', () => {
  it.each(PROGRAM_TYPES)('can be %s', async (type) => {
    expect((await parse(`S1,${type},2024-08-20,,,,\n`)).records[0]?.cells).toMatchObject({ programType: type });
  });

  it.each([
    ['Special Education', 'IEP'],
    ['Section 504 Placement', '504'],
    ['English as a Second Language (ESL)', 'EL'],
    ['Homeless', 'homeless'],
    ['Migrant Education', 'migrant'],
    ['Career and Technical Education', 'CTE'],
    ['Gifted and Talented', 'giftedTalented'],
    ['Title I Part A', 'other'],
    ['Compensatory Services for Disadvantaged Students', 'other'],
  ])('of Ed-Fi’s type %s is %s and keeps that name', async (name, programType) => {
    const parsed = await parse(`S1,${name},2024-08-20,,,,\nS2,${name},2024-08-20,,Lunch,,\n`);
    expect(parsed.records.map(({ cells }) => [cells['programType'], cells['programName']])).toEqual([
      [programType, name],
      [programType, 'Lunch'],
    ]);
    expect(parsed.notices).toEqual([]);
  });

  it('of a type that nobody knows is refused, and told with its number', async () => {
    const parsed = await parse('S1,Robotics,2024-08-20,,,,\nS2,Robotics,2024-08-20,,,,\n');
    expect(parsed.rejects).toEqual(['2 programType row.unmapped_code', '3 programType row.unmapped_code']);
    expect(parsed.diagnostics.at(-1)?.message).toBe(
      'programType: 2 rows were rejected for "Robotics", which no code map names.',
    );
  });

  it('ends no earlier than it begins', async () => {
    const parsed = await parse('S1,EL,2024-08-20,2024-08-20,,,\nS1,EL,2024-08-20,2024-08-19,,,\n');
    expect(parsed.rejects).toEqual(['3 endDate row.end_before_begin']);
  });

  it('that is refused protects the stored one under the name Ed-Fi gives it', async () => {
    const parsed = await parse('S1,Bilingual,2024-08-20,soon,,,\n');
    expect(parsed.protectedKeys[0]?.cells).toMatchObject({ programType: 'EL', programName: 'Bilingual' });
  });

  it('of Ed-Fi has a meaning that the column takes', () => {
    for (const meaning of Object.values(ED_FI_PROGRAM_TYPES)) {
      expect(PROGRAM_TYPES).toContain(meaning['programType']);
    }
  });
});
