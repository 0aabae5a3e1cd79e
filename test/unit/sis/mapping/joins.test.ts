import { describe, expect, it } from 'vitest';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { MAX_JOINED_ROWS, readJoin } from '../../../../shared/sis/mapping/joinTable.ts';
import { chunks, fileMapping, parseMapped } from './parseMapped.ts';

describe('rows completed from a second file', () => {
  const ATTENDANCE = {
    source: 'ATTENDANCE.csv',
    target: 'attendanceEvents',
    nullTokens: ['NULL'],
    joins: [
      {
        source: 'ATTENDANCE_CODE.csv',
        on: { Attendance_CodeID: 'ID' },
        columns: { Att_Code: 'Code' },
        delimiter: '\t',
      },
      { source: 'STUDENTS.csv', on: { StudentID: 'ID', SchoolID: 'SchoolID' }, columns: { Student_Number: 'Number' } },
    ],
    columns: { Number: 'studentSourcedId', SchoolID: 'schoolSourcedId', Att_Date: 'date', Code: 'category' },
    codes: { category: { U: { category: 'Unexcused Absence', portionOfDay: 1 } } },
  };
  const CODES = 'ID\tAtt_Code\tDescription\n1\tU\tUnexcused\n2\tX\tOdd\n3\tNULL\tPresent\n4\tU\t\n4\tX\t\n';
  const STUDENTS = 'SchoolID,ID,Student_Number\nHS,71,5001\nMS,71,5002\n';
  const rows = (...lines: readonly string[]) => `SchoolID,StudentID,Att_Date,Attendance_CodeID\n${lines.join('\n')}\n`;

  it('get its cells, which pass through code maps', async () => {
    const text = rows('HS,71,2024-09-03,1', 'MS,71,2024-09-03,1', 'HS,71,2024-09-04,2', 'HS,71,2024-09-05,3');
    const parsed = await parseMapped(attendanceEventsFile, text, ATTENDANCE, CODES, STUDENTS);
    expect(parsed.records.map(({ cells, line }) => [line, cells['studentSourcedId'], cells['portionOfDay']])).toEqual([
      [2, '5001', 1],
      [3, '5002', 1],
    ]);
    expect(parsed.rejects).toEqual(['4 category row.unmapped_code', '5 category row.missing_required_value']);
  });

  it('with a key that it does not have, or has twice, are rejected and counted, and nothing stored is taken away', async () => {
    const text = rows('HS,71,2024-09-03,9', 'HS,72,2024-09-03,1', 'HS,71,2024-09-03,4', 'HS,71,2024-09-04,NULL');
    const parsed = await parseMapped(attendanceEventsFile, text, ATTENDANCE, CODES, STUDENTS);
    expect(parsed.rejects).toEqual([
      '2 Attendance_CodeID row.unknown_key',
      '3 StudentID row.unknown_key',
      '4 Attendance_CodeID row.ambiguous_key',
      '5 category row.missing_required_value',
    ]);
    expect(parsed.notices).toEqual(['row.unknown_key', 'row.unknown_key']);
    expect(parsed.diagnostics.at(-2)?.message).toContain('2 rows were rejected because ATTENDANCE_CODE.csv');
    expect(parsed.protectedKeys.slice(0, 3).map(({ unreadable }) => unreadable.includes('studentSourcedId'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(parsed.protectedKeys[0]?.cells).toMatchObject({ schoolSourcedId: 'HS', date: '2024-09-03' });
    expect(JSON.stringify(parsed.diagnostics)).not.toMatch(/71|72/);
  });

  it('need it whole, and not too large', async () => {
    const mapping = fileMapping(ATTENDANCE);
    const read = (text: string) => readJoin(mapping.joins[0]!, mapping, 'ATTENDANCE_CODE.csv', chunks(text));
    await expect(read('ID\tDescription\n1\tx\n')).rejects.toThrow('Its header has no column "Att_Code"');
    await expect(read('')).rejects.toThrow('It is empty');
    await expect(read('ID\tAtt_Code\n1\n')).rejects.toThrow('Line 2 is damaged');
    await expect(read('ID\tAtt_Code\n1\t"U\n')).rejects.toThrow('ends inside a quoted cell');
    expect((await read('\uFEFFid\tATT_CODE\n1\tU')).find('1')).toEqual(['U']);
    async function* many() {
      yield Buffer.from('ID\tAtt_Code\n');
      for (let id = 0; id <= MAX_JOINED_ROWS; id += 1000)
        yield Buffer.from(Array.from({ length: 1000 }, (_, index) => `${id + index}\tU\n`).join(''));
    }
    await expect(readJoin(mapping.joins[0]!, mapping, 'ATTENDANCE_CODE.csv', many())).rejects.toThrow(
      'more than 500000 rows',
    );
  });
});
