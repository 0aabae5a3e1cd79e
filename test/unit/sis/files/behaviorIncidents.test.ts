import { describe, expect, it } from 'vitest';
import { behaviorIncidentsFile } from '../../../../shared/sis/files/behaviorIncidents.ts';
import { codeMapsOf } from '../../../../shared/sis/mapping/codeMaps.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER =
  'incidentId,studentSourcedId,schoolSourcedId,date,behavior,participationCode,incidentLevel,description,disciplineAction,' +
  'actionStartDate,actionLengthDays,actionType\n';
const parse = (rows: string, codes: Parameters<typeof codeMapsOf>[1] = undefined) =>
  parseText(behaviorIncidentsFile, HEADER + rows, {
    context: { codes: codeMapsOf('behaviorIncidents', codes, undefined) },
  });
const tenant = (codes: Record<string, Record<string, Record<string, string>>>) => ({
  attendance: { codes: {} },
  codes: { behaviorIncidents: codes },
});

describe('an incident', () => {
  it('keeps what, where, when, who and what followed', async () => {
    const parsed = await parse(
      '7,S1,HS,2024-09-03,Fighting,Perpetrator,major,,Out of School Suspension,2024-09-04,2.5,\n',
    );
    expect(parsed.records[0]?.cells).toEqual({
      incidentId: '7',
      studentSourcedId: 'S1',
      schoolSourcedId: 'HS',
      date: '2024-09-03',
      behavior: 'Fighting',
      participationCode: 'Perpetrator',
      incidentLevel: 'major',
      disciplineAction: 'Out of School Suspension',
      actionStartDate: '2024-09-04',
      actionLengthDays: 2.5,
      actionType: 'out-of-school suspension',
    });
    expect(parsed.notices).toEqual([]);
  });

  it('is one row for each student and action', () => {
    expect(behaviorIncidentsFile.table.key).toEqual([
      'incidentId',
      'studentSourcedId',
      'schoolSourcedId',
      'disciplineAction',
      'actionType',
      'actionStartDate',
    ]);
  });

  it.each([
    ['7,S1,HS,2024-09-03,,Victim,minor,,,,,', '2 behavior row.missing_required_value'],
    ['7,S1,HS,2024-09-03,Fighting,Bully,minor,,,,,', '2 participationCode row.unmapped_code'],
    ['7,S1,HS,2024-09-03,Fighting,,minor,,,,,ISS', '2 actionType row.unmapped_code'],
    ['7,S1,HS,2024-09-03,Fighting,,minor,,,,-1,', '2 actionLengthDays row.invalid_number'],
    [',S1,HS,2024-09-03,Fighting,,minor,,,,,', '2 incidentId row.missing_required_value'],
  ])('%s is refused', async (row, refusal) => {
    expect((await parse(`${row}\n`)).rejects).toEqual([refusal]);
  });

  it('without a level, or with one that no map names, is kept and told of', async () => {
    const rows = ['', '', 'L3', 'L3', 'L3', 'minor']
      .map((level, id) => `${id},S1,HS,2024-09-03,X,,${level},,,,,\n`)
      .join('');
    const parsed = await parse(rows);
    expect(parsed.rejected).toBe(0);
    expect(parsed.records.map(({ cells }) => cells['incidentLevel'])).toEqual([...Array(5).fill(undefined), 'minor']);
    expect(parsed.diagnostics.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
      ['row.missing_value', 'incidentLevel is empty in 2 rows'],
      ['row.unmapped_code', 'incidentLevel holds "L3" in 3 rows'],
    ]);
    expect(parsed.diagnostics.every(({ message }) => message.includes('count as minor'))).toBe(true);
  });

  it('has the level of the tenant’s code map', async () => {
    const parsed = await parse(
      '1,S1,HS,2024-09-03,X,,L3,,,,,\n',
      tenant({ incidentLevel: { L3: { incidentLevel: 'major' } } }),
    );
    expect(parsed).toMatchObject({ records: [{ cells: { incidentLevel: 'major' } }], notices: [] });
  });

  it('without a participation code is kept without one, or with what the tenant declares', async () => {
    const row = '1,S1,HS,2024-09-03,X,,major,,,,,\n2,S2,HS,2024-09-03,X,Witness,major,,,,,\n';
    const codes = async (declared?: Parameters<typeof parse>[1]) =>
      (await parse(row, declared)).records.map(({ cells }) => cells['participationCode']);
    expect(await codes()).toEqual([undefined, 'Witness']);
    expect(await codes(tenant({ participationCode: { '': { participationCode: 'Perpetrator' } } }))).toEqual([
      'Perpetrator',
      'Witness',
    ]);
  });

  it('that is refused protects the stored record under the action its code stands for', async () => {
    const parsed = await parse('1,S1,HS,2024-09-03,,,,,Expulsion,2024-09-04,,\n');
    expect(parsed.protectedKeys[0]).toEqual({
      cells: {
        incidentId: '1',
        studentSourcedId: 'S1',
        schoolSourcedId: 'HS',
        disciplineAction: 'Expulsion',
        actionType: 'expulsion',
        actionStartDate: '2024-09-04',
      },
      unreadable: [],
    });
  });

  it('never has its description in a message', async () => {
    const parsed = await parse('1,S1,HS,soon,X,,?,he said it,,,,\n');
    expect(JSON.stringify(parsed.diagnostics)).not.toContain('he said');
  });
});
