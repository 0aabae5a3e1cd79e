import { describe, expect, it } from 'vitest';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { usersFile } from '../../../../shared/sis/files/users.ts';
import { parseMapped } from './parseMapped.ts';

describe('a file with other rows in it', () => {
  const users = (more: object) => ({ source: 'u.csv', target: 'users', ...more });

  it('has those passed over that the mapping does not select, and counts them', async () => {
    const text = 'id,first,last,deleted\nS1,A,B,0\nS2,A,B,1\nS3,A,B,\nS4,A,B,0,x\n';
    const parsed = await parseMapped(
      usersFile,
      text,
      users({ only: { deleted: ['0', ''] }, columns: { id: 'sourcedId', first: 'givenName', last: 'familyName' } }),
    );
    expect(parsed.records.map(({ line }) => line)).toEqual([2, 4]);
    expect(parsed).toMatchObject({ rows: 3, rejects: ['5 table.row_width_mismatch'] });
    expect(parsed.diagnostics.at(-1)).toMatchObject({
      code: 'row.not_selected',
      message: expect.stringContaining('1 row was passed over'),
    });
  });

  it('is read from its header on', async () => {
    const text = 'Report of students\n\n"Printed, 9/3/2024"\nsourcedId,givenName,familyName\nS1,A,B\nS 2,A,B\n';
    const parsed = await parseMapped(usersFile, text, users({ skipRows: 2 }));
    expect(parsed.records.map(({ line }) => line)).toEqual([5]);
    expect(parsed.rejects).toEqual(['6 sourcedId row.invalid_guid']);
  });

  it('without a header has the names that the mapping gives', async () => {
    const header = ['sourcedId', 'givenName', 'familyName'];
    const parsed = await parseMapped(usersFile, 'S1,A,B\nS2,A\n', users({ header }));
    expect(parsed.records).toMatchObject([{ line: 1, cells: { sourcedId: 'S1' } }]);
    expect(parsed).toMatchObject({ rows: 2, rejects: ['2 table.row_width_mismatch'] });
  });

  it('may write its columns in other letters than the mapping, but not the target’s own', async () => {
    const parsed = await parseMapped(
      usersFile,
      ' STUDENT_ID ,First,LAST\nS1,A,B\n',
      users({ columns: { Student_ID: 'sourcedId', first: 'givenName', last: 'familyName' } }),
    );
    expect(parsed.records).toHaveLength(1);
    const other = await parseMapped(
      usersFile,
      'SOURCEDID,First,LAST\nS1,A,B\n',
      users({ columns: { first: 'givenName', last: 'familyName' } }),
    );
    expect(other.rejects).toEqual(['1 sourcedId table.missing_header']);
  });

  it('whose status is about something else is not taken for deletions', async () => {
    const text = 'sourcedId,givenName,familyName,status\nS1,A,B,I\nS2,A,B,inactive\n';
    expect((await parseMapped(usersFile, text, users({}))).records.map(({ deleted }) => deleted)).toEqual([
      false,
      false,
    ]);
  });
});

describe('dates in another format than the mapping says', () => {
  const days = (...dates: readonly string[]) =>
    `studentSourcedId,schoolSourcedId,date,category\n${dates.map((date, index) => `S${index},HS,${date},Tardy`).join('\n')}\n`;
  const read = (dateFormat: string, ...dates: readonly string[]) =>
    parseMapped(attendanceEventsFile, days(...dates), { source: 'a.csv', target: 'attendanceEvents', dateFormat });
  const hints = async (dateFormat: string, ...dates: readonly string[]) => {
    const parsed = await read(dateFormat, ...dates);
    return parsed.diagnostics.filter(({ code }) => code === 'row.date_format').map(({ message }) => message);
  };

  it('are told with the format that reads them', async () => {
    const [message, ...more] = await hints('M/D/YYYY', '3/9/2024', '13/9/2024', '30/9/2024', '2/9/2024');
    expect(more).toEqual([]);
    expect(message).toContain(
      '2 rows were rejected because they are no dates as M/D/YYYY, and all of them are dates as D/M/YYYY',
    );
    expect(message).toContain('rows that were read have wrong days too');
    expect(await hints('YYYY-MM-DD', '20240903', '20240904')).toMatchObject([
      expect.stringContaining('dates as YYYYMMDD'),
    ]);
    expect(await hints('YYYY-MM-DD', '2024-09-03T00:00:00', '2024-09-04 00:00')).toMatchObject([
      expect.stringContaining('YYYY-MM-DD*'),
    ]);
  });

  it('are refused with the format that the mapping says', async () => {
    const { diagnostics } = await read('D/M/YYYY', '10/14/2021', '');
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'date holds "10/14/2021": write a date of the calendar as D/M/YYYY.',
      'date is empty and must not be: write a date of the calendar as D/M/YYYY.',
    ]);
  });

  it('are not guessed at from one row, or from rows that agree in nothing', async () => {
    expect(await hints('M/D/YYYY', '13/9/2024')).toEqual([]);
    expect(await hints('M/D/YYYY', '13/9/2024', 'soon', '2024-09-03')).toEqual([]);
  });
});
