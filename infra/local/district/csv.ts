/** A file of the drop: its header, and a generator of rows that name only the columns they fill. */
export interface CsvFile {
  readonly name: string;
  lines(): Iterable<string>;
}

export type Row<Column extends string> = { readonly [name in Column]?: string };

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

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
      for (const row of rows()) yield columns.map((column) => cell(row[column as Columns[number]] ?? '')).join(',');
    },
  };
}
