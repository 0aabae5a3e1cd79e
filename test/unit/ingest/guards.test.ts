import { describe, expect, it } from 'vitest';
import { deletionHolds, readingHolds, schoolListHolds } from '../../../shared/ingest/guards.ts';
import { emptyTable } from '../../../shared/lake/columnar.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import { merge } from '../../../shared/lake/merge.ts';
import type { FileSpec } from '../../../shared/sis/fileSpec.ts';
import { caseloadsFile } from '../../../shared/sis/files/caseloads.ts';
import { classesFile } from '../../../shared/sis/files/classes.ts';
import { orgsFile } from '../../../shared/sis/files/orgs.ts';
import { schoolEnrollmentsFile } from '../../../shared/sis/files/schoolEnrollments.ts';
import { appendRows, type SampleRow, tableOf } from '../lake/tableOf.ts';

const READ = { rows: 0, rejected: 0, truncated: false, unusable: false };
const settings = { startsOn: '08-01', generatedOn: 19_000 };

interface Sent {
  readonly stored: readonly SampleRow[];
  readonly rows: readonly SampleRow[];
  readonly mode?: 'bulk' | 'delta';
  readonly schools?: readonly string[];
}

function guarded(spec: FileSpec, { stored, rows: sent, mode = 'bulk', schools = [] }: Sent) {
  const previous = tableOf(spec.table, stored);
  const rows = appendRows(new FileRows(previous), sent);
  const { counts } = merge({
    previous,
    rows,
    dropId: 'two',
    mode,
    settings: { ...settings, schools: new Set(schools) },
  });
  return { file: `${spec.name}.csv`, mode, rows, outcome: READ, counts };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const caseload = (count: number, status = 'active') =>
  numbers(count).map((i) => ({ staffSourcedId: 'T', studentSourcedId: `S${i}`, role: 'mentor', status }));
const codes = (holds: readonly { readonly code: string; readonly school?: string }[]) =>
  holds.map(({ code, school }) => (school === undefined ? code : `${code} ${school}`));

describe('the guard against deletions', () => {
  it.each([
    ['10 of 20 go', 20, 10, []],
    ['11 of 110 go, exactly 10 %', 110, 99, []],
    ['11 of 109 go', 109, 98, ['guard.deletions']],
    ['11 of 11 go', 11, 0, ['guard.deletions']],
    ['10 of 10 go', 10, 0, []],
  ])('says what it should when %s', (_what, before, after, expected) => {
    expect(codes(deletionHolds(guarded(caseloadsFile, { stored: caseload(before), rows: caseload(after) })))).toEqual(
      expected,
    );
  });

  it('looks at the deletions of a delta as it does at what a bulk file leaves out', () => {
    const going = (count: number, of: number) =>
      codes(
        deletionHolds(
          guarded(caseloadsFile, { stored: caseload(of), rows: caseload(count, 'tobedeleted'), mode: 'delta' }),
        ),
      );
    expect(going(11, 110)).toEqual([]);
    expect(going(11, 109)).toEqual(['guard.deletions']);
  });

  it('counts school by school and school year by school year', () => {
    const enrolled = (school: string, count: number, year = 2021) =>
      numbers(count).map((i) => ({
        studentSourcedId: `S${i}`,
        schoolSourcedId: school,
        entryDate: `${year}-09-01`,
        exitWithdrawDate: `${year + 1}-06-01`,
      }));
    const stored = [...enrolled('A', 20), ...enrolled('B', 500), ...enrolled('A', 500, 2020)];
    const rows = [...enrolled('A', 9), ...enrolled('B', 500), ...enrolled('A', 490, 2020)];
    const holds = deletionHolds(guarded(schoolEnrollmentsFile, { stored, rows }));
    expect(holds.map(({ message }) => message)).toEqual([
      '11 of 20 records of school A in 2022 would be deleted, more than 10 %.',
    ]);
  });
});

describe('the guard for schools', () => {
  const classes = (school: string, count: number) =>
    numbers(count).map((i) => ({ sourcedId: `${school}${i}`, title: 'x', schoolSourcedId: school }));
  const enrolled = (school: string) => ({ studentSourcedId: 'S', schoolSourcedId: school, entryDate: '2021-09-01' });

  it('misses a school from its eleventh record on, and its enrolments from the first', () => {
    const without = (count: number) =>
      codes(
        deletionHolds(
          guarded(classesFile, { stored: [...classes('A', 1), ...classes('B', count)], rows: classes('A', 1) }),
        ),
      );
    expect(without(10)).toEqual([]);
    expect(without(11)).toEqual(['guard.school_missing B']);
    const sent = { stored: [enrolled('A'), enrolled('B')], rows: [enrolled('A')] };
    expect(codes(deletionHolds(guarded(schoolEnrollmentsFile, sent)))).toEqual(['guard.school_missing B']);
    expect(codes(deletionHolds(guarded(schoolEnrollmentsFile, { ...sent, mode: 'delta' })))).toEqual([]);
  });

  it('misses one that the list of schools no longer has', () => {
    const orgs = (...ids: readonly string[]) =>
      tableOf(
        orgsFile.table,
        ids.map((sourcedId) => ({ sourcedId, name: 'x', type: sourcedId === 'D' ? 'district' : 'school' })),
      );
    const missing = (before: readonly string[], after: readonly string[]) =>
      codes(schoolListHolds(orgs(...before), orgs(...after), 'orgs.csv'));
    expect(missing(['D', 'A', 'B'], ['D', 'A', 'C'])).toEqual(['guard.school_missing B']);
    expect(missing(['D', 'A'], ['A'])).toEqual([]);
    expect(codes(schoolListHolds(emptyTable(orgsFile.table), orgs('A'), 'orgs.csv'))).toEqual([]);
  });
});

describe('the guard for rejected rows', () => {
  const of = (outcome: Partial<typeof READ & { brokenBy: 'csv.unclosed_quote' | 'csv.record_too_large' }>) =>
    codes(readingHolds({ ...guarded(caseloadsFile, { stored: [], rows: [] }), outcome: { ...READ, ...outcome } }));

  it('is raised above 5 %, not at it', () => {
    expect(of({ rows: 20, rejected: 1 })).toEqual([]);
    expect(of({ rows: 19, rejected: 1 })).toEqual(['guard.rejections']);
    expect(of({ rows: 2000, rejected: 100 })).toEqual([]);
    expect(of({ rows: 2000, rejected: 101 })).toEqual(['guard.rejections']);
  });

  it('gives way to what broke the file: a line without an end, a file that breaks off, a header', () => {
    expect(of({ rows: 1, rejected: 1, truncated: true, unusable: true, brokenBy: 'csv.record_too_large' })).toEqual([
      'file.endless_line',
    ]);
    expect(of({ rows: 1, rejected: 1, truncated: true, unusable: true, brokenBy: 'csv.unclosed_quote' })).toEqual([
      'file.truncated',
    ]);
    expect(of({ rows: 1, rejected: 1, unusable: true })).toEqual(['file.unusable']);
  });
});
