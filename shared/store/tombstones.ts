import { createHmac, randomBytes } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys, PURGED, PURGED_STUDENT } from './keys.ts';

const BYTES = 32;
const table = () => environment('OPERATIONS_TABLE');

/** Who was purged, as far as one can ask: ids are kept as hashes under the district's own key. */
export interface Tombstones {
  /** Whether this is the id of a student who was purged. */
  has(id: string): boolean;
}

/** Hex HMAC-SHA256 of an id: whoever has the certificate cannot try ids without the key. */
const hashOf = (key: Uint8Array, id: string): string => createHmac('sha256', key).update(id).digest('hex');

/** Every student who was purged; undefined while nobody was. One request. */
export async function readTombstones(): Promise<Tombstones | undefined> {
  const hashes = new Set<string>();
  let key: Uint8Array | undefined;
  let startKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pk = :purged',
        ExpressionAttributeValues: { ':purged': PURGED },
        ConsistentRead: true,
        ExclusiveStartKey: startKey,
      }),
    );
    for (const item of page.Items ?? []) {
      const sk = String(item['sk']);
      if (sk.startsWith(PURGED_STUDENT)) hashes.add(sk.slice(PURGED_STUDENT.length));
      if (item['key'] instanceof Uint8Array) key = item['key'];
    }
    startKey = page.LastEvaluatedKey;
  } while (startKey);
  if (hashes.size === 0 || key === undefined) return undefined;
  const secret = key;
  const known = new Map<string, boolean>();
  return {
    has: (id) => {
      const answer = known.get(id) ?? hashes.has(hashOf(secret, id));
      known.set(id, answer);
      return answer;
    },
  };
}

/** Marks a student as purged from now on; answers the hash of the id. Doing it twice is doing it once. */
export async function entomb(id: string, purgeId: string): Promise<string> {
  const subject = await hashOfStudent(id);
  await putOnce({ ...operationsKeys.purgedStudent(subject), purgeId });
  return subject;
}

/** The keyed hash that stands for a student in certificates. */
export const hashOfStudent = async (id: string): Promise<string> => hashOf(await keyOfDistrict(), id);

/** Random, made by whoever comes first, the same for all from then on. */
async function keyOfDistrict(): Promise<Uint8Array> {
  const kept = await readKey();
  if (kept) return kept;
  await putOnce({ ...operationsKeys.purgedKey(), key: randomBytes(BYTES) });
  const made = await readKey();
  if (!made) throw new Error('the key of purges was there and is gone');
  return made;
}

async function readKey(): Promise<Uint8Array | undefined> {
  const Key = operationsKeys.purgedKey();
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item?.['key'] as Uint8Array | undefined;
}

/** Marks the district as purged: nothing is taken in or assessed any more. */
export async function entombTenant(purgeId: string): Promise<void> {
  await putOnce({ ...operationsKeys.purgedTenant(), purgeId });
}

export async function isTenantPurged(): Promise<boolean> {
  const Key = operationsKeys.purgedTenant();
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item !== undefined;
}

const putOnce = (Item: Record<string, unknown>): Promise<boolean> =>
  conditionally(
    documents.send(new PutCommand({ TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
