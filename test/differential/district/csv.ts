/** A file of rows that are written as they stand. */
export const csv = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;
