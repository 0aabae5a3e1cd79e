import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Lake, s3Lake } from '../../shared/lake/lake.ts';
import { loadEdition, openTable } from '../../shared/lake/reader.ts';
import { stringAt } from '../../shared/lake/rows.ts';
import type { Table } from '../../shared/lake/table.ts';
import { FILES } from '../../shared/sis/registry.ts';
import { AUDIT, DISCLOSED, DISCLOSING } from '../../shared/store/keys.ts';
import type { Stage } from './stage.ts';

/** What lies behind the API, looked at as it is stored. */
const lakeBucket = ({ cloud }: Stage) => cloud.resource('Lake', 'AWS::S3::Bucket');

export const lakeOf = (stage: Stage): Lake => s3Lake(lakeBucket(stage), stage.s3);

/** Keys of the lake's objects, sorted. */
export async function lakeKeys(stage: Stage, prefix = ''): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page: ListObjectsV2CommandOutput = await stage.s3.send(
      new ListObjectsV2Command({
        Bucket: lakeBucket(stage),
        Prefix: prefix,
        ...(token !== '' && { ContinuationToken: token }),
      }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
    token = page.NextContinuationToken;
  }
  return keys.sort();
}

export async function lakeText(stage: Stage, key: string): Promise<string> {
  return Buffer.from((await lakeOf(stage).get(key)) ?? []).toString('latin1');
}

/** Every row of an edition by table, each with its line; which drop it came from is left out. */
export async function editionRows(stage: Stage, number: number): Promise<Readonly<Record<string, readonly string[]>>> {
  const edition = await loadEdition(lakeOf(stage), number);
  const tables = await Promise.all(
    FILES.map(async ({ table }) => [table.name, rowTexts(await openTable(lakeOf(stage), edition, table))] as const),
  );
  return Object.fromEntries(tables);
}

function rowTexts(table: Table): readonly string[] {
  const columns = table.schema.columns.map(({ name, kind }) => {
    if (kind !== 'string') return (kind === 'decimal' ? table.decimals(name) : table.ints(name)).values;
    const column = table.strings(name);
    return { at: (row: number) => stringAt(column, row) };
  });
  return Array.from({ length: table.rowCount }, (_, row) =>
    JSON.stringify([...columns.map((column) => column.at(row)), table.lines.values[row]]),
  ).sort();
}

/** Items of the student table by key, as they are stored; without what a test itself puts on record by asking the API. */
export async function studentItems(stage: Stage): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(stage.cloud.clients().dynamodb));
  const items = new Map<string, Record<string, unknown>>();
  const TableName = stage.cloud.resource('Students', 'AWS::DynamoDB::Table');
  for await (const page of paginateScan({ client: documents }, { TableName })) {
    for (const item of page.Items ?? []) {
      const key = `${item['pk']} ${item['sk']}`;
      if (![AUDIT, DISCLOSED, DISCLOSING].some((partitions) => key.startsWith(partitions))) items.set(key, item);
    }
  }
  return items;
}
