import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexStreamRecords } from '../../infra/local/engines/streamIndex.ts';
import { documents } from '../../shared/store/documents.ts';
import { LIST_INDEX } from '../../shared/store/keys.ts';

const TABLES = { STUDENT_TABLE: 'waymark-test-students', OPERATIONS_TABLE: 'waymark-test-operations' } as const;
const START_ATTEMPTS = 5;
/** A file system in memory, where the machine has one. */
const MEMORY = '/dev/shm';

export interface DynamoEngine {
  /** Talks to the engine without the document client's conversions: table descriptions, raw items. */
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  /** Empties both tables by making them anew. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A DynamoDB engine with the template's two tables, as fast as its stream's index makes it. `shared/store/documents.ts` and the tables' environment
 * variables point at it from then on, whether that module was imported before or after.
 */
export async function startDynamo(): Promise<DynamoEngine> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'waymark-test-'));
  const file = join(folder, 'dynamo.sqlite');
  const { server, endpoint } = await startServer(file, START_ATTEMPTS);
  // A test run that is cut off leaves neither an engine behind nor its file.
  process.once('exit', () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  indexStreamRecords(file);
  Object.assign(process.env, TABLES, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const client = new DynamoDBClient({ endpoint });
  pointAt(endpoint);
  await createTables(client);
  return {
    client,
    endpoint,
    clear: async () => {
      for (const TableName of Object.values(TABLES)) await client.send(new DeleteTableCommand({ TableName }));
      await createTables(client);
    },
    stop: async () => {
      client.destroy();
      if (server.exitCode !== null) return;
      const exited = once(server, 'exit');
      server.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client resolves its endpoint once, at its first request; an engine started later has to replace that one. */
function pointAt(endpoint: string): void {
  const { protocol, hostname, port } = new URL(endpoint);
  const resolved = { protocol, hostname, port: Number(port), path: '/' };
  Object.assign(documents.config, { endpoint: async () => resolved, isCustomEndpoint: true });
}

async function startServer(file: string, attempts: number): Promise<{ server: ChildProcess; endpoint: string }> {
  const port = await freePort();
  const args = ['serve', '--port', String(port), '--db-path', file];
  const server = spawn(dynoxideBinary(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const outcome = await Promise.race([
    once(server.stderr, 'data').then(() => 'listening' as const),
    once(server, 'exit').then(() => 'exited' as const),
  ]);
  if (outcome === 'listening') return { server, endpoint: `http://127.0.0.1:${port}` };
  // Somebody else took the port between the look and the start.
  if (attempts > 1) return startServer(file, attempts - 1);
  throw new Error('dynoxide did not start');
}

function dynoxideBinary(): string {
  return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}

async function createTables(client: DynamoDBClient): Promise<void> {
  for (const TableName of Object.values(TABLES)) {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S' as const,
        })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: LIST_INDEX,
            KeySchema: [
              { AttributeName: 'gsi1pk', KeyType: 'HASH' },
              { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        ...(TableName === TABLES.STUDENT_TABLE && {
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        }),
      }),
    );
  }
}
