import { describe, expect, it } from 'vitest';
import { categoriesFile } from '../../../../shared/sis/files/categories.ts';
import { lineItemsFile } from '../../../../shared/sis/files/lineItems.ts';
import { resultsFile } from '../../../../shared/sis/files/results.ts';
import { parseText } from '../parse/parseText.ts';

const rowsOf = (headers: readonly string[] | undefined, ...rows: string[]) =>
  `${headers?.join()}\n${rows.join('\n')}\n`;

describe('categories', () => {
  it('have a weight from OneRoster 1.2 on', async () => {
    const now = await parseText(categoriesFile, rowsOf(categoriesFile.headers?.['1.2'], 'C1,,,Tests,0.6'));
    expect(now.records[0]?.cells).toEqual({ sourcedId: 'C1', title: 'Tests', weight: 0.6 });
    const before = await parseText(
      categoriesFile,
      rowsOf(categoriesFile.headers?.['1.1'], 'C1,active,2024-09-03,Tests'),
      {
        version: '1.1',
      },
    );
    expect(before).toMatchObject({ records: [{ cells: { sourcedId: 'C1', title: 'Tests' } }], notices: [] });
  });

  it.each(['-1', 'much'])('never weigh %s', async (weight) => {
    expect(
      (await parseText(categoriesFile, rowsOf(['sourcedId', 'title', 'weight'], `C1,Tests,${weight}`))).rejects,
    ).toEqual(['2 weight row.invalid_number']);
  });
});

describe('line items', () => {
  const v11 = 'L1,,,Quiz,,2024-09-03,2024-09-10,K1,C1,GP1,0,20';
  const v12 = 'L1,,,Quiz,,2024-09-03,2024-09-10,K1,C1,GP1,0,20,HS';

  it('count in one session, whatever their version calls it', async () => {
    const cells = { academicSessionSourcedId: 'GP1', resultValueMin: 0, resultValueMax: 20, dueDate: '2024-09-10' };
    const before = await parseText(lineItemsFile, rowsOf(lineItemsFile.headers?.['1.1'], v11), { version: '1.1' });
    expect(before).toMatchObject({ records: [{ cells }], notices: [] });
    const now = await parseText(lineItemsFile, rowsOf(lineItemsFile.headers?.['1.2'], v12));
    expect(now).toMatchObject({ records: [{ cells: { ...cells, schoolSourcedId: 'HS' } }], notices: [] });
  });

  it('take the session of today’s name where a file has both', async () => {
    const header = 'sourcedId,title,assignDate,dueDate,classSourcedId,gradingPeriodSourcedId,academicSessionSourcedId';
    const parsed = await parseText(lineItemsFile, rowsOf([header], 'L1,Quiz,2024-09-03,2024-09-10,K1,OLD,NEW'));
    expect(parsed.records[0]?.cells['academicSessionSourcedId']).toBe('NEW');
  });

  it('that no score can reach are refused; those due before they are assigned are told of', async () => {
    const parsed = await parseText(
      lineItemsFile,
      rowsOf(
        lineItemsFile.headers?.['1.2'],
        v12.replace('0,20', '20,0'),
        v12.replace('0,20', '20,20'),
        v12.replace('L1', 'L2').replace('2024-09-10', '2024-09-02'),
        v12.replace('L1', 'L3').replace('2024-09-10', '2024-09-03'),
      ),
    );
    expect(parsed.rejects).toEqual(['2 resultValueMax row.maximum_below_minimum']);
    expect(parsed.diagnostics.at(-1)).toMatchObject({
      severity: 'notice',
      code: 'row.due_before_assigned',
      message: 'dueDate lies before assignDate in 1 row: the rows are kept as they are.',
    });
  });
});

describe('results', () => {
  const v12 = (status: string, flags: string) => `R1,,,L1,S1,${status},17.5,2024-09-11,well done,B+,K1,${flags}`;

  it('carry late, missing, incomplete and in progress from OneRoster 1.2 on', async () => {
    const text = rowsOf(resultsFile.headers?.['1.2'], v12('partially graded', 'true,false,TRUE,0'));
    expect((await parseText(resultsFile, text)).records[0]?.cells).toEqual({
      sourcedId: 'R1',
      lineItemSourcedId: 'L1',
      studentSourcedId: 'S1',
      scoreStatus: 'partially graded',
      score: 17.5,
      scoreDate: '2024-09-11',
      comment: 'well done',
      textScore: 'B+',
      classSourcedId: 'K1',
      inProgress: 1,
      incomplete: 0,
      late: 1,
      missing: 0,
    });
    const before = rowsOf(resultsFile.headers?.['1.1'], 'R1,,,L1,S1,submitted,17.5,2024-09-11,');
    expect(await parseText(resultsFile, before, { version: '1.1' })).toMatchObject({ rejected: 0, notices: [] });
  });

  it.each(['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted'])('can be %s', async (status) => {
    expect((await parseText(resultsFile, rowsOf(resultsFile.headers?.['1.2'], v12(status, ',,,')))).rejected).toBe(0);
  });

  it.each([
    [v12('graded', ',,,'), '2 scoreStatus row.invalid_enum'],
    [v12('submitted', 'maybe,,,'), '2 inProgress row.invalid_boolean'],
    [v12('submitted', ',,,').replace('2024-09-11', ''), '2 scoreDate row.missing_required_value'],
  ])('%s is refused', async (row, refusal) => {
    expect((await parseText(resultsFile, rowsOf(resultsFile.headers?.['1.2'], row))).rejects).toEqual([refusal]);
  });

  it('never repeat a comment in a message', async () => {
    const text = rowsOf(
      ['sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,scoreDate,comment'],
      'R1,L1,S1,x,2024-09-11,cried',
    );
    expect(JSON.stringify((await parseText(resultsFile, text)).diagnostics)).not.toContain('cried');
  });
});

describe('rows of OneRoster 1.1 files', () => {
  it('may carry a status in bulk, and inactive means deleted', async () => {
    const rows = [
      'C1,Active,2024-09-03,Tests',
      'C2,inactive,2024-09-03,Quizzes',
      'C3,TOBEDELETED,,Labs',
      'C4,,,Projects',
    ];
    const parsed = await parseText(categoriesFile, rowsOf(categoriesFile.headers?.['1.1'], ...rows), {
      version: '1.1',
    });
    expect(parsed.records.map(({ cells, deleted }) => [cells['sourcedId'], deleted])).toEqual([
      ['C1', false],
      ['C2', true],
      ['C3', true],
      ['C4', false],
    ]);
    expect(parsed.notices).toEqual(['row.deleted_in_bulk']);
  });

  it('are read by name in any order, where 1.2 tells of it', async () => {
    const text = rowsOf(['title', 'sourcedId'], 'Tests,C1');
    expect(await parseText(categoriesFile, text, { version: '1.1' })).toMatchObject({ rejected: 0, notices: [] });
    expect(await parseText(categoriesFile, text)).toMatchObject({ rejected: 0, notices: ['table.column_order'] });
  });
});
