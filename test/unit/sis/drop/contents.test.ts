import { describe, expect, it } from 'vitest';
import { checkAgainstManifest, contentsOf } from '../../../../shared/sis/drop/contents.ts';
import { inferManifest } from '../../../../shared/sis/manifest/inferManifest.ts';
import { fileMapping } from '../../../../shared/sis/mapping/mapping.ts';

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
    expect([table?.spec.name, table?.mapping?.target]).toEqual(['attendanceEvents', 'attendanceEvents']);
  });

  it('for one table are one file', () => {
    const { diagnostics } = contentsOf(['ATT1.txt', 'ATT2.txt'], mapping);
    expect(diagnostics).toMatchObject([{ severity: 'rejected', file: 'ATT2.txt', code: 'package.duplicate_file' }]);
  });

  it('are those that the manifest announces', () => {
    const manifest = inferManifest(['orgs.csv', 'users.csv', 'programs.csv']);
    const codes = checkAgainstManifest(manifest, contentsOf(['orgs.csv', 'roles.csv', 'programs.csv'])).map(
      ({ severity, code, message }) => `${severity} ${code} ${message.match(/\w+\.csv/)?.[0]}`,
    );
    expect(codes).toEqual(['rejected manifest.file_missing users.csv', 'notice manifest.file_unexpected roles.csv']);
  });
});
