import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { inferManifest } from '../../../../shared/sis/manifest/inferManifest.ts';
import { readManifest } from '../../../../shared/sis/manifest/readManifest.ts';
import { FILES, ONEROSTER_SET_ASIDE } from '../../../../shared/sis/registry.ts';

const TABLES_12 = FILES.filter(({ headers }) => headers).map(({ name }) => name);
const COMPLETE = [
  'propertyName,value',
  'manifest.version,1.0',
  'oneroster.version,1.2',
  ...[...TABLES_12, ...ONEROSTER_SET_ASIDE].map((file) => `file.${file},absent`),
];
const read = (...lines: string[]) =>
  readManifest(new TextEncoder().encode(`${[...COMPLETE, ...lines].join('\r\n')}\r\n`));
const codesOf = (manifest: ReturnType<typeof readManifest>) =>
  manifest.diagnostics.map(({ severity, code }) => `${severity} ${code}`);

describe('a manifest', () => {
  it('says what a drop carries', () => {
    const manifest = read(
      'file.attendanceEvents,delta',
      'file.attendanceEvents.from,2024-09-01',
      'file.attendanceEvents.to,2024-09-30',
      'waymark.generatedAt,2024-10-01T00:30:00-05:00',
      'waymark.schoolYear,2025',
      'waymark.rollover,true',
      'source.systemName,Any SIS',
    );
    expect(manifest).toMatchObject({
      version: '1.2',
      generatedAt: '2024-10-01T05:30:00.000Z',
      schoolYear: 2025,
      rollover: true,
      valid: true,
      diagnostics: [],
    });
    expect(manifest.files.get('attendanceEvents')).toBe('delta');
    expect(manifest.files.get('orgs')).toBe('absent');
    expect(manifest.windows.get('attendanceEvents')).toEqual({
      from: parseDay('2024-09-01'),
      to: parseDay('2024-09-30'),
    });
  });

  it('without our properties lifts no guard', () => {
    expect(read()).toMatchObject({ rollover: false, valid: true, diagnostics: [] });
  });

  it.each([
    ['file.orgs,full', 'manifest.duplicate_property'],
    ['file.calendarDates,full', 'manifest.invalid_file_mode'],
    ['waymark.generatedAt,2024-10-01', 'manifest.invalid_value'],
    ['waymark.schoolYear,24-25', 'manifest.invalid_value'],
    ['waymark.rollover,yes', 'manifest.invalid_value'],
    ['file.attendanceEvents.to,30.9.2024', 'manifest.invalid_value'],
    ['manifest.version,1.1', 'manifest.duplicate_property'],
    ['file.attendanceEvents.csv,bulk', 'manifest.unknown_property'],
    ['file.attendanceEvents ,bulk', 'manifest.unknown_property'],
    ['File.attendanceEvents,bulk', 'manifest.unknown_property'],
    ['a,b,c', 'table.row_width_mismatch'],
    ['a,"b', 'csv.unclosed_quote'],
  ])('with %s cannot be followed: %s', (line, code) => {
    const manifest = read(line);
    expect(manifest.valid).toBe(false);
    expect(codesOf(manifest)).toEqual([`rejected ${code}`]);
    expect(manifest.diagnostics[0]?.line).toBe(COMPLETE.length + 1);
  });

  it.each([
    ['waymark.schoolyear,2025', 'manifest.unknown_property'],
    ['file.lunchMenus,bulk', 'package.unknown_file'],
    ['file.orgs,absent', 'manifest.duplicate_property'],
    ['file.users.to,2024-09-30', 'manifest.unknown_property'],
  ])('with %s is followed with a remark: %s', (line, code) => {
    const manifest = read(line);
    expect(manifest.valid).toBe(true);
    expect(codesOf(manifest)).toEqual([`notice ${code}`]);
  });

  it('whose window ends before it begins cannot be followed', () => {
    expect(read('file.attendanceEvents.to,2024-09-01', 'file.attendanceEvents.from,2024-09-02').valid).toBe(false);
  });

  it.each([
    ['propertyName,propertyValue\nmanifest.version,1.0\noneroster.version,1.2\n', 'manifest.invalid_header'],
    ['propertyName,value\nmanifest.version,1.1\noneroster.version,1.2\n', 'manifest.invalid_value'],
    ['propertyName,value\nmanifest.version,1.0\noneroster.version,1.2.1\n', 'manifest.invalid_oneroster_version'],
    ['propertyName,value\noneroster.version,1.2\n', 'manifest.missing_property'],
    ['propertyName,value\nmanifest.version,1.0\n', 'manifest.missing_property'],
    ['', 'manifest.missing_header'],
  ])('%j cannot be followed: %s', (text, code) => {
    const manifest = readManifest(new TextEncoder().encode(text));
    expect(manifest.valid).toBe(false);
    expect(codesOf(manifest)).toContain(`rejected ${code}`);
  });

  it('of version 1.1 need not name the files of 1.2', () => {
    const lines = ['propertyName,value', 'manifest.version,1.0', 'oneroster.version,1.1'];
    const manifest = readManifest(new TextEncoder().encode(lines.join('\n')));
    expect(manifest.version).toBe('1.1');
    expect(manifest.diagnostics[0]?.message).toContain('users');
    expect(manifest.diagnostics[0]?.message).not.toMatch(/roles|scoreScales|LearningObjective/);
  });
});

describe('files without a manifest', () => {
  it('are bulk, as far as they are known', () => {
    const manifest = inferManifest(['users.csv', 'resources.csv', 'notes.csv']);
    expect([...manifest.files]).toEqual([
      ['resources', 'bulk'],
      ['users', 'bulk'],
    ]);
    expect(manifest.valid).toBe(true);
  });
});
