import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { type ColumnarTable, emptyTable } from '../../../shared/lake/columnar.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import { type Merged, merge } from '../../../shared/lake/merge.ts';
import { stringAt } from '../../../shared/lake/rows.ts';
import type { TableSchema } from '../../../shared/lake/schema.ts';
import type { ScopeSettings } from '../../../shared/lake/scope.ts';
import { appendRows, type SampleRow } from './tableOf.ts';

const settings: ScopeSettings = { startsOn: '07-01', generatedOn: parseDay('2022-03-01') ?? Number.NaN };

describe('the scope of a bulk file', () => {
  const enrollments: TableSchema = {
    name: 'enrollments',
    columns: [
      { name: 'student', kind: 'string' },
      { name: 'school', kind: 'string' },
      { name: 'entry', kind: 'day' },
      { name: 'exit', kind: 'day' },
    ],
    key: ['student', 'school', 'entry'],
    school: 'school',
    scope: { kind: 'span', from: 'entry', to: 'exit' },
  };
  const send = (previous: ColumnarTable, rows: SampleRow[], more: Partial<ScopeSettings> = {}) => {
    const file = appendRows(new FileRows(previous), rows);
    return merge({ previous, rows: file, mode: 'bulk', dropId: 'drop', settings: { ...settings, ...more } });
  };
  const students = ({ table }: Merged) =>
    Array.from({ length: table.rowCount }, (_, row) => stringAt(table.strings('student'), row));

  it('does not reach back to the years in which a student who is still here was there already', () => {
    const left = { student: 'left in 2020', school: 'A', entry: '2018-08-20', exit: '2020-05-20' };
    const stays = { student: 'stays', school: 'A', entry: '2018-08-20' };
    const before = send(emptyTable(enrollments), [left, stays]);
    const after = send(before.table, [stays]);
    expect(students(after)).toEqual(['left in 2020', 'stays']);
  });

  it('takes out who was there this year and is no longer in the file', () => {
    const stays = { student: 'stays', school: 'A', entry: '2018-08-20' };
    const wrong = { student: 'never came', school: 'A', entry: '2021-08-20', exit: '2021-09-01' };
    const other = { student: 'elsewhere', school: 'B', entry: '2021-08-20' };
    const before = send(emptyTable(enrollments), [stays, wrong, other]);
    expect(students(send(before.table, [stays]))).toEqual(['stays', 'elsewhere']);
    expect(students(send(before.table, [stays], { schools: new Set(['B']) }))).toEqual(['stays']);
  });

  it('is the year that the manifest declares, whatever years the rows have', () => {
    const old = { student: 'old', school: 'A', entry: '2020-08-20', exit: '2021-05-20' };
    const now = { student: 'now', school: 'A', entry: '2021-08-20', exit: '2022-05-20' };
    const before = send(emptyTable(enrollments), [old, now]);
    expect(students(send(before.table, [now], { schoolYear: 2021 }))).toEqual(['now']);
    expect(students(send(before.table, [old], { schoolYear: 2022 }))).toEqual(['old']);
  });
});
