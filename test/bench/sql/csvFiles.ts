import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnSpec, FileSpec } from '../../../shared/sis/fileSpec.ts';
import { FILES } from '../../../shared/sis/registry.ts';
import { literal } from './duck.ts';

/** A CSV file of a drop as DuckDB is to read it. */
export interface CsvFile {
  readonly spec: FileSpec;
  readonly path: string;
  readonly header: readonly string[];
}

/** The files of a folder that Waymark makes tables of, in its order. */
export function csvFiles(folder: string): readonly CsvFile[] {
  const names = new Set(readdirSync(folder));
  return FILES.filter(({ name }) => names.has(`${name}.csv`)).map((spec) => {
    const path = join(folder, `${spec.name}.csv`);
    return { spec, path, header: headerOf(path) };
  });
}

function headerOf(path: string): readonly string[] {
  const file = openSync(path, 'r');
  const bytes = Buffer.alloc(4096);
  const length = readSync(file, bytes);
  closeSync(file);
  return bytes.toString('utf8', 0, length).split('\n', 1)[0]?.trimEnd().split(',') ?? [];
}

/** DuckDB's type of a column, from the kind it has in the lake. */
export function duckType(column: ColumnSpec | undefined): string {
  switch (column?.type.kind) {
    case 'day':
      return 'DATE';
    case 'decimal':
      return 'DECIMAL(15,6)';
    case 'integer':
      return column.type.code === 'row.invalid_boolean' ? 'BOOLEAN' : 'INTEGER';
    default:
      return 'VARCHAR';
  }
}

/**
 * A `read_csv` call with every column typed and nothing guessed. Rows that DuckDB cannot read are left out and listed in
 * `reject_errors`.
 */
export function readCsv({ path, header, spec }: CsvFile): string {
  const columns = header.map((name) => {
    const column = spec.columns.find((each) => each.name === name);
    return `${literal(name)}: ${literal(duckType(column))}`;
  });
  return (
    `read_csv(${literal(path)}, columns = {${columns.join(', ')}}, auto_detect = false, header = true, delim = ',', ` +
    `quote = '"', escape = '"', nullstr = '', dateformat = '%Y-%m-%d', max_line_size = 16777216, store_rejects = true)`
  );
}
