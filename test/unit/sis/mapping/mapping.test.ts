import { describe, expect, it } from 'vitest';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { usersFile } from '../../../../shared/sis/files/users.ts';
import { inferManifest } from '../../../../shared/sis/manifest/inferManifest.ts';
import { codeMapsOf } from '../../../../shared/sis/mapping/codeMaps.ts';
import type { FileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import { type Mapping, readMapping } from '../../../../shared/sis/mapping/mapping.ts';
import { mappingsOf } from '../../../../shared/sis/mapping/sources.ts';
import { parseText } from '../parse/parseText.ts';

const CLEVER = {
  source: 'attendance_*.csv',
  target: 'attendanceEvents',
  columns: {
    Student_id: 'studentSourcedId',
    School_id: 'schoolSourcedId',
    Attendance_date: 'date',
    Attendance_status: 'category',
  },
  codes: { category: { absent: { category: 'Unexcused Absence', portionOfDay: 1 }, tardy: { category: 'Tardy' } } },
};

function mappingFrom(content: unknown): Mapping {
  const outcome = readMapping(content);
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome.mapping;
}

const fileMapping = (content: object): FileMapping => mappingFrom({ files: [content] }).files[0]!;

const parse = (spec: typeof usersFile, content: string | Uint8Array, mapping: FileMapping) =>
  parseText(spec, content, { context: { mapping, codes: codeMapsOf(spec.name, undefined, mapping) } });

describe('a mapping', () => {
  it('is refused with each value that its column cannot hold, and what it should be', () => {
    const outcome = readMapping({
      files: [
        {
          ...CLEVER,
          dateFormat: 'D/M/YYYY',
          constants: { portionOfDay: '7', period: '', date: '2024-09-03' },
          codes: { category: { U: { category: 'Absent' }, T: { category: 'Tardy', absenceClass: 'none' } } },
        },
      ],
    });
    expect('errors' in outcome && outcome.errors.map(({ path }) => path)).toEqual([
      'files.0.constants.portionOfDay',
      'files.0.constants.period',
      'files.0.constants.date',
      'files.0.codes.category.U.category',
      'files.0.codes.category.T.absenceClass',
    ]);
    expect(JSON.stringify(outcome)).toContain('portionOfDay cannot be \\"7\\": write a number from 0 to 1');
  });

  it('reads columns under other names and codes as what they mean', async () => {
    const text =
      'Student_id,School_id,Attendance_date,Attendance_status,Excuse_code\nS1,HS,2024-09-03,absent,x\nS2,HS,2024-09-03,tardy,\n';
    const parsed = await parse(attendanceEventsFile, text, fileMapping(CLEVER));
    expect(parsed.records.map((record) => record.cells)).toEqual([
      {
        studentSourcedId: 'S1',
        schoolSourcedId: 'HS',
        date: '2024-09-03',
        category: 'Unexcused Absence',
        portionOfDay: 1,
      },
      { studentSourcedId: 'S2', schoolSourcedId: 'HS', date: '2024-09-03', category: 'Tardy' },
    ]);
    expect(parsed.notices).toEqual(['table.unknown_column']);
  });

  it('reads delimiter, escapes, null tokens, dates and spaces as the source writes them', async () => {
    const mapping = fileMapping({
      source: 'ATT.txt',
      target: 'attendanceEvents',
      delimiter: '\t',
      quoteEscape: '\\',
      nullTokens: ['NULL', '\\N'],
      dateFormat: 'M/D/YYYY*',
      trim: true,
      constants: { schoolSourcedId: 'HS', category: 'Tardy' },
      columns: { ATT_DATE: 'date', STD: 'studentSourcedId' },
    });
    const text =
      'STD\tATT_DATE\treason\tperiod\n S1 \t9/3/2024 00:00:00\t"said \\"no\\""\tNULL\nS2\t9/4/2024\t\\N\t2\n';
    const parsed = await parse(attendanceEventsFile, text, mapping);
    expect(parsed.records.map((record) => record.cells)).toEqual([
      { studentSourcedId: 'S1', schoolSourcedId: 'HS', date: '2024-09-03', category: 'Tardy', reason: 'said "no"' },
      { studentSourcedId: 'S2', schoolSourcedId: 'HS', date: '2024-09-04', category: 'Tardy', period: '2' },
    ]);
  });

  it('reads CP1252', async () => {
    const mapping = fileMapping({ source: 'users.csv', target: 'users', encoding: 'cp1252' });
    const bytes = Uint8Array.from([
      ...Buffer.from('sourcedId,givenName,familyName\nS1,Zo'),
      0xeb,
      0x2c,
      0x80,
      0x92,
      0x0a,
    ]);
    const parsed = await parse(usersFile, bytes, mapping);
    expect(parsed.records[0]?.cells).toEqual({ sourcedId: 'S1', givenName: 'Zoë', familyName: '€’' });
  });

  it('lets a renamed column take the place of one of that name', async () => {
    const mapping = fileMapping({ source: 'users.csv', target: 'users', columns: { legalName: 'familyName' } });
    const parsed = await parse(usersFile, 'sourcedId,givenName,familyName,legalName\nS1,A,B,C\n', mapping);
    expect(parsed.records[0]?.cells['familyName']).toBe('C');
  });

  it('rejects codes it does not name', async () => {
    const text = 'Student_id,School_id,Attendance_date,Attendance_status\nS1,HS,2024-09-03,present\n';
    expect((await parse(attendanceEventsFile, text, fileMapping(CLEVER))).rejects).toEqual([
      '2 category row.unmapped_code',
    ]);
  });

  it('finds its file by pattern, whatever the case', () => {
    const mapping = mappingFrom({ files: [CLEVER] });
    expect(mappingsOf(mapping, 'Attendance_2024.csv').map(({ target }) => target)).toEqual(['attendanceEvents']);
    expect(mappingsOf(mapping, 'my_attendance_2024.csv')).toEqual([]);
    expect(mappingsOf(mapping, 'attendance_2024xcsv')).toEqual([]);
  });

  it('tells how files without a manifest are taken', () => {
    const mapping = mappingFrom({ files: [{ ...CLEVER, mode: 'delta' }] });
    expect([...inferManifest(['attendance_1.csv', 'orgs.csv'], mapping).files]).toEqual([
      ['orgs', 'bulk'],
      ['attendanceEvents', 'delta'],
    ]);
  });

  it('has every mistake told at once, with its place', () => {
    const outcome = readMapping({
      files: [
        { ...CLEVER, columns: { a: 'nope' }, delimiter: ',,', dateFormat: 'MM/YY' },
        { source: 'x', target: 'lunches', speed: 1 },
      ],
    });
    const paths = 'errors' in outcome ? outcome.errors.map((error) => error.path) : [];
    expect(paths).toEqual(
      expect.arrayContaining(['files.0.delimiter', 'files.0.dateFormat', 'files.1.target', 'files.1']),
    );
    expect(readMapping({ files: [{ ...CLEVER, columns: { a: 'nope' }, constants: { b: 1 } }] })).toEqual({
      errors: [
        { path: 'files.0.columns.a', message: 'attendanceEvents has no column "nope"' },
        { path: 'files.0.constants.b', message: 'attendanceEvents has no column "b"' },
      ],
    });
  });
});
