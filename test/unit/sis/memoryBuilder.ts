import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { DECIMAL_SCALE, type TableSchema } from '../../../shared/lake/schema.ts';
import type { TableBuilder } from '../../../shared/lake/table.ts';

export type Cell = string | number | undefined;

export interface MemoryRow {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly line: number;
  readonly deleted: boolean;
}

export interface ProtectedKey {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly unreadable: readonly string[];
}

/** Keeps what a parse hands over in a readable form: days as ISO dates, decimals in units, missing cells left out. */
export class MemoryBuilder implements TableBuilder {
  readonly schema: TableSchema;
  readonly rows: MemoryRow[] = [];
  readonly protectedKeys: ProtectedKey[] = [];
  private readonly words: string[] = [];

  constructor(schema: TableSchema) {
    this.schema = schema;
  }

  intern(_column: number, bytes: Uint8Array, start: number, end: number): number {
    return this.internString(_column, new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end)));
  }

  internString(_column: number, value: string): number {
    const known = this.words.indexOf(value);
    return known >= 0 ? known : this.words.push(value) - 1;
  }

  append(values: Float64Array, line: number, deleted = false): void {
    this.rows.push({ cells: this.cellsOf(values), line, deleted });
  }

  appendBlock(columns: readonly (Float64Array | undefined)[], from: number, to: number, line: number): void {
    for (let at = from; at < to; at += 1) {
      const values = Float64Array.from(this.schema.columns, (_, place) => columns[place]?.[at] ?? Number.NaN);
      this.append(values, line + at - from);
    }
  }

  protect(values: Float64Array, unreadable: readonly number[]): void {
    const names = unreadable.map((column) => this.schema.columns[column]?.name ?? '');
    this.protectedKeys.push({ cells: this.cellsOf(values), unreadable: names });
  }

  private cellsOf(values: Float64Array): Readonly<Record<string, Cell>> {
    const entries = this.schema.columns.map(({ name, kind }, column): [string, Cell] => {
      const value = values[column] ?? Number.NaN;
      if (Number.isNaN(value)) return [name, undefined];
      if (kind === 'string') return [name, this.words[value]];
      return [name, kind === 'day' ? formatDay(value) : kind === 'decimal' ? value / DECIMAL_SCALE : value];
    });
    return Object.fromEntries(entries.filter(([, cell]) => cell !== undefined));
  }
}
