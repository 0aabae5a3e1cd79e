import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileReference } from '../../../infra/fileReference.ts';
import { FILES, ONEROSTER_SET_ASIDE } from '../../../shared/sis/registry.ts';

const reference = fileReference();
const sectionOf = (name: string) => reference.split('\n## ').find((section) => section.startsWith(`${name}\n`)) ?? '';

describe('the reference of files', () => {
  test('is current (npm run files writes it)', () => {
    expect(readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8')).toBe(reference);
  });

  test.each(FILES)('says what $name is and what each of its columns holds', (spec) => {
    const [title, about, ...rest] = sectionOf(spec.name).split('\n');
    expect(title).toBe(spec.name);
    expect(about).toMatch(/^[A-Z].{20,}/);
    for (const { name, required } of spec.columns) {
      const row = rest.find((line) => line.startsWith(`| ${name} |`));
      expect(row?.split('|')[2]?.trim()).toBe(
        required === true ? 'required' : required === false ? '' : `required in ${required}`,
      );
    }
  });

  test('tells keys, scopes, words, references and former names', () => {
    expect(sectionOf('attendanceEvents')).toContain('Known by eventId where it is given, else by studentSourcedId × ');
    expect(sectionOf('behaviorIncidents')).toContain(
      'one of major, minor; or a code that a code map names; anything else is left out and counted',
    );
    expect(sectionOf('lineItems')).toContain('`gradingPeriodSourcedId` in OneRoster 1.1');
    expect(sectionOf('programs')).toContain('Special Education → IEP');
    expect(sectionOf('grades')).toContain('a record of `classes`');
    expect(sectionOf('contacts')).toContain('A bulk file replaces the whole table.');
  });

  test('names the files that are set aside', () => {
    for (const name of ONEROSTER_SET_ASIDE) expect(sectionOf('Set aside')).toContain(`\`${name}\``);
  });
});
