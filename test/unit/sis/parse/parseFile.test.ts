import { describe, expect, it } from 'vitest';
import { calendarDatesFile } from '../../../../shared/sis/files/calendarDates.ts';
import { caseloadsFile } from '../../../../shared/sis/files/caseloads.ts';
import { schoolEnrollmentsFile } from '../../../../shared/sis/files/schoolEnrollments.ts';
import { usersFile } from '../../../../shared/sis/files/users.ts';
import { parseText } from './parseText.ts';

const ENROLLMENT = 'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,gradeLevel\n';
const DAYS = 'schoolSourcedId,date,calendarEvent\n';

describe('rows', () => {
  it('become numbers, days and words, with the physical line on which they begin', async () => {
    const text = `\uFEFF${ENROLLMENT}S1,HS,2021-08-23,,9\r\n\r\n"S2",HS,2021-08-24,2022-01-03,10\r\n`;
    const parsed = await parseText(schoolEnrollmentsFile, text);
    expect(parsed.records).toEqual([
      {
        cells: { studentSourcedId: 'S1', schoolSourcedId: 'HS', entryDate: '2021-08-23', gradeLevel: '09' },
        line: 2,
        deleted: false,
      },
      {
        cells: {
          studentSourcedId: 'S2',
          schoolSourcedId: 'HS',
          entryDate: '2021-08-24',
          exitWithdrawDate: '2022-01-03',
          gradeLevel: '10',
        },
        line: 4,
        deleted: false,
      },
    ]);
    expect(parsed).toMatchObject({ rows: 2, rejected: 0, truncated: false, unusable: false, diagnostics: [] });
  });

  it('are the same however the file arrives', async () => {
    const text = `${ENROLLMENT}S1,HS,2021-08-23,,\n"S2","H\nS",x,,\nS3,HS,2021-08-23,,"12"\n`;
    const whole = await parseText(schoolEnrollmentsFile, text, { chunkBytes: 10_000 });
    for (const chunkBytes of [1, 2, 3, 5]) {
      expect(await parseText(schoolEnrollmentsFile, text, { chunkBytes })).toEqual(whole);
    }
    expect(whole).toMatchObject({ rows: 3, rejected: 1, rejects: ['3 schoolSourcedId row.invalid_guid'] });
    expect(whole.records.map((record) => record.line)).toEqual([2, 5]);
  });

  it.each([
    ['HS,2021-09-31,holiday', 'date row.invalid_date'],
    ['HS,2021-9-3,holiday', 'date row.invalid_date'],
    ['H S,2021-09-30,holiday', 'schoolSourcedId row.invalid_guid'],
    ['HS,2021-09-30,Vacation', 'calendarEvent row.unmapped_code'],
    ['HS,2021-09-30,', 'calendarEvent row.missing_required_value'],
    [',2021-09-30,holiday', 'schoolSourcedId row.missing_required_value'],
    ['HS,2021-09-30', 'table.row_width_mismatch'],
    ['HS,2021-09-30,holiday,', 'table.row_width_mismatch'],
    ['"H"S,2021-09-30,holiday', 'csv.stray_quote'],
    ['H\rS,2021-09-30,holiday', 'csv.bare_carriage_return'],
    ['H\0S,2021-09-30,holiday', 'csv.nul_byte'],
  ])('%j are rejected for one reason: %s', async (row, reason) => {
    const parsed = await parseText(calendarDatesFile, `${DAYS}HS,2021-09-29,holiday\n${row}\nHS,2021-10-01,holiday\n`);
    expect(parsed.rejects).toEqual([`3 ${reason}`]);
    expect(parsed).toMatchObject({ rows: 3, rejected: 1, truncated: false });
    expect(parsed.records.map((record) => record.line)).toEqual([2, 4]);
  });

  it('with bytes that are not UTF-8 are rejected', async () => {
    const bytes = new TextEncoder().encode('sourcedId,givenName,familyName\nS1,Zo?,Ng\nS2,Zoë,Ng\n');
    bytes[bytes.indexOf(0x3f)] = 0xeb;
    const parsed = await parseText(usersFile, bytes);
    expect(parsed.rejects).toEqual(['2 csv.invalid_utf8']);
    expect(parsed.records.map((record) => record.cells['givenName'])).toEqual(['Zoë']);
  });

  it('whose exit lies before their entry are rejected', async () => {
    const parsed = await parseText(
      schoolEnrollmentsFile,
      `${ENROLLMENT}S1,HS,2021-08-23,2021-08-22,\nS2,HS,2021-08-23,2021-08-23,\n`,
    );
    expect(parsed.rejects).toEqual(['2 exitWithdrawDate row.exit_before_entry']);
  });
});

describe('the key of a rejected row', () => {
  it('is protected, so that an error is no withdrawal', async () => {
    const parsed = await parseText(schoolEnrollmentsFile, `${ENROLLMENT}S1,HS,2021-08-23,,99\n`);
    expect(parsed.protectedKeys).toEqual([
      { cells: { studentSourcedId: 'S1', schoolSourcedId: 'HS', entryDate: '2021-08-23' }, unreadable: [] },
    ]);
  });

  it('is protected as far as it can be read', async () => {
    const parsed = await parseText(schoolEnrollmentsFile, `${ENROLLMENT}S1,HS,23.8.2021,,\nS2,HS\n`);
    expect(parsed.protectedKeys).toEqual([
      { cells: { studentSourcedId: 'S1', schoolSourcedId: 'HS' }, unreadable: ['entryDate'] },
      { cells: { studentSourcedId: 'S2', schoolSourcedId: 'HS' }, unreadable: ['entryDate'] },
    ]);
  });

  it('counts an empty optional column as missing, not as unreadable', async () => {
    const parsed = await parseText(caseloadsFile, 'staffSourcedId,studentSourcedId,role,endDate\nT1,S1,mentor,x\n');
    expect(parsed.protectedKeys).toEqual([
      { cells: { staffSourcedId: 'T1', studentSourcedId: 'S1', role: 'mentor' }, unreadable: [] },
    ]);
  });
});

describe('the header', () => {
  it.each([
    ['', '1 table.missing_header'],
    ['\n\n', '1 table.missing_header'],
    ['schoolSourcedId,date\nHS,2021-09-30\n', '1 calendarEvent table.missing_header'],
    ['schoolSourcedId,Date,calendarEvent\nHS,2021-09-30,holiday\n', '1 date table.missing_header'],
    ['schoolSourcedId,date,calendarEvent,date\nHS,2021-09-30,holiday,\n', '1 date table.duplicate_header'],
    ['schoolSourcedId,date,calendarEvent\rHS,2021-09-30,holiday\r', '1 csv.bare_carriage_return'],
  ])('of %j cannot be used: %s', async (text, reason) => {
    const parsed = await parseText(calendarDatesFile, text);
    expect(parsed.rejects).toEqual([reason]);
    expect(parsed).toMatchObject({ unusable: true, records: [], truncated: false });
    expect(parsed.rejected).toBe(parsed.rows);
  });

  it('of UTF-16 is told as what it is', async () => {
    const parsed = await parseText(calendarDatesFile, Uint8Array.from(Buffer.from(`\uFEFF${DAYS}`, 'utf16le')));
    expect(parsed.rejects).toEqual(['1 csv.wrong_encoding']);
    expect(JSON.stringify(parsed.diagnostics)).toContain('set encoding to \\"utf-16\\" in the mapping');
    expect(parsed.unusable).toBe(true);
  });

  it('that is missing never shows the row that stands in its place', async () => {
    const parsed = await parseText(usersFile, 'S1,Tyrone,Dyer\n');
    expect(JSON.stringify(parsed.diagnostics)).not.toMatch(/Tyrone|Dyer|S1/);
  });

  it('names unknown columns once, and passes over what the standard has beyond the table', async () => {
    const text = 'sourcedId,givenName,familyName,password,locker,metadata.bus,shoeSize\nS1,A,B,secret,12,7,39\n';
    const parsed = await parseText(usersFile, text);
    expect(parsed.notices).toEqual(['table.unknown_column']);
    expect(parsed.diagnostics[0]?.message).toContain('"locker", "shoeSize"');
    expect(parsed.records[0]?.cells).toEqual({
      sourcedId: 'S1',
      givenName: 'A',
      familyName: 'B',
      metadata: '{"bus":"7"}',
    });
  });

  it('out of OneRoster order is a notice in 1.2 and nothing in 1.1', async () => {
    const text = 'givenName,sourcedId,familyName,role,orgSourcedIds\nA,S1,B,student,HS\n';
    expect((await parseText(usersFile, text)).notices).toEqual(['table.column_order']);
    const older = await parseText(usersFile, text, { version: '1.1' });
    expect(older).toMatchObject({ diagnostics: [], rows: 1, rejected: 0 });
  });

  it('without rows is a notice', async () => {
    const parsed = await parseText(calendarDatesFile, DAYS);
    expect(parsed).toMatchObject({ rows: 0, rejected: 0, unusable: false, notices: ['table.missing_data_rows'] });
  });
});

describe('OneRoster 1.1', () => {
  it('needs the role and organizations in users.csv, 1.2 does not', async () => {
    const text = 'sourcedId,givenName,familyName,role,orgSourcedIds\nS1,A,B,,HS\nS2,A,B,teacher,"HS,MS"\n';
    expect((await parseText(usersFile, text, { version: '1.1' })).rejects).toEqual([
      '2 role row.missing_required_value',
    ]);
    expect((await parseText(usersFile, text)).rejects).toEqual([]);
  });
});

describe('status in a bulk file', () => {
  const text =
    'sourcedId,status,dateLastModified,givenName,familyName,role,orgSourcedIds\n' +
    'S1,active,x,A,B,student,HS\nS2,inactive,,A,B,student,HS\nS3,,,A,B,student,HS\nS4,tobedeleted,,,,,\nS5,gone,,A,B,student,HS\n';

  it('deletes what is inactive or tobedeleted, and is expected in 1.1', async () => {
    const parsed = await parseText(usersFile, text, { version: '1.1' });
    expect(parsed.records.map(({ cells, deleted }) => [cells['sourcedId'], deleted])).toEqual([
      ['S1', false],
      ['S2', true],
      ['S3', false],
      ['S4', true],
    ]);
    expect(parsed.rejects).toEqual(['6 status row.invalid_enum']);
    expect(parsed.notices).toEqual(['row.deleted_in_bulk']);
  });

  it('is a notice in 1.2', async () => {
    const parsed = await parseText(usersFile, text);
    expect(parsed.notices).toEqual(['row.field_forbidden_in_bulk', 'row.deleted_in_bulk']);
  });

  it('is as much of one where only dateLastModified is given', async () => {
    const dated = 'sourcedId,status,dateLastModified,givenName,familyName\nS1,,2024-09-03T06:00:00Z,A,B\nS2,,,A,B\n';
    const parsed = await parseText(usersFile, dated);
    expect(parsed.notices).toEqual(['row.field_forbidden_in_bulk']);
    expect(parsed.records.map(({ deleted }) => deleted)).toEqual([false, false]);
  });
});

describe('a delta file', () => {
  const header = 'schoolSourcedId,date,calendarEvent,status,dateLastModified\n';
  const delta = (rows: string) => parseText(calendarDatesFile, header + rows, { mode: 'delta' });

  it('deletes by key alone', async () => {
    const parsed = await delta(
      'HS,2021-09-30,,tobedeleted,2021-10-01T05:00:00Z\nHS,2021-10-01,holiday,active,2021-10-01T05:00:00.000Z\n',
    );
    expect(parsed.records.map((record) => record.deleted)).toEqual([true, false]);
    expect(parsed.rejects).toEqual([]);
  });

  it.each([
    ['HS,2021-09-30,holiday,,2021-10-01T05:00:00Z', 'status row.field_required_in_delta'],
    ['HS,2021-09-30,holiday,active,', 'dateLastModified row.field_required_in_delta'],
    ['HS,2021-09-30,holiday,active,yesterday', 'dateLastModified row.invalid_datetime'],
    ['HS,2021-09-30,holiday,active,2021-13-01T05:00:00Z', 'dateLastModified row.invalid_datetime'],
    ['HS,2021-09-30,holiday,done,2021-10-01T05:00:00Z', 'status row.invalid_enum'],
    ['HS,,,tobedeleted,2021-10-01T05:00:00Z', 'date row.missing_required_value'],
  ])('rejects %s: %s', async (row, reason) => {
    expect((await delta(`${row}\n`)).rejects).toEqual([`2 ${reason}`]);
  });

  it('needs both columns', async () => {
    const parsed = await parseText(calendarDatesFile, `${DAYS}HS,2021-09-30,holiday\n`, { mode: 'delta' });
    expect(parsed.rejects).toEqual(['1 status table.missing_header', '1 dateLastModified table.missing_header']);
    expect(parsed).toMatchObject({ rows: 1, rejected: 1, unusable: true });
  });
});

describe('a file that was cut off', () => {
  it('inside a quoted cell is truncated, and its last record counts as a rejected row', async () => {
    const parsed = await parseText(calendarDatesFile, `${DAYS}HS,2021-09-30,holiday\nHS,2021-10-01,"hol`);
    expect(parsed).toMatchObject({ rows: 2, rejected: 1, truncated: true, rejects: ['3 csv.unclosed_quote'] });
  });

  it('inside its last row is truncated when that row cannot be read', async () => {
    const parsed = await parseText(calendarDatesFile, `${DAYS}HS,2021-09-30,holiday\nHS,2021-10`);
    expect(parsed).toMatchObject({ rows: 2, rejected: 1, truncated: true, notices: ['csv.cut_off'] });
  });

  it('is not every file without a last line end', async () => {
    expect(await parseText(calendarDatesFile, `${DAYS}HS,2021-09-30,holiday`)).toMatchObject({
      rows: 1,
      truncated: false,
    });
  });
});
