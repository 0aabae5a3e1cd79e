import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { unzipSync } from 'fflate';
import { decodeTable, storedSchema } from '../../shared/lake/encoding.ts';
import { blocksOfPart } from '../../shared/records/blockFormat.ts';
import type { Stage } from './stage.ts';

/** Where something is kept, and all of it as text. */
export interface Kept {
  readonly where: string;
  readonly text: string;
}

const TABLES = ['Students', 'Operations'] as const;
const BUCKETS = ['Drops', 'Lake', 'Archive'] as const;

/** Everything the cloud keeps: items of both tables, objects of all buckets with what is packed in them, dead letters, logs. */
export async function* everythingIn(stage: Stage): AsyncGenerator<Kept> {
  for (const table of TABLES) yield* itemsOf(stage, table);
  for (const bucket of BUCKETS) yield* objectsOf(stage, bucket);
  for (const { queue, body } of stage.cloud.deadLetters()) yield { where: queue, text: body };
  for (const log of stage.cloud.functionLogs()) yield { where: `log of ${log.function}`, text: JSON.stringify(log) };
  for (const execution of stage.cloud.executions()) {
    yield { where: `execution of ${execution.stateMachine}`, text: JSON.stringify(execution) };
  }
}

async function* itemsOf(stage: Stage, table: (typeof TABLES)[number]): AsyncGenerator<Kept> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(stage.cloud.clients().dynamodb));
  const TableName = stage.cloud.resource(table, 'AWS::DynamoDB::Table');
  for await (const page of paginateScan({ client }, { TableName })) {
    for (const item of page.Items ?? []) yield { where: `${table} ${item['pk']} ${item['sk']}`, text: textOf(item) };
  }
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? Buffer.from(each).toString('hex') : each));

async function* objectsOf({ cloud, s3 }: Stage, bucket: (typeof BUCKETS)[number]): AsyncGenerator<Kept> {
  const Bucket = cloud.resource(bucket, 'AWS::S3::Bucket');
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket, ...(token !== '' && { ContinuationToken: token }) }),
    );
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0);
      for (const text of textsIn(Key, bytes)) yield { where: `${bucket} ${Key}`, text };
    }
    token = page.NextContinuationToken;
  }
}

function textsIn(key: string, bytes: Uint8Array): readonly string[] {
  if (key.endsWith('.zip')) return Object.values(unzipSync(bytes)).map((file) => Buffer.from(file).toString());
  if (key.endsWith('.table')) return [tableText(bytes)];
  if (key.endsWith('.blocks')) return blocksOfPart(bytes).map(({ lines }) => Buffer.from(lines).toString());
  return [Buffer.from(bytes).toString()];
}

/** Every text of a table's dictionaries, whether a row has it or not. */
function tableText(bytes: Uint8Array): string {
  const schema = storedSchema(bytes);
  const table = decodeTable(schema, bytes);
  return schema.columns.map(({ name }) => table.texts(name).join('\n')).join('\n');
}

/** Where one of some words stands by itself. */
export async function placesNaming(stage: Stage, ...words: readonly string[]): Promise<readonly string[]> {
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${words.join('|')})(?![A-Za-z0-9])`);
  const places = new Set<string>();
  for await (const { where, text } of everythingIn(stage)) if (pattern.test(text)) places.add(where);
  return [...places].sort();
}
