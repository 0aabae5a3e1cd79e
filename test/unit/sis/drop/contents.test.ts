import { describe, expect, it } from 'vitest';
import { checkAgainstManifest, contentsOf } from '../../../../shared/sis/drop/contents.ts';
import { inferManifest } from '../../../../shared/sis/manifest/inferManifest.ts';
import { fileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';

const mapping = { files: [fileMapping.parse({ source: 'ATT*.txt', target: 'attendanceEvents' })] };

describe('the files of a drop', () => {
  it('are sorted by what they are, in the order in which they are read', () => {
    const contents = contentsOf([
      'attendanceEvents.csv',
      'resources.csv',
      'manifest.csv',
      'orgs.csv',
      'calendarDates.csv',
    ]);
    expect(contents.tables.map((table) => table.fileName)).toEqual([
      'orgs.csv',
      'calendarDates.csv',
      'attendanceEvents.csv',
    ]);
    expect(contents).toMatchObject({ setAside: ['resources'], hasManifest: true, diagnostics: [] });
  });

  it('that nobody knows are told and passed over', () => {
    const { tables, diagnostics } = contentsOf(['Orgs.csv', 'orgs', 'readme.txt']);
    expect(tables).toEqual([]);
    expect(diagnostics.map(({ severity, file, code }) => [severity, file, code])).toEqual([
      ['notice', 'Orgs.csv', 'package.unknown_file'],
      ['notice', 'orgs', 'package.unknown_file'],
      ['notice', 'readme.txt', 'package.unknown_file'],
    ]);
  });

  it('whose names only differ in case are told how to be written', () => {
    const { diagnostics } = contentsOf(['Orgs.csv', 'USERS.CSV', 'Manifest.csv', 'orgs', 'lunch.csv']);
    expect(diagnostics.map(({ message }) => message.match(/write exactly (.+)\.$/)?.[1])).toEqual([
      'manifest.csv',
      'orgs.csv',
      'users.csv',
      undefined,
      undefined,
    ]);
  });

  it('that nobody knows are not missing when the manifest announces them', () => {
    const manifest = { ...inferManifest([]), files: new Map([['lunch', 'bulk']] as const) };
    expect(checkAgainstManifest(manifest, contentsOf(['lunch.csv']))).toEqual([]);
    expect(checkAgainstManifest(manifest, contentsOf([]))).toMatchObject([{ code: 'manifest.file_missing' }]);
  });

  it('can have a source’s own names', () => {
    const [table] = contentsOf(['ATT2024.txt'], mapping).tables;
    expect([table?.spec.name, table?.sources[0]?.mapping?.target]).toEqual(['attendanceEvents', 'attendanceEvents']);
  });

  it('for one table are one file', () => {
    const { diagnostics } = contentsOf(['ATT1.txt', 'ATT2.txt'], mapping);
    expect(diagnostics).toMatchObject([{ severity: 'rejected', file: 'ATT2.txt', code: 'package.duplicate_file' }]);
  });

  it('fill one table together where the mapping names each of them, and several tables where it takes one twice', () => {
    const people = {
      files: [
        fileMapping.parse({ source: 'Students*.csv', target: 'users' }),
        fileMapping.parse({ source: 'Teachers.csv', target: 'users' }),
        fileMapping.parse({ source: 'Students*.csv', target: 'schoolEnrollments' }),
      ],
    };
    const { tables, diagnostics } = contentsOf(['Teachers.csv', 'Students.csv'], people);
    expect(tables.map(({ fileName, spec, sources }) => [fileName, spec.name, sources.length])).toEqual([
      ['Students.csv + Teachers.csv', 'users', 2],
      ['Students.csv', 'schoolEnrollments', 1],
    ]);
    expect(diagnostics).toEqual([]);
    expect(contentsOf(['Students.csv', 'Teachers.csv', 'users.csv'], people).diagnostics).toMatchObject([
      { file: 'users.csv', code: 'package.duplicate_file' },
    ]);
    expect(contentsOf(['Students1.csv', 'Students2.csv', 'Teachers.csv'], people).diagnostics).toMatchObject([
      { file: 'Students2.csv', code: 'package.duplicate_file' },
      { file: 'Students2.csv', code: 'package.duplicate_file' },
    ]);
  });

  it('that a table also needs hold the drop when they are not there, unless they are optional', () => {
    const entry = (more: object) => fileMapping.parse({ target: 'attendanceEvents', ...more });
    const files = [
      entry({ source: 'ATT.csv', joins: [{ source: 'CODES*.csv', on: { code: 'id' }, columns: { text: 'text' } }] }),
      entry({ source: 'OLD.csv' }),
      entry({ source: 'EXTRA.csv', optional: true }),
    ];
    const missing = (names: readonly string[]) => {
      const contents = contentsOf(names, { files });
      return checkAgainstManifest(inferManifest(names, { files }), contents).map(({ severity, file, code }) => [
        severity,
        file,
        code,
      ]);
    };
    expect(missing(['ATT.csv'])).toEqual([
      ['rejected', 'OLD.csv', 'package.source_missing'],
      ['rejected', 'CODES*.csv', 'package.source_missing'],
    ]);
    expect(missing(['ATT.csv', 'OLD.csv', 'codes_2024.csv'])).toEqual([]);
    expect(missing(['EXTRA.csv', 'OLD.csv'])).toEqual([['rejected', 'ATT.csv', 'package.source_missing']]);
    expect(contentsOf(['CODES1.csv'], { files })).toMatchObject({ tables: [], unknown: [], missing: [] });
  });

  it('are those that the manifest announces', () => {
    const manifest = inferManifest(['orgs.csv', 'users.csv', 'programs.csv']);
    const codes = checkAgainstManifest(manifest, contentsOf(['orgs.csv', 'roles.csv', 'programs.csv'])).map(
      ({ severity, code, message }) => `${severity} ${code} ${message.match(/\w+\.csv/)?.[0]}`,
    );
    expect(codes).toEqual(['rejected manifest.file_missing users.csv', 'notice manifest.file_unexpected roles.csv']);
  });
});
