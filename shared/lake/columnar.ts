import { Cells } from './cells.ts';
import { Dictionary } from './dictionary.ts';
import type { ColumnSchema, TableSchema } from './schema.ts';
import type { Column, DecimalColumn, IntColumn, NumberColumn, StringColumn, Table } from './table.ts';

/** One column as it is kept: numbers, and the dictionary its codes point into when it holds strings. */
export interface StoredColumn {
  readonly schema: ColumnSchema;
  readonly cells: Cells;
  readonly dictionary?: Dictionary;
}

/** Names of the provenance columns in a stored table; no CSV column can be called so. */
export const DROPS: ColumnSchema = { name: '#drop', kind: 'string' };
export const LINES: ColumnSchema = { name: '#line', kind: 'integer' };

/** A `Table` over stored columns; what readers ask for is widened at the first call and kept. */
export class ColumnarTable implements Table {
  readonly schema: TableSchema;
  readonly rowCount: number;
  readonly #stored: ReadonlyMap<string, StoredColumn>;
  readonly #opened = new Map<string, Column>();

  /** A column of the schema that `columns` lacks is missing in every row. */
  constructor(schema: TableSchema, rowCount: number, columns: Iterable<StoredColumn>) {
    this.schema = schema;
    this.rowCount = rowCount;
    const stored = new Map([...columns].map((column) => [column.schema.name, column]));
    for (const column of [...schema.columns, DROPS, LINES]) {
      const found = stored.get(column.name);
      if (found?.schema.kind !== column.kind) stored.set(column.name, emptyColumn(column, rowCount));
    }
    this.#stored = stored;
  }

  strings(name: string): StringColumn {
    return this.#open(name, ['string'], ({ cells, dictionary }) => ({
      kind: 'string',
      codes: cells.toInt32(),
      values: dictionary?.values() ?? [],
    })) as StringColumn;
  }

  ints(name: string): IntColumn {
    return this.#open(name, ['day', 'integer'], ({ schema, cells }) => ({
      kind: schema.kind === 'day' ? 'day' : 'integer',
      values: cells.toInt32(),
    })) as IntColumn;
  }

  decimals(name: string): DecimalColumn {
    return this.#open(name, ['decimal'], ({ cells }) => ({
      kind: 'decimal',
      values: cells.toFloat64(),
    })) as DecimalColumn;
  }

  numbers(name: string): NumberColumn {
    return this.stored(name).cells;
  }

  texts(name: string): readonly string[] {
    return this.stored(name).dictionary?.values() ?? [];
  }

  dictionary(name: string): Dictionary {
    return this.stored(name).dictionary ?? new Dictionary();
  }

  get drops(): StringColumn {
    return this.strings(DROPS.name);
  }

  get lines(): IntColumn {
    return this.ints(LINES.name);
  }

  /** The column as it is stored; for the merge and the encoding. */
  stored(name: string): StoredColumn {
    const column = this.#stored.get(name);
    if (!column) throw new TypeError(`the table ${this.schema.name} has no column ${name}`);
    return column;
  }

  #open(name: string, kinds: readonly string[], open: (column: StoredColumn) => Column): Column {
    const column = this.stored(name);
    if (!kinds.includes(column.schema.kind)) {
      throw new TypeError(`the column ${name} of ${this.schema.name} holds ${column.schema.kind}`);
    }
    const opened = this.#opened.get(name) ?? open(column);
    this.#opened.set(name, opened);
    return opened;
  }
}

function emptyColumn(schema: ColumnSchema, rowCount: number): StoredColumn {
  const cells = Cells.missing(rowCount);
  return schema.kind === 'string' ? { schema, cells, dictionary: new Dictionary() } : { schema, cells };
}

/** A table without rows. */
export function emptyTable(schema: TableSchema): ColumnarTable {
  return new ColumnarTable(schema, 0, []);
}
