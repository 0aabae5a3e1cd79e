import { MISSING, REFUSED, type ReadCell } from '../cells/cell.ts';
import { FOUND, type ReadColumn, rememberedColumn } from '../cells/rememberedColumn.ts';
import { type CurrentRecord, MOST_ROWS, type RecordBlock } from '../csv/recordBlock.ts';
import type { RowRefusal, RowRule, RowView } from '../fileSpec.ts';
import type { BoundColumns } from './boundColumns.ts';
import type { Layout } from './header.ts';
import { statusIn } from './rowStatus.ts';

/** What becomes of the records of a block, in their order. */
export interface BlockSink {
  /** Good rows; `dated` of them carry a status or a date of change. */
  readonly append: (
    columns: readonly (Float64Array | undefined)[],
    from: number,
    to: number,
    line: number,
    dated: number,
  ) => void;
  /** The current record is to be read by itself: it deletes, or something is the matter with it. */
  readonly readAlone: () => void;
  /** The cells of the current record are fine, and its rule refuses it. */
  readonly refuse: (refusal: RowRefusal) => void;
  /** The text of a cell of the current record, for its rule. */
  readonly textOf: (column: string) => string | undefined;
}

export interface BlockReading {
  /** Where the sink finds the current record. */
  readonly record: CurrentRecord;
  readonly bound: BoundColumns;
  readonly layout: Layout;
  /** Columns that the file has, and those whose cell must not be empty. */
  readonly present: Int32Array;
  readonly required: Int32Array;
  readonly rule: RowRule | undefined;
  /** Columns that the rule looks at. */
  readonly ruleColumns: Iterable<number>;
}

/**
 * Reads the records of a bulk file column by column: what `RowReader` makes of one after the other, several times as fast.
 * A record that is not plainly good is left to it.
 */
export class BlockReader {
  readonly #reading: BlockReading;
  readonly #sink: BlockSink;
  readonly #readers: readonly ReadColumn[];
  /** By column of the table; undefined where the file says nothing of it. */
  readonly #columns: (Float64Array | undefined)[];
  /** By column what its reader found in the rows read last; what the file does not have is missing. */
  readonly #found: Uint8Array;
  /** Columns that the file does not have and codes give a value. */
  readonly #given: Float64Array[] = [];
  readonly #ruleColumns: readonly number[];
  readonly #view: RowView;
  /** The row that its rule is looking at. */
  #block: RecordBlock | undefined;
  #row = 0;
  /** 1 for rows that are read alone, and for those with a status or a date of change. */
  readonly #alone = new Uint8Array(MOST_ROWS);
  readonly #dated = new Uint8Array(MOST_ROWS);
  /** The row of each of the codes' effects. */
  readonly #effectRows: number[] = [];

  constructor(reading: BlockReading, sink: BlockSink) {
    const { bound, present, ruleColumns } = reading;
    this.#reading = reading;
    this.#sink = sink;
    this.#columns = Array.from(bound.constants, (constant, column) =>
      Number.isNaN(constant) && !present.includes(column) ? undefined : new Float64Array(MOST_ROWS).fill(constant),
    );
    this.#found = new Uint8Array(bound.constants.length).fill(FOUND.missing);
    this.#readers = Array.from(present, (column) => {
      const read = bound.readers[column] ?? (() => REFUSED);
      return bound.hasEffects[column] ? this.#withEffects(read) : rememberedColumn(read);
    });
    this.#ruleColumns = [...ruleColumns];
    const values = new Float64Array(bound.constants.length).fill(MISSING);
    this.#view = { values, textOf: (column) => this.#textOf(column) };
  }

  take(block: RecordBlock): void {
    for (let from = 0; from < block.rows; ) {
      const to = this.#plainUntil(block, from);
      if (to > from) this.#takeRows(block, from, to);
      if (to < block.rows) this.#readAlone(block, to);
      from = to + 1;
    }
  }

  /** The first record from `from` on whose status is more than `active`: it may be read otherwise than the others. */
  #plainUntil(block: RecordBlock, from: number): number {
    const { layout } = this.#reading;
    const { bytes, starts, ends, width, rows } = block;
    const dated = this.#dated.fill(0, from, rows);
    for (let row = from; layout.dateLastModified >= 0 && row < rows; row += 1) {
      const place = row * width + layout.dateLastModified;
      if (starts[place] !== ends[place]) dated[row] = 1;
    }
    for (let row = from; layout.status >= 0 && row < rows; row += 1) {
      const place = row * width + layout.status;
      const { given, deletes, refusal } = statusIn(layout, bytes, starts[place] ?? 0, ends[place] ?? 0);
      if (deletes || refusal) return row;
      if (given) dated[row] = 1;
    }
    return rows;
  }

  #takeRows(block: RecordBlock, from: number, to: number): void {
    this.#readColumns(block, from, to);
    const { rule } = this.#reading;
    const alone = this.#alone;
    let begun = from;
    for (let row = from; row < to; row += 1) {
      const isAlone = alone[row] === 1;
      const refusal = isAlone || !rule ? undefined : this.#ask(rule, block, row);
      if (!isAlone && !refusal) continue;
      this.#append(block, begun, row);
      begun = row + 1;
      if (!refusal) this.#readAlone(block, row);
      else {
        block.select(row, this.#reading.record);
        this.#sink.refuse(refusal);
      }
    }
    this.#append(block, begun, to);
  }

  #ask(rule: RowRule, block: RecordBlock, row: number): RowRefusal | undefined {
    const { values } = this.#view;
    this.#block = block;
    this.#row = row;
    const columns = this.#ruleColumns;
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index] as number;
      values[column] = this.#columns[column]?.[row] ?? MISSING;
    }
    return rule(this.#view);
  }

  #textOf(column: string): string | undefined {
    this.#block?.select(this.#row, this.#reading.record);
    return this.#sink.textOf(column);
  }

  #readAlone(block: RecordBlock, row: number): void {
    block.select(row, this.#reading.record);
    this.#sink.readAlone();
  }

  #append(block: RecordBlock, from: number, to: number): void {
    if (from === to) return;
    let dated = 0;
    for (let row = from; row < to; row += 1) dated += this.#dated[row] ?? 0;
    this.#sink.append(this.#columns, from, to, block.line + from, dated);
  }

  #readColumns(block: RecordBlock, from: number, to: number): void {
    const { bound, layout, present, required } = this.#reading;
    const alone = this.#alone.fill(0, from, to);
    for (const given of this.#given) given.fill(MISSING, from, to);
    for (let index = 0; index < present.length; index += 1) {
      const column = present[index] ?? 0;
      const out = this.#columns[column];
      if (!out) continue;
      const field = layout.fields[column] ?? 0;
      const found = this.#readers[index]?.(block, field, from, to, out) ?? 0;
      this.#found[column] = found;
      if (found & FOUND.refused) markRefused(out, from, to, alone);
      const constant = bound.constants[column] ?? MISSING;
      if (!Number.isNaN(constant)) fillEmpty(block, field, from, to, out, constant);
    }
    if (bound.effects.length > 0) this.#applyEffects();
    for (const column of required) {
      if (this.#found[column] !== 0) markMissing(this.#columns[column], from, to, alone);
    }
  }

  #withEffects(read: ReadCell): ReadColumn {
    const { effects } = this.#reading.bound;
    return ({ bytes, starts, ends, width }, field, from, to, out) => {
      for (let row = from; row < to; row += 1) {
        const start = starts[row * width + field] ?? 0;
        const end = ends[row * width + field] ?? 0;
        out[row] = start === end ? MISSING : read(bytes, start, end);
        while (this.#effectRows.length < effects.length) this.#effectRows.push(row);
      }
      return FOUND.missing | FOUND.refused;
    };
  }

  /** Codes give what the row itself does not say; where several do, the first column's. */
  #applyEffects(): void {
    const { effects } = this.#reading.bound;
    for (const [index, { column, value }] of effects.entries()) {
      const cells = this.#columns[column] ?? this.#give(column);
      const row = this.#effectRows[index] ?? 0;
      if (Number.isNaN(cells[row])) cells[row] = value;
    }
    effects.length = 0;
    this.#effectRows.length = 0;
  }

  #give(column: number): Float64Array {
    const cells = new Float64Array(MOST_ROWS).fill(MISSING);
    this.#columns[column] = cells;
    this.#given.push(cells);
    return cells;
  }
}

function markRefused(cells: Float64Array, from: number, to: number, marks: Uint8Array): void {
  for (let row = from; row < to; row += 1) if (cells[row] === REFUSED) marks[row] = 1;
}

function markMissing(cells: Float64Array | undefined, from: number, to: number, marks: Uint8Array): void {
  for (let row = from; row < to; row += 1) if (Number.isNaN(cells?.[row] ?? MISSING)) marks[row] = 1;
}

function fillEmpty(
  { starts, ends, width }: RecordBlock,
  field: number,
  from: number,
  to: number,
  out: Float64Array,
  constant: number,
): void {
  for (let row = from; row < to; row += 1) {
    const place = row * width + field;
    if (starts[place] === ends[place]) out[row] = constant;
  }
}
