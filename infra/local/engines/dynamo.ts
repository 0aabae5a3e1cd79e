import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudError } from '../cloudError.ts';
import { indexStreamRecords } from './streamIndex.ts';

/** A table as `CreateTable` takes it. */
export interface TableDefinition {
  readonly TableName: string;
  readonly [property: string]: unknown;
}

/** Answer of the engine; `error` is the exception's name. */
type Answer = { readonly body: Record<string, unknown> } | { readonly error: string; readonly message: string };

/** A file system in memory, where the machine has one: data that goes with the cloud never needs a disk. */
const MEMORY = '/dev/shm';

/** DynamoDB, answered by Dynoxide in a process of its own; the data goes to `file`, or goes when the engine stops. */
export class Dynamo {
  readonly endpoint: string;
  readonly #process: ChildProcess;

  private constructor(endpoint: string, child: ChildProcess) {
    this.endpoint = endpoint;
    this.#process = child;
  }

  static async start(keptFile?: string): Promise<Dynamo> {
    let output = '';
    const file = keptFile ?? passingFile();
    // Another process can take the free port before the engine does; then the next one is tried.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const port = await freePort();
      const guard = fileURLToPath(new URL('guard.ts', import.meta.url));
      const mode = keptFile === undefined ? '--passing' : '--kept';
      const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file];
      // Detached, so that Ctrl-C reaches the cloud alone, which stops its engines in order.
      const child = spawn(process.execPath, [guard, mode, file, binaryPath(), ...args], {
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
      output = await readiness(child);
      if (output === '') {
        indexStreamRecords(file);
        return new Dynamo(`http://127.0.0.1:${port}`, child);
      }
      if (!output.includes('already in use')) break;
    }
    throw new Error(`the DynamoDB engine did not start${file ? ` on ${file}` : ''}: ${output}`);
  }

  /** Calls one action, `DynamoDB.CreateTable` or `DynamoDBStreams.GetRecords`. */
  async call(service: 'DynamoDB' | 'DynamoDBStreams', action: string, input: object): Promise<Answer> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${service}_20120810.${action}`,
        'x-amz-date': '20200101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (response.ok) return { body };
    return { error: String(body['__type']).split('#').at(-1) ?? '', message: String(body['message']) };
  }

  /** Creates a table, unless it is there from an earlier start. */
  async createTable(definition: TableDefinition): Promise<void> {
    const answer = await this.call('DynamoDB', 'CreateTable', definition);
    if ('error' in answer && answer.error !== 'ResourceInUseException') {
      throw new CloudError(`the table ${definition.TableName} could not be created: ${answer.message}`);
    }
  }

  /** ARN of the engine's own stream of a table. */
  async streamOf(table: string): Promise<string> {
    const answer = await this.call('DynamoDB', 'DescribeTable', { TableName: table });
    if ('error' in answer) throw new CloudError(`the table ${table} has no stream: ${answer.message}`);
    return String((answer.body['Table'] as Record<string, unknown>)['LatestStreamArn']);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await exited;
  }
}

function passingFile(): string {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'waymark-'));
  return join(folder, 'dynamo.sqlite');
}

function binaryPath(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const binary = ['dynoxide', 'dynoxide.exe'].map((file) => join(folder, file)).find((file) => existsSync(file));
    if (binary) return binary;
  } catch {
    // Said below, whichever way it is missing.
  }
  throw new CloudError(`the DynamoDB engine ${name} is not installed: run npm ci, or use a machine it is made for`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Empty once the engine listens, else what it said before it went. */
function readiness(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('listening on')) resolve('');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('exit', () => resolve(output.trim() || 'it ended at once'));
  });
}
