import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CloudError } from './cloudError.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution of a state machine, as DescribeExecution tells of it. Times are milliseconds of the cloud's clock. */
export interface ExecutionRecord {
  readonly stateMachine: string;
  readonly name: string;
  /** 1, and one more for each start under the same name after this process died. */
  readonly attempt: number;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
}

export interface PendingEvent {
  readonly id: string;
  readonly function: string;
  readonly payload: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS executions (
  stateMachine TEXT NOT NULL, name TEXT NOT NULL, attempt INTEGER NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL,
  output TEXT, error TEXT, cause TEXT, startedAt INTEGER NOT NULL, stoppedAt INTEGER,
  PRIMARY KEY (stateMachine, name, attempt)
) STRICT;
CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, function TEXT NOT NULL, payload TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS mail (messageId TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;
`;

/**
 * What the cloud itself has to remember between starts; in memory without a folder. The file is locked as long as the cloud
 * runs, which is how a second start is noticed, and the lock goes with the process.
 */
export class Journal {
  readonly #database: DatabaseSync;
  #closed = false;

  constructor(folder?: string) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const path = folder === undefined ? ':memory:' : join(folder, 'cloud.db');
    try {
      this.#database = new DatabaseSync(path);
      this.#database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
      this.#database.exec(SCHEMA);
    } catch (error) {
      throw new CloudError(describe(error, folder ?? ''));
    }
  }

  setting(name: string): string | undefined {
    const row = this.#database.prepare('SELECT value FROM settings WHERE name = ?').get(name);
    return row === undefined ? undefined : String(row['value']);
  }

  set(name: string, value: string): void {
    this.#write('INSERT OR REPLACE INTO settings VALUES (?, ?)', name, value);
  }

  saveExecution(record: ExecutionRecord): void {
    const { stateMachine, name, attempt, status, input, output, error, cause, startedAt, stoppedAt } = record;
    const row = [stateMachine, name, attempt, status, input, output, error, cause, startedAt, stoppedAt];
    this.#write('INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...row);
  }

  /** Every execution and attempt, oldest first. */
  executions(): readonly ExecutionRecord[] {
    return this.#database
      .prepare('SELECT * FROM executions ORDER BY startedAt, rowid')
      .all() as unknown as ExecutionRecord[];
  }

  /** The last attempt under a name. */
  execution(stateMachine: string, name: string): ExecutionRecord | undefined {
    return this.#database
      .prepare('SELECT * FROM executions WHERE stateMachine = ? AND name = ? ORDER BY attempt DESC LIMIT 1')
      .get(stateMachine, name) as unknown as ExecutionRecord | undefined;
  }

  addEvent(id: string, functionName: string, payload: string): void {
    this.#write('INSERT INTO events VALUES (?, ?, ?)', id, functionName, payload);
  }

  removeEvent(id: string): void {
    this.#write('DELETE FROM events WHERE id = ?', id);
  }

  events(): readonly PendingEvent[] {
    return this.#database.prepare('SELECT * FROM events ORDER BY rowid').all() as unknown as PendingEvent[];
  }

  addMail(messageId: string, content: string): void {
    this.#write('INSERT INTO mail VALUES (?, ?)', messageId, content);
  }

  mail(): readonly string[] {
    return this.#database
      .prepare('SELECT content FROM mail ORDER BY rowid')
      .all()
      .map((row) => String(row['content']));
  }

  stop(): void {
    this.#closed = true;
    this.#database.close();
  }

  /** What still happens after `stop` is not remembered: it happens again after the next start. */
  #write(statement: string, ...values: (string | number | null)[]): void {
    if (!this.#closed) this.#database.prepare(statement).run(...values);
  }
}

function describe(error: unknown, folder: string): string {
  const message = error instanceof Error ? error.message : String(error);
  return /locked|busy/i.test(message)
    ? `another Waymark is running on ${folder}: stop it first, or start with --ephemeral`
    : damagedFolder(folder, message);
}

export const damagedFolder = (folder: string, reason: string): string =>
  `the data folder ${folder} is damaged (${reason}): delete it and start again, or start with --ephemeral`;
