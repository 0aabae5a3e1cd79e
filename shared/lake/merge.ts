import { BLOCK_ROWS, Cells } from './cells.ts';
import { ColumnarTable, DROPS, LINES, type StoredColumn } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import type { FileRows } from './fileRows.ts';
import { MergeCounts } from './mergeCounts.ts';
import { RowPairs } from './rowPairs.ts';
import { BulkScope, beyondReader, NO_YEAR, type ScopedRows, type ScopeSettings, yearReader } from './scope.ts';

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
  const plan = planOf({ previous, rows, counts, fateOf, isBeyond: beyondReader(rows.schema, settings) });
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
  const isBeyond = beyondReader(rows.schema, settings);
  return (row, found) => {
    const year = scope.yearOf(stored, row);
    if (year === undefined || isBeyond(stored, row)) return 'stays';
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
  const isBeyond = beyondReader(rows.schema, settings);
  return (row, found) => {
    const year = yearsOf(stored, row)?.[0] ?? NO_YEAR;
    const goes = found >= 0 && rows.isDeletion(found) && !isBeyond(stored, row);
    counts.inScope(rows.schoolOf(stored.columns, row), year, goes);
    return 'stays';
  };
}

interface PlanInput {
  readonly previous: ColumnarTable;
  readonly rows: FileRows;
  readonly counts: MergeCounts;
  readonly fateOf: FateOf;
  readonly isBeyond: (rows: ScopedRows, row: number) => boolean;
}

function planOf({ previous, rows, counts, fateOf, isBeyond }: PlanInput): Plan {
  const next = new Int32Array(previous.rowCount + rows.rowCount);
  const seen = new Uint8Array(rows.rowCount);
  const before = storedRows(previous);
  const stored = before.columns;
  const block = new RowPairs(stored, rows.columns);
  let length = 0;
  for (let from = 0; from < previous.rowCount; from += BLOCK_ROWS) {
    const end = Math.min(from + BLOCK_ROWS, previous.rowCount);
    block.pair(from, end, (row) => rows.find(stored, row));
    for (let row = from; row < end; row++) {
      const found = block.partnerOf(row);
      const fate = fateOf(row, found);
      if (found >= 0) seen[found] = 1;
      if (found < 0 && fate === 'goes') counts.count(rows.schoolOf(stored, row), 'removed');
      else if (found < 0) next[length++] = row;
      else if (isBeyond(before, row) || (!rows.isDeletion(found) && isBeyond(rows, found))) {
        counts.count(rows.schoolOf(stored, row), 'unchanged');
        counts.beyond++;
        next[length++] = row;
      } else if (rows.isDeletion(found)) counts.count(rows.schoolOf(stored, row), 'deleted');
      else if (!block.differs(row)) {
        counts.count(rows.schoolOf(stored, row), 'unchanged');
        next[length++] = row;
      } else {
        counts.count(rows.schoolOf(rows.columns, found), 'corrected');
        next[length++] = -1 - found;
      }
    }
  }
  for (let row = 0; row < rows.rowCount; row++) {
    if (seen[row]) continue;
    const isOfLater = isBeyond(rows, row);
    if (isOfLater) counts.beyond++;
    const isAdded = !rows.isDeletion(row) && !isOfLater;
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
  const isWhole = isWholeFile(plan, rows);
  const columns = previous.schema.columns.map((schema, index): StoredColumn => {
    const stored = previous.stored(schema.name);
    const incoming = rows.columns[index] ?? new Cells();
    const cells = isWhole ? incoming : pick(plan, stored.cells, incoming);
    const dictionary = rows.dictionaries[index];
    return dictionary ? withoutUnused({ schema, cells, dictionary }, stored.dictionary?.size ?? 0) : { schema, cells };
  });
  const lines = {
    schema: LINES,
    cells: isWhole ? rows.lines : pick(plan, previous.stored(LINES.name).cells, rows.lines),
  };
  return new ColumnarTable(previous.schema, plan.length, [...columns, dropsOf(previous, dropId, plan), lines]);
}

/** Whether a plan is the file from its first row to its last, and so its columns those of the next table. */
const isWholeFile = (plan: Plan, rows: FileRows) =>
  plan.length === rows.rowCount && plan.every((from, row) => from === -1 - row);

function pick(plan: Plan, stored: Cells, incoming: Cells): Cells {
  const cells = new Cells();
  const fromStored = new Float64Array(BLOCK_ROWS);
  const fromFile = new Float64Array(BLOCK_ROWS);
  const fileRows = new Int32Array(BLOCK_ROWS);
  for (let start = 0; start < plan.length; start += BLOCK_ROWS) {
    const from = plan.subarray(start, start + BLOCK_ROWS);
    stored.gather(from, from.length, fromStored);
    for (let at = 0; at < from.length; at++) fileRows[at] = -1 - (from[at] ?? 0);
    incoming.gather(fileRows, from.length, fromFile);
    for (let at = 0; at < from.length; at++) if ((from[at] ?? 0) < 0) fromStored[at] = fromFile[at] ?? Number.NaN;
    cells.pushAll(fromStored, from.length);
  }
  return cells;
}

function dropsOf(previous: ColumnarTable, dropId: string, plan: Plan): StoredColumn {
  const stored = previous.stored(DROPS.name);
  const dictionary = (stored.dictionary ?? new Dictionary()).fork();
  const code = plan.some((from) => from < 0) ? dictionary.internString(dropId) : Number.NaN;
  const cells = new Cells();
  const block = new Float64Array(BLOCK_ROWS);
  for (let start = 0; start < plan.length; start += BLOCK_ROWS) {
    const from = plan.subarray(start, start + BLOCK_ROWS);
    stored.cells.gather(from, from.length, block);
    for (let at = 0; at < from.length; at++) if ((from[at] ?? 0) < 0) block[at] = code;
    cells.pushAll(block, from.length);
  }
  return { schema: DROPS, cells, dictionary };
}

/** Leaves out texts that only rejected or replaced rows of this file brought; codes of earlier editions never change. */
function withoutUnused(column: StoredColumn & { readonly dictionary: Dictionary }, kept: number): StoredColumn {
  const { schema, cells, dictionary } = column;
  const used = new Uint8Array(dictionary.size).fill(1, 0, kept);
  const block = new Float64Array(BLOCK_ROWS);
  for (let from = 0; from < cells.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, cells.length - from);
    cells.read(from, count, block);
    for (let at = 0; at < count; at++) {
      const code = block[at] ?? Number.NaN;
      if (code >= 0) used[code] = 1;
    }
  }
  if (!used.includes(0)) return column;
  const compacted = dictionary.compact(kept, used);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (code >= kept) cells.set(row, compacted.codes[code] ?? Number.NaN);
  }
  return { schema, cells, dictionary: compacted.dictionary };
}
