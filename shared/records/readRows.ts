import { formatDay } from '../domain/calendar/day.ts';
import type { SchoolOfRecord } from '../domain/record/studentRecord.ts';
import { listOf } from '../sis/cells/types.ts';
import type { Cell, CellKind } from './rowSection.ts';
import { ROW_SECTIONS, type RowSectionName } from './sections.ts';

/** A value of a stored row. */
export type StoredCell = string | number | null;
export type StoredRow = readonly StoredCell[];

/** Type of a section's rows. */
export type RowOf<Name extends RowSectionName> = NonNullable<(typeof ROW_SECTIONS)[Name]['row']>;

/** The rows of a section as the record has them. */
export function readRows<Name extends RowSectionName>(
  name: Name,
  rows: readonly StoredRow[] | undefined,
  schools: readonly SchoolOfRecord[],
): readonly RowOf<Name>[] {
  const { cells } = ROW_SECTIONS[name];
  return (rows ?? []).map((row) => rowOf(cells, row, schools) as RowOf<Name>);
}

function rowOf(cells: readonly Cell[], row: StoredRow, schools: readonly SchoolOfRecord[]): unknown {
  const read: Record<string, unknown> = {};
  for (const [place, { field, kind }] of cells.entries()) {
    const stored = row[place] ?? null;
    if (stored !== null) read[field] = valueIn(kind, stored, schools);
    else if (kind === 'list') read[field] = [];
  }
  return read;
}

function valueIn(kind: CellKind, stored: string | number, schools: readonly SchoolOfRecord[]): unknown {
  switch (kind) {
    case 'boolean':
      return stored === 1;
    case 'day':
      return formatDay(Number(stored));
    case 'list':
      return listOf(String(stored));
    case 'school':
      return schools[Number(stored)];
    default:
      return stored;
  }
}
