import { DatabaseSync } from 'node:sqlite';

/** How long to wait for the engine's own writes. */
const BUSY_MS = 5_000;

/**
 * Gives Dynoxide's table of stream records the index its next sequence number is asked of. Without it every write to a
 * table with a stream reads all its records: the ten thousandth write takes twenty times as long as the first.
 */
export function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    database.exec(
      'CREATE INDEX IF NOT EXISTS _stream_sequence ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}
