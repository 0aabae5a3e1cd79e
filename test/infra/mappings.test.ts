import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readyMade, readyMadeNames, resolveMapping } from '../../infra/mappings.ts';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { readMapping } from '../../shared/sis/mapping/mapping.ts';

const SAMPLE = JSON.parse(readFileSync('infra/tenants/sample.json', 'utf8')) as object;

/** A tenant file in a folder of its own; perhaps with a mapping beside it. */
function tenantWith(mapping: unknown, beside?: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-mapped-'));
  const path = join(folder, 'mapped.json');
  writeFileSync(path, JSON.stringify({ ...SAMPLE, tenant: 'mapped', ...(mapping !== undefined && { mapping }) }));
  if (beside !== undefined) writeFileSync(join(folder, 'mapped.mapping.json'), JSON.stringify(beside));
  return path;
}

const shipped = (tenantFile: string, mapping?: string) => {
  const { mapping: text } = chosenTenantFile({ tenantFile, mapping });
  const outcome = readMapping(JSON.parse(text ?? 'null'));
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome.mapping;
};

describe('ready-made mappings', () => {
  test.each(readyMadeNames())('%s is valid, and says where its columns are documented', (name) => {
    const resolved = resolveMapping(readyMade(name));
    expect('errors' in resolved ? resolved.errors : []).toEqual([]);
    if ('errors' in resolved) return;
    expect(resolved.mapping.title).toBeTruthy();
    expect(resolved.mapping.documentation?.every((link) => link.startsWith('https://'))).toBe(true);
    expect(resolved.mapping.files.every((file) => file.name !== undefined)).toBe(true);
  });
});

describe('a tenant’s mapping', () => {
  test('stands in its file, whole or on top of a ready-made one, and is shipped with all it extends', () => {
    const own = { files: [{ source: 'att_*.csv', target: 'attendanceEvents' }] };
    expect(shipped(tenantWith(own)).files.map(({ source }) => source)).toEqual(['att_*.csv']);
    const onTop = {
      extends: 'powerschool',
      format: { delimiter: '\t', encoding: 'utf-16' },
      omit: ['transcripts', 'reenrollments'],
      codes: { attendanceEvents: { category: { 'ABS-U': { category: 'Unexcused Absence', portionOfDay: 1 } } } },
      files: [
        {
          name: 'calendar',
          columns: { InSession: null, In_Session: 'calendarEvent' },
          constants: { calendarCode: 'A' },
        },
        { source: 'programs_*.csv', target: 'programs' },
      ],
    };
    const { files } = shipped(tenantWith(onTop));
    expect(files.map(({ name, source }) => name ?? source)).toEqual([
      'programs_*.csv',
      'schools',
      'students',
      'enrollments',
      'calendar',
      'attendance',
    ]);
    expect(files.every(({ delimiter, encoding }) => delimiter === '\t' && encoding === 'utf-16')).toBe(true);
    expect(files.find(({ name }) => name === 'calendar')).toMatchObject({
      columns: { SchoolID: ['schoolSourcedId'], Date_Value: ['date'], In_Session: ['calendarEvent'] },
      constants: { calendarCode: 'A' },
      dateFormat: 'M/D/YYYY*',
    });
    expect(files.find(({ name }) => name === 'attendance')?.codes['category']).toEqual({
      '': { category: 'Present' },
      'ABS-U': { category: 'Unexcused Absence', portionOfDay: '1' },
    });
  });

  test('gives way to one that is chosen by path or by name', () => {
    const path = tenantWith({ files: [{ source: 'a.csv', target: 'users' }] });
    expect(shipped(path, 'aspen').files.map(({ name }) => name)).toEqual(['schools', 'students', 'attendance']);
    expect(shipped(path, 'docs/examples/mapped-export.mapping.json').files).toHaveLength(5);
    expect(() => shipped(path, 'nowhere')).toThrow(/there is no mapping .*nowhere$/);
  });

  test('has every error told with its path, together with those of the tenant file', () => {
    const mapping = {
      extends: 'powerschool',
      format: { delimiter: ';;' },
      files: [
        { name: 'attendance', columns: { Att_Code: 'kind' }, dateFormat: 'YY' },
        { source: 'x', target: 'lunches' },
      ],
    };
    const path = tenantWith(mapping);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), timeZone: 'Central' }));
    const messages = errorsOf(path);
    expect(messages).toContain('timeZone: name an IANA time zone');
    expect(messages).toContain('mapping.format.delimiter: write one ASCII character');
    expect(messages).toContain('mapping.files.0.target: name a file of the drop');
    expect(messages).toMatch(/mapping\.files\.\d+ \(attendance\)\.dateFormat: write year, month and day once each/);
  });

  test('extends what there is, and stands in one place', () => {
    expect(errorsOf(tenantWith({ extends: 'powerschol' }))).toContain(
      'mapping.extends: names no ready-made mapping: aeries, aeries-periods, aspen,',
    );
    expect(errorsOf(tenantWith({ extends: 'aspen', omit: ['grades'] }))).toContain(
      'mapping.omit: the mapping has no file "grades"',
    );
    expect(errorsOf(tenantWith({ extends: 'aspen' }, { extends: 'aspen' }))).toMatch(
      /mapping: .*mapped\.mapping\.json says it too/,
    );
    expect(errorsOf(tenantWith(undefined, { extends: 'aspen', speed: 1 }))).toContain('"speed" is not a setting');
  });
});

function errorsOf(tenantFile: string): string {
  try {
    chosenTenantFile({ tenantFile });
    return '';
  } catch (error) {
    return String(error);
  }
}
