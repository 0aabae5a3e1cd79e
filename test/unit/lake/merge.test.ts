import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { schoolYearOf } from '../../../shared/domain/calendar/schoolYear.ts';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { type ColumnarTable, emptyTable } from '../../../shared/lake/columnar.ts';
import { decodeTable, encodeTable } from '../../../shared/lake/encoding.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import { type Merged, merge } from '../../../shared/lake/merge.ts';
import { dayAt, integerAt, stringAt } from '../../../shared/lake/rows.ts';
import type { TableSchema } from '../../../shared/lake/schema.ts';
import type { ScopeSettings } from '../../../shared/lake/scope.ts';
import { appendRows, type SampleRow, valuesOf } from './tableOf.ts';

const events: TableSchema = {
  name: 'events',
  columns: [
    { name: 'student', kind: 'string' },
    { name: 'school', kind: 'string' },
    { name: 'date', kind: 'day' },
    { name: 'category', kind: 'string' },
    { name: 'eventId', kind: 'string' },
  ],
  key: ['student', 'school', 'date'],
  identifiedBy: 'eventId',
  school: 'school',
  scope: { kind: 'day', column: 'date' },
};

const startsOn = '07-01';
const day = (text: string) => parseDay(text) ?? Number.NaN;
const settings: ScopeSettings = { startsOn, generatedOn: day('2022-03-01') };

interface Drop {
  readonly mode: 'bulk' | 'delta';
  readonly rows: readonly SampleRow[];
  readonly rejected: readonly SampleRow[];
  readonly settings: ScopeSettings;
}

const eventRow = fc.record(
  {
    student: fc.constantFrom('s1', 's2', 's3'),
    school: fc.constantFrom('A', 'B'),
    date: fc.constantFrom('2021-05-03', '2021-09-01', '2022-02-01', '2022-02-02'),
    category: fc.constantFrom('Tardy', 'Excused Absence'),
    eventId: fc.constantFrom('e1', 'e2'),
    status: fc.constantFrom('active', 'active', 'tobedeleted'),
  },
  { requiredKeys: ['student', 'school', 'date', 'category', 'status'] },
);

const drop: fc.Arbitrary<Drop> = fc
  .record({
    mode: fc.constantFrom('bulk', 'delta'),
    rows: fc.array(eventRow, { maxLength: 12 }),
    rejected: fc.array(eventRow, { maxLength: 2 }),
    schoolYear: fc.option(fc.constantFrom(2021, 2022), { nil: undefined }),
    from: fc.option(fc.constant('2022-02-02'), { nil: undefined }),
    schools: fc.subarray(['A', 'B']),
  })
  .map(({ mode, rows, rejected, schoolYear, from, schools }) => ({
    mode: mode === 'bulk' ? 'bulk' : 'delta',
    rows: mode === 'bulk' ? rows.map((row) => ({ ...row, status: 'active' })) : rows,
    rejected,
    settings: {
      ...settings,
      schools: new Set(schools),
      ...(schoolYear !== undefined && { schoolYear }),
      ...(from !== undefined && { from: day(from) }),
    },
  }));

interface Stored {
  readonly row: SampleRow;
  readonly from: string;
}

const keyOf = (row: SampleRow) =>
  row['eventId'] === undefined ? JSON.stringify([row['student'], row['school'], row['date']]) : `${row['eventId']}`;
const contentOf = (row: SampleRow) =>
  JSON.stringify([row['student'], row['school'], row['date'], row['category'], row['eventId']]);
const yearOf = (row: SampleRow) => schoolYearOf(day(`${row['date']}`), startsOn).name;

/** The same merge over a map: no order, no codes, no bytes. */
function modelOf(stored: ReadonlyMap<string, Stored>, { mode, rows, rejected, settings }: Drop, dropId: string) {
  const file = new Map<string, { row: SampleRow; line: number }>();
  rows.forEach((row, index) => {
    const earlier = file.get(keyOf(row))?.row;
    const repeats =
      earlier !== undefined &&
      earlier['status'] === row['status'] &&
      (row['status'] === 'tobedeleted' || contentOf(earlier) === contentOf(row));
    if (!repeats) file.set(keyOf(row), { row, line: index + 2 });
  });
  const next = new Map<string, Stored>();
  const all = [...[...file.values()].map(({ row }) => row), ...rejected];
  const schools = new Set([...all.map((row) => row['school']), ...(settings.schools ?? [])]);
  const years =
    settings.schoolYear === undefined
      ? new Set([...all.map(yearOf), ...(settings.from ? [schoolYearOf(settings.from, startsOn).name] : [])])
      : new Set([settings.schoolYear]);
  if (years.size === 0) years.add(2022);
  const safe = new Set(rejected.map(keyOf));
  for (const [key, value] of stored) {
    const date = day(`${value.row['date']}`);
    const inScope =
      mode === 'bulk' &&
      schools.has(value.row['school']) &&
      years.has(yearOf(value.row)) &&
      date >= (settings.from ?? Number.NEGATIVE_INFINITY);
    if (file.has(key) || !inScope || safe.has(key)) next.set(key, value);
  }
  for (const [key, { row, line }] of file) {
    const before = stored.get(key);
    if (row['status'] === 'tobedeleted') next.delete(key);
    else if (!before || contentOf(before.row) !== contentOf(row)) next.set(key, { row, from: `${dropId}:${line}` });
  }
  return next;
}

function apply(previous: ColumnarTable, { mode, rows, rejected, settings }: Drop, dropId: string) {
  const diagnostics: Diagnostic[] = [];
  const file = appendRows(new FileRows(previous, (each) => diagnostics.push(each)), rows);
  for (const row of rejected) file.protect(valuesOf(file, row), []);
  return { file, diagnostics, ...merge({ previous, rows: file, mode, dropId, settings }) };
}

function contentsOf(table: ColumnarTable): Map<string, Stored> {
  return new Map(
    Array.from({ length: table.rowCount }, (_, index) => {
      const text = (name: string) => stringAt(table.strings(name), index);
      const row = {
        student: text('student'),
        school: text('school'),
        date: formatDay(dayAt(table.ints('date'), index) ?? 0),
        category: text('category'),
        eventId: text('eventId'),
      };
      const from = `${stringAt(table.drops, index)}:${integerAt(table.lines, index)}`;
      return [keyOf(row), { row, from }];
    }),
  );
}

const comparable = (stored: ReadonlyMap<string, Stored>) =>
  [...stored.values()].map(({ row, from }) => `${contentOf(row)} ${from}`).sort();
const bytesOf = (table: ColumnarTable) => Buffer.concat(encodeTable(table));
const acceptedOf = ({ counts }: Merged) => counts.total.added + counts.total.corrected;

describe('merge', () => {
  it('gives what a plain map gives, whatever drops come', () => {
    fc.assert(
      fc.property(fc.array(drop, { maxLength: 6 }), (drops) => {
        let table = emptyTable(events);
        let model: ReadonlyMap<string, Stored> = new Map();
        drops.forEach((each, index) => {
          const merged = apply(table, each, `drop-${index}`);
          model = modelOf(model, each, `drop-${index}`);
          table = decodeTable(events, bytesOf(merged.table));
          expect(comparable(contentsOf(table))).toEqual(comparable(model));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every row of a file', () => {
    fc.assert(
      fc.property(drop, drop, (first, second) => {
        const previous = apply(emptyTable(events), first, 'drop-1').table;
        const merged = apply(previous, second, 'drop-2');
        const { unchanged, deleted, removed, added } = merged.counts.total;
        const { duplicates, superseded } = merged.file;
        expect(acceptedOf(merged) + unchanged + deleted + duplicates + superseded).toBe(second.rows.length);
        expect(merged.table.rowCount).toBe(previous.rowCount + added - deleted - removed);
        expect(merged.diagnostics.length).toBe(duplicates + superseded);
        const bySchool = merged.counts.bySchool();
        for (const outcome of ['added', 'corrected', 'unchanged', 'deleted', 'removed'] as const) {
          const sum = bySchool.reduce((total, counts) => total + counts[outcome], 0);
          expect(sum).toBe(merged.counts.total[outcome]);
        }
      }),
    );
  });

  it('changes nothing, not a byte, when the same file comes again in any order', () => {
    fc.assert(
      fc.property(drop, drop, fc.gen(), (first, second, gen) => {
        const before = apply(apply(emptyTable(events), first, 'drop-1').table, second, 'drop-2').table;
        const unique = [...new Map(second.rows.map((row) => [keyOf(row), row])).values()];
        const settled = apply(before, { ...second, rows: unique }, 'drop-3').table;
        const shuffled = gen(fc.shuffledSubarray, unique, { minLength: unique.length });
        const again = apply(settled, { ...second, rows: shuffled }, 'drop-4');
        expect(again.changed).toBe(false);
        expect(bytesOf(again.table)).toEqual(bytesOf(settled));
      }),
    );
  });

  it('makes the same bytes from the same input', () => {
    fc.assert(
      fc.property(drop, drop, (first, second) => {
        const build = () => apply(apply(emptyTable(events), first, 'drop-1').table, second, 'drop-2').table;
        expect(bytesOf(build())).toEqual(bytesOf(build()));
      }),
    );
  });

  it('keeps every text out of the table that only a replaced row brought', () => {
    const row = { student: 's1', school: 'A', date: '2022-02-01' };
    const rows = [
      { ...row, category: 'wrong' },
      { ...row, category: 'right' },
    ];
    const { table, diagnostics } = apply(emptyTable(events), { mode: 'bulk', rows, rejected: [], settings }, 'drop-1');
    expect(table.strings('category').values).toEqual(['right']);
    expect(diagnostics).toEqual([
      {
        severity: 'rejected',
        file: 'events.csv',
        line: 2,
        code: 'row.superseded',
        message: 'Lines 2 and 3 have the same key and different content: line 3 is taken.',
      },
    ]);
  });

  it('takes a record up again that had been deleted', () => {
    const row = { student: 's1', school: 'A', date: '2022-02-01', category: 'Tardy' };
    const send = (table: ColumnarTable, rows: SampleRow[], dropId: string) =>
      apply(table, { mode: 'delta', rows, rejected: [], settings }, dropId);
    const first = send(emptyTable(events), [row], 'drop-1');
    const gone = send(first.table, [{ ...row, status: 'tobedeleted' }], 'drop-2');
    const back = send(gone.table, [row], 'drop-3');
    expect(gone.counts.total).toMatchObject({ deleted: 1 });
    expect(gone.table.rowCount).toBe(0);
    expect(back.counts.total).toMatchObject({ added: 1 });
    expect(stringAt(back.table.drops, 0)).toBe('drop-3');
  });

  it('counts the deletion of a record that is not there as unchanged', () => {
    const rows = [{ student: 's1', school: 'A', date: '2022-02-01', category: 'Tardy', status: 'tobedeleted' }];
    const merged = apply(emptyTable(events), { mode: 'delta', rows, rejected: [], settings }, 'drop-1');
    expect(merged.counts.total).toMatchObject({ deleted: 0, unchanged: 1 });
    expect(merged.changed).toBe(false);
  });

  it('keeps all of a student when a rejected row does not say which day it was', () => {
    const at = (student: string, date: string) => ({ student, school: 'A', date, category: 'Tardy' });
    const stored = [at('s1', '2022-02-01'), at('s1', '2022-02-02'), at('s2', '2022-02-01')];
    const previous = apply(emptyTable(events), { mode: 'bulk', rows: stored, rejected: [], settings }, 'drop-1').table;
    const file = new FileRows(previous);
    const dateIndex = 2;
    file.protect(valuesOf(file, { student: 's1', school: 'A' }), [dateIndex]);
    const merged = merge({ previous, rows: file, mode: 'bulk', dropId: 'drop-2', settings });
    expect([...contentsOf(merged.table).values()].map(({ row }) => row['student'])).toEqual(['s1', 's1']);
  });
});
