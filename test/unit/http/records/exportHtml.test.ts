import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExportDocument, labelOf } from '../../../../shared/http/records/export/document.ts';
import { EXPORT_CONTENT_SECURITY_POLICY, exportHtml } from '../../../../shared/http/records/export/html.ts';

const documentWith = (items: readonly Readonly<Record<string, unknown>>[], withheld?: string): ExportDocument => ({
  format: 'waymark-student-record/1',
  district: 'Sample <District>',
  generatedAt: '2026-10-05T15:00:00.000Z',
  student: { sourcedId: 'stu-1', givenName: 'Zoë', familyName: "O'Brien & Söhne" },
  asOf: '2026-10-02',
  sections: [
    {
      ...{ name: 'transcripts', title: 'Courses and credits', items },
      source: { file: 'courseTranscripts', generatedAt: '2026-10-01T02:00:00Z' },
      ...(withheld !== undefined && { withheld }),
    },
  ],
});

/** The text of a page as a reader gets it. */
const textOf = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '\u0000')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('a record as a page', () => {
  test('shows every value of the record as text, whatever it holds', () => {
    const scalar = fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.constant('</td><script>alert(1)</script>'));
    const field = fc.stringMatching(/^[a-z][a-zA-Z]{0,12}$/).filter((name) => !(name in {}));
    fc.assert(
      fc.property(fc.array(fc.dictionary(field, scalar, { minKeys: 1 }), { minLength: 1, maxLength: 4 }), (items) => {
        const html = exportHtml(documentWith(items));
        expect(html).not.toContain('<script');
        const cells = textOf(html).split('\u0000');
        for (const value of items.flatMap((item) => Object.values(item))) expect(cells).toContain(String(value));
      }),
    );
  });

  test('tells values that have parts by the names of the parts, and lists one after the other', () => {
    const html = exportHtml(
      documentWith([
        {
          school: { sourcedId: 'north', name: 'North High' },
          creditCategories: ['english', 'elective'],
          passed: true,
          missing: null,
          actions: [{ actionType: 'expulsion' }, { actionType: 'other', lengthDays: 2 }],
        },
      ]),
    );
    const text = textOf(html);
    for (const shown of [
      'Sourced id: north; Name: North High',
      'english, elective',
      'yes',
      'Action type: expulsion | Action type: other; Length days: 2',
    ]) {
      expect(text).toContain(shown);
    }
  });

  test('says where a section comes from, what is left out, and that nothing is there', () => {
    const text = textOf(exportHtml(documentWith([], 'what names others.')));
    expect(text).toContain('From courseTranscripts.csv, made 2026-10-01T02:00:00Z.');
    expect(text).toContain('Left out: what names others.');
    expect(text).toContain('Nothing is on record.');
  });

  test('has a language, one heading, headed columns, and loads nothing', () => {
    const html = exportHtml(documentWith([{ course: 'English' }]));
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toContain('<th scope="col">Course</th>');
    expect(html).not.toMatch(/(src|href)="(?!#)/);
  });

  test('brings the one style its policy allows', () => {
    const style = /<style>(.*?)<\/style>/s.exec(exportHtml(documentWith([])))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(EXPORT_CONTENT_SECURITY_POLICY).toContain(`style-src 'sha256-${hash}'`);
  });
});

test('field names read as words', () => {
  expect(['attemptedCredits', 'asOf', 'need', 'finalLetterGrade'].map(labelOf)).toEqual([
    'Attempted credits',
    'As of',
    'Need',
    'Final letter grade',
  ]);
});
