export type CellValue = string | number;

/** A plain text table: the first column to the left, numbers to the right, two spaces of indent. */
export function formatTable(headers: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  const cells = [headers, ...rows].map((row) => row.map((value) => shown(value)));
  const widths = headers.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const numeric = headers.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (numeric[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return cells.map((row) => `  ${line(row)}`).join('\n');
}

const shown = (value: CellValue) => (typeof value === 'number' ? value.toLocaleString('en-US') : value);
