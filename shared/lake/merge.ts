import { Cells } from './cells.ts';
import { ColumnarTable, DROPS, LINES, type StoredColumn } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import type { FileRows } from './fileRows.ts';
import { MergeCounts } from './mergeCounts.ts';
import { sameCells } from './rowIndex.ts';
import { BulkScope, NO_YEAR, type ScopeSettings, yearReader } from './scope.ts';

export interface MergeInput {
  readonly previous: ColumnarTable;
  readonly rows: FileRows;
  readonly dropId: string;
  /** A delta says what changed; a bulk file replaces its scope, and what it no longer carries there is removed. */
  readonly mode: 'bulk' | 'delta';
  readonly settings: ScopeSettings;
}

export interface Merged {
  /** `previous` itself when nothing changed. */
  readonly table: ColumnarTable;
  readonly changed: boolean;
  readonly counts: MergeCounts;
}

/**
 * The next state of a table. Rows keep their place, and an unchanged row keeps the drop and line of its first coming, so
 * that the same input makes the same bytes whatever came in between; new rows follow in the order of the file.
 */
export function merge({ previous, rows, dropId, mode, settings }: MergeInput): Merged {
  const counts = new MergeCounts(rows);
  const fateOf =
    mode === 'bulk' ? bulkFate(previous, rows, settings, counts) : deltaFate(previous, rows, settings, counts);
  const plan = planOf(previous, rows, counts, fateOf);
  if (!counts.changed) return { table: previous, changed: false, counts };
  return { table: build(previous, rows, dropId, plan), changed: true, counts };
}

/** Where each row of the next table comes from: a row of the previous one, or `-1 - row` of the file. */
type Plan = Int32Array;

/** Whether a stored row stays; `found` is the file's row with its key, or -1. */
type FateOf = (row: number, found: number) => 'stays' | 'goes';

function bulkFate(previous: ColumnarTable, rows: FileRows, settings: ScopeSettings, counts: MergeCounts): FateOf {
  const scope = new BulkScope(rows, settings);
  const stored = storedRows(previous);
  const schools = rows.schoolsSpokenOf(settings.schools);
  return (row, found) => {
    const year = scope.yearOf(stored, row);
    if (year === undefined) return 'stays';
    const school = rows.schoolOf(stored.columns, row);
    const goes = found < 0 && (Number.isNaN(school) || schools.has(school)) && !rows.isProtected(stored.columns, row);
    counts.inScope(school, year, goes);
    return goes ? 'goes' : 'stays';
  };
}

/** A delta removes only what it names; its deletions are counted against the school and year they fall into. */
function deltaFate(previous: ColumnarTable, rows: FileRows, settings: ScopeSettings, counts: MergeCounts): FateOf {
  const yearsOf = yearReader(previous.schema, settings.startsOn);
  const stored = storedRows(previous);
  return (row, found) => {
    const year = yearsOf(stored, row)?.[0] ?? NO_YEAR;
    counts.inScope(rows.schoolOf(stored.columns, row), year, found >= 0 && rows.isDeletion(found));
    return 'stays';
  };
}

function planOf(previous: ColumnarTable, rows: FileRows, counts: MergeCounts, fateOf: FateOf): Plan {
  const next = new Int32Array(previous.rowCount + rows.rowCount);
  const seen = new Uint8Array(rows.rowCount);
  const stored = storedRows(previous).columns;
  let length = 0;
  for (let row = 0; row < previous.rowCount; row++) {
    const found = rows.find(stored, row);
    const fate = fateOf(row, found);
    const school = rows.schoolOf(stored, row);
    if (found >= 0) seen[found] = 1;
    if (found < 0 && fate === 'goes') counts.count(school, 'removed');
    else if (found < 0) next[length++] = row;
    else if (rows.isDeletion(found)) counts.count(school, 'deleted');
    else if (sameCells(stored, row, rows.columns, found)) {
      counts.count(school, 'unchanged');
      next[length++] = row;
    } else {
      counts.count(rows.schoolOf(rows.columns, found), 'corrected');
      next[length++] = -1 - found;
    }
  }
  for (let row = 0; row < rows.rowCount; row++) {
    if (seen[row]) continue;
    const isAdded = !rows.isDeletion(row);
    counts.count(rows.schoolOf(rows.columns, row), isAdded ? 'added' : 'unchanged');
    if (isAdded) next[length++] = -1 - row;
  }
  return next.subarray(0, length);
}

function storedRows(table: ColumnarTable) {
  const stored = table.schema.columns.map(({ name }) => table.stored(name));
  return {
    columns: stored.map(({ cells }) => cells),
    textOf: (index: number, code: number) => stored[index]?.dictionary?.valueOf(code) ?? '',
  };
}

function build(previous: ColumnarTable, rows: FileRows, dropId: string, plan: Plan): ColumnarTable {
  const columns = previous.schema.columns.map((schema, index): StoredColumn => {
    const stored = previous.stored(schema.name);
    const cells = pick(plan, stored.cells, rows.columns[index] ?? new Cells());
    const dictionary = rows.dictionaries[index];
    return dictionary ? withoutUnused({ schema, cells, dictionary }, stored.dictionary?.size ?? 0) : { schema, cells };
  });
  const lines = { schema: LINES, cells: pick(plan, previous.stored(LINES.name).cells, rows.lines) };
  return new ColumnarTable(previous.schema, plan.length, [...columns, dropsOf(previous, dropId, plan), lines]);
}

function pick(plan: Plan, stored: Cells, incoming: Cells): Cells {
  const cells = Cells.missing(plan.length);
  for (let row = 0; row < plan.length; row++) {
    const from = plan[row] ?? 0;
    cells.set(row, from >= 0 ? stored.get(from) : incoming.get(-1 - from));
  }
  return cells;
}

function dropsOf(previous: ColumnarTable, dropId: string, plan: Plan): StoredColumn {
  const stored = previous.stored(DROPS.name);
  const dictionary = (stored.dictionary ?? new Dictionary()).fork();
  const code = plan.some((from) => from < 0) ? dictionary.internString(dropId) : Number.NaN;
  const cells = Cells.missing(plan.length);
  for (let row = 0; row < plan.length; row++) {
    const from = plan[row] ?? 0;
    cells.set(row, from >= 0 ? stored.cells.get(from) : code);
  }
  return { schema: DROPS, cells, dictionary };
}

/** Leaves out texts that only rejected or replaced rows of this file brought; codes of earlier editions never change. */
function withoutUnused(column: StoredColumn & { readonly dictionary: Dictionary }, kept: number): StoredColumn {
  const { schema, cells, dictionary } = column;
  const used = new Uint8Array(dictionary.size).fill(1, 0, kept);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (!Number.isNaN(code)) used[code] = 1;
  }
  if (!used.includes(0)) return column;
  const compacted = dictionary.compact(kept, used);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (code >= kept) cells.set(row, compacted.codes[code] ?? Number.NaN);
  }
  return { schema, cells, dictionary: compacted.dictionary };
}
