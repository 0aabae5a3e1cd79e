import { BLOCK_ROWS, Cells } from './cells.ts';
import { ColumnarTable, DROPS, LINES, type StoredColumn } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import type { FileRows } from './fileRows.ts';
import { MergeCounts } from './mergeCounts.ts';
import { keyPlacesOf } from './recordKey.ts';
import { RowPairs } from './rowPairs.ts';
import {
  BulkScope,
  beyondReader,
  isOfEarlierYear,
  NO_YEAR,
  type ScopedRows,
  type ScopeSettings,
  yearReader,
} from './scope.ts';

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
  const isWhole = previous.rowCount === 0 && !rows.hasDeletions && !isOfEarlierYear(settings);
  if (isWhole) countAdded(rows, counts);
  const isBeyond = beyondReader(rows.schema, settings);
  const plan = isWhole ? WHOLE_FILE : planOf({ previous, rows, counts, fateOf, isBeyond });
  if (!counts.changed) return { table: previous, changed: false, counts };
  return { table: build(previous, rows, dropId, plan), changed: true, counts };
}

/** Where each row of the next table comes from: a row of the previous one, or `-1 - row` of the file. */
type Plan = Int32Array | typeof WHOLE_FILE;

/** The plan that takes every row of the file and nothing else. */
const WHOLE_FILE = 'wholeFile';

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
  const block = new RowPairs(stored, rows.columns, keyPlacesOf(rows.schema));
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

/** A first file is mostly taken as it is: its plan, of millions of rows, is not even made. */
function countAdded(rows: FileRows, counts: MergeCounts): void {
  const schools = rows.columns[rows.schoolIndex] ?? Cells.missing(rows.rowCount);
  const block = new Float64Array(BLOCK_ROWS);
  for (let from = 0; from < rows.rowCount; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.rowCount - from);
    schools.read(from, count, block);
    for (let at = 0, begun = 0; at < count; begun = at) {
      const school = block[at] as number;
      do at++;
      while (at < count && (block[at] === school || (Number.isNaN(school) && Number.isNaN(block[at]))));
      counts.count(school, 'added', at - begun);
    }
  }
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
    const incoming = rows.columns[index] ?? new Cells();
    const cells = pick(plan, stored.cells, incoming);
    const dictionary = rows.dictionaries[index];
    return dictionary ? withoutUnused({ schema, cells, dictionary }, stored.dictionary?.size ?? 0) : { schema, cells };
  });
  const lines = { schema: LINES, cells: pick(plan, previous.stored(LINES.name).cells, rows.lines) };
  const drops = dropsOf(previous, dropId, plan === WHOLE_FILE ? rows.rowCount : plan);
  return new ColumnarTable(previous.schema, lines.cells.length, [...columns, drops, lines]);
}

function pick(plan: Plan, stored: Cells, incoming: Cells): Cells {
  if (plan === WHOLE_FILE) return incoming;
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

/** @param plan the plan, or how many rows of the file are all there is */
function dropsOf(previous: ColumnarTable, dropId: string, plan: Int32Array | number): StoredColumn {
  const stored = previous.stored(DROPS.name);
  const dictionary = (stored.dictionary ?? new Dictionary()).fork();
  const isNew = typeof plan === 'number' ? plan > 0 : plan.some((from) => from < 0);
  const code = isNew ? dictionary.internString(dropId) : Number.NaN;
  const cells = new Cells();
  const block = new Float64Array(BLOCK_ROWS).fill(code);
  const length = typeof plan === 'number' ? plan : plan.length;
  for (let start = 0; start < length; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, length - start);
    if (typeof plan !== 'number') {
      const from = plan.subarray(start, start + count);
      stored.cells.gather(from, count, block);
      for (let at = 0; at < count; at++) if ((from[at] ?? 0) < 0) block[at] = code;
    }
    cells.pushAll(block, count);
  }
  return { schema: DROPS, cells, dictionary };
}

/** Leaves out texts that only rejected or replaced rows of this file brought; codes of earlier editions never change. */
function withoutUnused(column: StoredColumn & { readonly dictionary: Dictionary }, kept: number): StoredColumn {
  const { schema, cells, dictionary } = column;
  const used = new Uint8Array(dictionary.size).fill(1, 0, kept);
  cells.mark(used);
  if (!used.includes(0)) return column;
  const compacted = dictionary.compact(kept, used);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (code >= kept) cells.set(row, compacted.codes[code] ?? Number.NaN);
  }
  return { schema, cells, dictionary: compacted.dictionary };
}
