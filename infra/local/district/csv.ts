/** A file of the drop: its header, and a generator of rows that name only the columns they fill. */
export interface CsvFile {
  readonly name: string;
  lines(): Iterable<string>;
}

export type Row<Column extends string> = { readonly [name in Column]?: string };

/** The columns that every OneRoster file begins with. */
export const BASE = ['sourcedId', 'status', 'dateLastModified'] as const;

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row as the file has it. */
export const csvLine = <Column extends string>(columns: readonly Column[], row: Row<Column>): string =>
  columns.map((column) => cell(row[column] ?? '')).join(',');

/** A file from its columns, in order, and its rows. */
export function csvFile<const Columns extends readonly string[]>(
  name: string,
  columns: Columns,
  rows: () => Iterable<Row<Columns[number]>>,
): CsvFile {
  return {
    name,
    *lines() {
      yield columns.join(',');
      for (const row of rows()) yield csvLine<Columns[number]>(columns, row);
    },
  };
}
