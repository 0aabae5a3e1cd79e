import { termsOfTable } from '../../assess/academics/termsOfTable.ts';
import type { JsonBytes } from '../../assess/results/jsonBytes.ts';
import { type People, rowsOfPeople } from '../../assess/students/rowsOfPeople.ts';
import type { Table } from '../../lake/table.ts';
import { ROW_SECTIONS, type RowSectionName } from '../sections.ts';
import { type CellSources, type CellWriter, cellWriter } from './cellWriters.ts';
import { isRecordTable, type RecordTables } from './recordTables.ts';
import { SortedRows } from './sortedRows.ts';

/** Writes what a section has of one student, its name before it; nothing where there is nothing. */
export type SectionWriter = (out: JsonBytes, student: number) => void;

export function rowSectionWriter(name: RowSectionName, sources: CellSources, students: People): SectionWriter {
  const section = ROW_SECTIONS[name];
  if (!isRecordTable(section.file)) throw new TypeError(`records are not made of ${section.file}`);
  const table = sources.tables[section.file];
  if (table.rowCount === 0) return () => {};
  const rows = rowsOfPeople(table, section.student, students.indexOf);
  const cells = section.cells.map((cell) => cellWriter(table, cell, sources));
  const sorted = new SortedRows();
  const orderOf = ORDERS[name]?.(table, sources.tables) ?? columnOrder(table, section.ascending);
  const isShown = FILTERS[name]?.(table) ?? (() => true);
  return (out, student) => {
    const end = rows.end(student);
    sorted.clear();
    for (let place = rows.from(student); place < end; place++) {
      const row = rows.at(place);
      if (isShown(row)) sorted.add(row, orderOf(row));
    }
    if (sorted.length === 0) return;
    out.raw(`,"${name}":[`);
    let opening = '[';
    for (const row of sorted.sorted()) {
      out.raw(opening);
      writeCells(out, cells, row);
      opening = '],[';
    }
    out.raw(']]');
  };
}

/** Nothing is written of missing cells behind the last that is there. */
function writeCells(out: JsonBytes, cells: readonly CellWriter[], row: number): void {
  let missing = 0;
  let isFirst = true;
  for (const cell of cells) {
    const value = cell.get(row);
    if (Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    for (; missing > 0; missing--) {
      out.raw(isFirst ? 'null' : ',null');
      isFirst = false;
    }
    if (!isFirst) out.raw(',');
    isFirst = false;
    cell.write(out, value);
  }
}

type RowOrder = (row: number) => number;

function columnOrder(table: Table, column: string | undefined): RowOrder {
  if (column === undefined) return () => 0;
  const numbers = table.numbers(column);
  return (row) => numbers.get(row);
}

/** Where rows ascend by more than a column. */
const ORDERS: Partial<Record<RowSectionName, (table: Table, tables: RecordTables) => RowOrder>> = {
  transcripts: (table, tables) => {
    const terms = termsOfTable(tables);
    const [years, codes, names] = [table.numbers('schoolYear'), table.numbers('term'), table.texts('term')];
    // A term's order is 2 at most: within its year.
    return (row) => years.get(row) + terms.of(years.get(row), names[codes.get(row)] ?? '').order / 4;
  },
};

/** Where not every row is shown. */
const FILTERS: Partial<Record<RowSectionName, (table: Table) => (row: number) => boolean>> = {
  surveys: (table) => {
    const [consents, protections] = [table.numbers('consentBasis'), table.numbers('protectedCategory')];
    return (row) => !Number.isNaN(consents.get(row)) && Number.isNaN(protections.get(row));
  },
};
