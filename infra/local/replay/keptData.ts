import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { type Lake, s3Lake } from '../../../shared/lake/lake.ts';
import { CloudError } from '../cloudError.ts';
import { Dynamo } from '../engines/dynamo.ts';
import { CREDENTIALS } from '../engines/presigned.ts';
import { Storage } from '../engines/storage.ts';
import { Journal } from '../journal.ts';
import { REGION } from '../parts.ts';
import type { ReplayArguments } from './arguments.ts';

export interface OpenedData {
  readonly lake: Lake;
  close(): Promise<void>;
}

/**
 * Opens what `npm start` has kept, without its functions, schedules and API: nothing happens in it. The environment names
 * its operations table from then on. Throws a `CloudError` when there is nothing, or somebody else uses it.
 */
export async function openKeptData({ data, tenant }: Pick<ReplayArguments, 'data' | 'tenant'>): Promise<OpenedData> {
  const folder = join(data, 'engines');
  if (!existsSync(folder)) throw new CloudError(`${data} holds no data: npm start -- --sample puts some there.`);
  const journal = new Journal(data);
  const dynamo = await Dynamo.start(join(folder, 'tables.db'));
  const storage = await Storage.start({
    region: REGION,
    now: () => new Date(),
    onObjectCreated: () => undefined,
    directory: folder,
  });
  const close = async () => {
    await storage.stop();
    await dynamo.stop();
    journal.stop();
  };
  try {
    Object.assign(process.env, {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      OPERATIONS_TABLE: theOne(await tablesOf(dynamo), `waymark-${tenant}-data-operations`, data),
    });
    const s3 = new S3Client({
      endpoint: `http://127.0.0.1:${storage.port}`,
      region: REGION,
      credentials: CREDENTIALS,
      forcePathStyle: true,
    });
    return { close, lake: s3Lake(theOne(await bucketsOf(s3), `waymark-${tenant}-data-lake`, data), s3) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tablesOf(dynamo: Dynamo): Promise<readonly string[]> {
  const answer = await dynamo.call('DynamoDB', 'ListTables', {});
  return 'body' in answer ? (answer.body['TableNames'] as string[]) : [];
}

async function bucketsOf(s3: S3Client): Promise<readonly string[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return Buckets.flatMap(({ Name }) => Name ?? []);
}

/** Names are the stack's and the resource's, and end in what tells versions of a resource apart. */
function theOne(names: readonly string[], beginning: string, data: string): string {
  const name = names.find((each) => each.toLowerCase().startsWith(beginning));
  if (name === undefined) throw new CloudError(`${data} holds no ${beginning}: name the district with --tenant.`);
  return name;
}
