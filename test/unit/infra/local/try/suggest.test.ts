import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../../../infra/local/try/suggest/draft.ts';
import { suggestForFolder, summaryOf } from '../../../../../infra/local/try/suggest/suggestMapping.ts';
import { resolveMapping } from '../../../../../infra/mappings.ts';
import { ASPEN, type Export, lines, POWERSCHOOL, readExport } from '../../mappings/export.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waymark-suggest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function suggested(files: Export): Promise<Suggestion> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return suggestForFolder(folder);
}

/** The draft with every ? replaced; columns that are not decided become constants. */
function finished({ draft }: Suggestion, answers: Readonly<Record<string, string>>): unknown {
  const text = JSON.stringify(draft, (key, value) => (value === '?' ? (answers[key] ?? value) : value));
  return JSON.parse(text);
}

describe('a suggested mapping', () => {
  it('finds targets, columns and how files are written, and marks what a person must say', async () => {
    const suggestion = await suggested({
      'Absences.txt': lines(
        'Student Number|School Code|Absence Date|Att_Code|Locker',
        '5001|201|13.9.2024|U|\\N',
        '5002|201|3.9.2024|E|12',
        '5002|201|4.9.2024|E|\\N',
      ),
      'Students.csv': Buffer.from(lines('Student Number;First Name;Last Name', '5001;Zo\xeb;Ruiz'), 'latin1'),
      'lunch.csv': lines('meal,price', 'soup,3'),
    });
    expect(suggestion.readyMade).toBeUndefined();
    expect(suggestion.draft).toEqual({
      files: [
        {
          source: 'Absences.txt',
          target: 'attendanceEvents',
          delimiter: '|',
          nullTokens: ['\\N'],
          dateFormat: 'D.M.YYYY',
          columns: {
            'Student Number': 'studentSourcedId',
            'School Code': 'schoolSourcedId',
            'Absence Date': 'date',
            Att_Code: 'category',
          },
          codes: { category: { E: { category: '?' }, U: { category: '?' } } },
        },
        {
          source: 'Students.csv',
          target: 'users',
          delimiter: ';',
          encoding: 'cp1252',
          columns: { 'Student Number': 'sourcedId', 'First Name': 'givenName', 'Last Name': 'familyName' },
        },
      ],
      unplaced: {
        'Absences.txt (attendanceEvents)': { columns: ['Locker'], codes: { category: { E: 2, U: 1 } } },
        'lunch.csv': { file: 'looks like no file of the drop' },
      },
    });
    expect(suggestion.open.map(({ path }) => path)).toEqual([
      'files.0.codes.category.E.category',
      'files.0.codes.category.U.category',
    ]);
  });

  it('is refused until it is finished, and then reads the export', async () => {
    const files = { 'Absences.csv': lines('Student_ID,School_ID,Date,Code', '5001,201,2024-09-13,U') };
    const suggestion = await suggested(files);
    const refused = resolveMapping(suggestion.draft);
    expect('errors' in refused && refused.errors).toEqual([
      { path: 'files.0.codes.category.U.category', message: expect.stringContaining('say what it means for category') },
    ]);
    const resolved = resolveMapping(finished(suggestion, { category: 'Unexcused Absence' }));
    if ('errors' in resolved) throw new Error(JSON.stringify(resolved.errors));
    const { rows, rejects } = await readExport(resolved.mapping, files);
    expect([rows['attendanceEvents'], rejects]).toMatchObject([
      [{ studentSourcedId: '5001', category: 'Unexcused Absence' }],
      [],
    ]);
  });

  it('never decides which of two numbers is the day', async () => {
    const days = (...dates: readonly string[]) =>
      lines('School_ID,Date,In_Session', ...dates.map((date) => `201,${date},instructionalDay`));
    const { draft, files, open } = await suggested({ 'Calendar.csv': days('3/9/2024', '4/9/2024') });
    expect(draft['files']).toMatchObject([{ dateFormat: '?' }]);
    expect(files[0]?.dateFormats).toEqual(['M/D/YYYY', 'D/M/YYYY']);
    expect(open.map(({ path }) => path)).toEqual(['files.0.dateFormat']);
    writeFileSync(join(folder, 'Calendar.csv'), days('3/9/2024', '13/9/2024'));
    expect((await suggestForFolder(folder)).draft['files']).toMatchObject([{ dateFormat: 'D/M/YYYY' }]);
  });

  it('names required columns that nothing was found for', async () => {
    const { draft, open } = await suggested({ 'Schools.csv': lines('School_ID,School_Name', '201,Lincoln') });
    expect(draft['files']).toMatchObject([{ columns: { '?type': 'type' } }]);
    expect(open).toMatchObject([{ path: 'files.0.columns.?type', message: expect.stringContaining('holds type') }]);
  });

  it('stands on a ready-made mapping where the files fit it, with the codes that are the district’s own', async () => {
    const suggestion = await suggested(POWERSCHOOL);
    expect(suggestion.readyMade).toBe('powerschool');
    expect(suggestion.draft).toMatchObject({
      extends: 'powerschool',
      files: [{ name: 'attendance', codes: { category: { A: { category: '?' }, ZZ: { category: '?' } } } }],
    });
    expect(suggestion.draft).not.toHaveProperty('omit');
    expect(suggestion.open).toHaveLength(2);
    const students = lines('ID,Student_Number,First_Name,Last_Name,SchoolID,EntryDate', '1,5001,A,B,201,08/26/2024');
    const bare = await suggested({ ...POWERSCHOOL, 'STUDENTS.csv': students });
    expect(bare.files.flatMap(({ file, target }) => (file === 'STUDENTS.csv' ? [target] : []))).toEqual([
      'users',
      'schoolEnrollments',
    ]);
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'waymark-suggest-'));
    const aspen = await suggested(ASPEN);
    expect(aspen).toMatchObject({ readyMade: 'aspen', open: [], draft: { extends: 'aspen', files: [] } });
    expect(summaryOf(aspen, 'out.json')).toContain('Nothing is left to decide. Try it: --mapping out.json');
  });

  it('says nothing of anybody', async () => {
    const suggestion = await suggested({
      'Absences.csv': lines(
        'Student_ID,School_ID,Date,Code,Student_Name',
        '5001234,201,2024-09-13,Ruiz Avery Marie Lopez-Garcia the Third,Avery Ruiz',
      ),
    });
    expect(JSON.stringify(suggestion) + summaryOf(suggestion, 'x.json')).not.toMatch(/5001234|Ruiz|Avery/);
  });
});
