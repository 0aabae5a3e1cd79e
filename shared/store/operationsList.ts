import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { documents } from './documents.ts';
import { LIST_INDEX } from './keys.ts';

/** What is asked of a list of drops or runs. */
export interface OperationsQuery {
  readonly limit: number;
  /** The newest first unless said. */
  readonly sort?: 'newest' | 'oldest';
  /** The last place of the page before. */
  readonly after?: string | undefined;
  readonly status?: string | undefined;
  /** Instants: from the first on, to before the second. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface OperationsPage<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last one. */
  readonly after?: string;
}

/** Before and after every place: places begin with an instant. */
const [FIRST, LAST] = ['0', ':'];

/**
 * A page of the list of drops or runs, by the instant of their coming. It may be some milliseconds behind; a filter keeps
 * the page full, so that it may take several requests.
 * @param list `gsi1pk` of the list
 * @param member which attribute of an item holds the record
 */
export async function listOperations<T>(
  list: string,
  member: 'drop' | 'run',
  { limit, sort = 'newest', after, status, from, to }: OperationsQuery,
): Promise<OperationsPage<T>> {
  const newest = sort === 'newest';
  const low = newest ? (from ?? FIRST) : (after ?? from ?? FIRST);
  const high = newest ? (after ?? to ?? LAST) : (to ?? LAST);
  // Places are instants and more: all of them are above the bare instant, and so `to` itself is left out.
  if (low > high) return { items: [] };
  const found: { readonly place: string; readonly item: T }[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: environment('OPERATIONS_TABLE'),
        IndexName: LIST_INDEX,
        KeyConditionExpression: 'gsi1pk = :list AND gsi1sk BETWEEN :low AND :high',
        ExpressionAttributeValues: {
          ...{ ':list': list, ':low': low, ':high': high },
          ...(status !== undefined && { ':status': status }),
        },
        ...(status !== undefined && {
          FilterExpression: '#member.#status = :status',
          ExpressionAttributeNames: { '#member': member, '#status': 'status' },
        }),
        ScanIndexForward: !newest,
        // One more to know whether there is a next page, and the last one of the page before.
        ...(status === undefined && { Limit: limit + 2 }),
        ExclusiveStartKey: start,
      }),
    );
    for (const item of answer.Items ?? []) {
      const place = String(item['gsi1sk']);
      if (place !== after) found.push({ place, item: item[member] as T });
    }
    start = answer.LastEvaluatedKey;
  } while (start && found.length <= limit);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(({ item }) => item), ...(found.length > limit && last && { after: last.place }) };
}
