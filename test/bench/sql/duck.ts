import { mkdirSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** Keeps DuckDB from looking for extensions anywhere, and from growing past the machine. */
const SETTINGS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  threads: '2',
  memory_limit: '8GB',
};

/** A database in memory that may spill into a folder. */
export async function openDuck(spillFolder: string): Promise<DuckDBConnection> {
  mkdirSync(spillFolder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { ...SETTINGS, temp_directory: spillFolder });
  return instance.connect();
}

export type DuckRow = Readonly<Record<string, unknown>>;

/** The rows of a query as JSON values: numbers beyond 53 bits and dates are text. */
export async function rowsOf(duck: DuckDBConnection, sql: string): Promise<readonly DuckRow[]> {
  return (await duck.runAndReadAll(sql)).getRowObjectsJson();
}

/** The one number a query answers. */
export async function numberOf(duck: DuckDBConnection, sql: string): Promise<number> {
  const [row] = await rowsOf(duck, sql);
  return Number(Object.values(row ?? {})[0]);
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
