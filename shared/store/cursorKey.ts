import { randomBytes } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys } from './keys.ts';

const BYTES = 32;
const table = () => environment('OPERATIONS_TABLE');

/**
 * The district's key for cursors: random, made by whoever comes first, the same for all from then on. Without the item a new
 * one is made, and cursors of the old one are refused.
 */
export async function cursorKeyOfDistrict(): Promise<Buffer> {
  const kept = await readKey();
  if (kept) return kept;
  const made = randomBytes(BYTES);
  const isFirst = await conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.cursorKey(), key: made },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );
  if (isFirst) return made;
  const others = await readKey();
  if (!others) throw new Error('the key for cursors was there and is gone');
  return others;
}

/** Strongly consistent: a second key would refuse the cursors of the first. */
async function readKey(): Promise<Buffer | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.cursorKey(), ConsistentRead: true }),
  );
  const key: unknown = Item?.['key'];
  if (key === undefined) return undefined;
  if (!(key instanceof Uint8Array) || key.length !== BYTES) throw new Error('the key for cursors is damaged');
  return Buffer.from(key);
}
