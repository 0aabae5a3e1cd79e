import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { References } from '../../../shared/ingest/references.ts';
import { type ColumnarTable, emptyTable } from '../../../shared/lake/columnar.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import type { FileSpec } from '../../../shared/sis/fileSpec.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { caseloadsFile } from '../../../shared/sis/files/caseloads.ts';
import { classesFile } from '../../../shared/sis/files/classes.ts';
import { usersFile } from '../../../shared/sis/files/users.ts';
import { appendRows, type SampleRow, tableOf } from '../lake/tableOf.ts';

const PEOPLE = ['T1', 'S1', 'S2', 'S3'];
const users = (ids: readonly string[]) =>
  tableOf(
    usersFile.table,
    ids.map((sourcedId) => ({ sourcedId, givenName: 'A', familyName: 'B' })),
  );
const caseload = (studentSourcedId: string, status = 'active') => ({
  staffSourcedId: 'T1',
  studentSourcedId,
  role: 'mentor',
  status,
});

/** What a file's rows are told when the edition has these tables. */
async function foundIn(
  spec: FileSpec,
  rows: readonly SampleRow[],
  edition: readonly ColumnarTable[] = [],
  before: ColumnarTable = emptyTable(spec.table),
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  const stored = new Map(edition.map((table) => [table.schema.name, table]));
  const references = new References({
    stored: async ({ name }) => stored.get(name),
    report: (diagnostic) => found.push(diagnostic),
  });
  await references.check(spec, appendRows(new FileRows(before), rows), `${spec.name}.csv`);
  return found;
}

describe('references', () => {
  it('to records that are there say nothing', async () => {
    expect(await foundIn(caseloadsFile, [caseload('S1'), caseload('S2')], [users(PEOPLE)])).toEqual([]);
  });

  it('to records that are not there are told once per column, with their number and first lines and no id', async () => {
    const rows = ['S1', ...Array.from({ length: 7 }, (_, i) => `gone-${i}`)].map((id) => caseload(id));
    const [finding, ...more] = await foundIn(caseloadsFile, rows, [users(PEOPLE)]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'notice',
      file: 'caseloads.csv',
      line: 3,
      column: 'studentSourcedId',
      code: 'reference.missing_target_record',
    });
    expect(finding?.message).toContain('7 rows');
    expect(finding?.message).toContain('lines 3, 4, 5, 6, 7 …');
    expect(JSON.stringify(finding)).not.toContain('gone-');
  });

  it('into a file that has never come are told as that', async () => {
    const found = await foundIn(caseloadsFile, [caseload('S1')]);
    expect(found.map(({ code, column }) => [code, column])).toEqual([
      ['reference.missing_target_file', 'staffSourcedId'],
      ['reference.missing_target_file', 'studentSourcedId'],
    ]);
  });

  it('of columns without a value ask for nothing', async () => {
    const row = { studentSourcedId: 'S1', schoolSourcedId: 'A', date: '2022-02-01', category: 'Tardy' };
    const found = await foundIn(attendanceEventsFile, [row], [users(PEOPLE)]);
    expect(found.map(({ column }) => column)).toEqual(['schoolSourcedId']);
  });

  it('of a row that deletes say nothing', async () => {
    expect(await foundIn(caseloadsFile, [caseload('gone', 'tobedeleted')], [users(PEOPLE)])).toEqual([]);
  });

  it('to a record that was there once and is gone are missing', async () => {
    const before = users([...PEOPLE, 'S9']);
    const rows = appendRows(new FileRows(before), [{ sourcedId: 'S9', status: 'tobedeleted' }]);
    expect(rows.rowCount).toBe(1);
    const after = tableOf(usersFile.table, [{ sourcedId: 'S1' }]);
    expect(await foundIn(caseloadsFile, [caseload('S9')], [after])).toHaveLength(2);
  });

  it('in lists are looked up one by one', async () => {
    const row = (termSourcedIds: string) => ({ sourcedId: `C-${termSourcedIds}`, title: 'x', termSourcedIds });
    const sessions = tableOf(
      { ...emptyTable(classesFile.table).schema, name: 'academicSessions' },
      ['F', 'S'].map((sourcedId) => ({ sourcedId })),
    );
    const lists = ['F', 'F,S', 'F, S', 'F,X', 'X'];
    const [finding] = await foundIn(classesFile, lists.map(row), [sessions]);
    expect(finding?.message).toContain('2 rows');
    expect(finding?.message).toContain('lines 5, 6');
  });

  it('count exactly the rows that a plain set would', async () => {
    const ids = fc.constantFrom('S1', 'S2', 'S3', 'x', 'y', 'z');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(ids), fc.uniqueArray(ids), fc.uniqueArray(ids), async (before, there, named) => {
        const stored = tableOf(
          caseloadsFile.table,
          before.map((id) => caseload(id)),
        );
        const found = await foundIn(
          caseloadsFile,
          named.map((id) => caseload(id)),
          [users([...there, 'T1'])],
          stored,
        );
        const missing = named.filter((id) => !there.includes(id)).length;
        expect(found.map(({ message }) => Number.parseInt(message, 10))).toEqual(missing > 0 ? [missing] : []);
      }),
    );
  });
});
