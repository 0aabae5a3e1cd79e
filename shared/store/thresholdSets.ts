import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { keptThresholdSet, type ThresholdSet } from '../tenant/thresholds.ts';
import { getItems, keyText } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { type Reach, reachIn } from './editions.ts';
import { operationsKeys, THRESHOLDS_CHANGES } from './keys.ts';

/** Who did something, and when. */
export interface Authorship {
  /** `sourcedId` of users.csv. */
  readonly by: StaffId;
  /** Instant. */
  readonly at: string;
}

/** A threshold set that somebody added. What it says never changes; it may be withdrawn before it takes effect. */
export interface StoredSet {
  readonly set: ThresholdSet;
  readonly created: Authorship;
  readonly withdrawn?: Authorship;
}

export interface StoredSets {
  /** Counts the changes of the list. */
  readonly revision: number;
  /** In the order in which they were added, withdrawn ones too. */
  readonly sets: readonly StoredSet[];
}

/** One change of the list. */
export interface ThresholdsChange extends Authorship {
  readonly revision: number;
  readonly action: 'added' | 'withdrawn';
  readonly version: string;
  readonly effectiveFrom: string;
  /** The version that was to be in force from `effectiveFrom` on before the change, and the one after it. */
  readonly before: string;
  readonly after: string;
}

/** What the list says of a set; the set itself is an item of its own. */
interface ListedSet {
  readonly version: string;
  readonly created: Authorship;
  readonly withdrawn?: Authorship;
}

const table = () => environment('OPERATIONS_TABLE');

/** The sets people have added, as of one change of the list. */
export async function readStoredSets(): Promise<StoredSets> {
  const Key = operationsKeys.thresholds();
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return setsOf(Item);
}

/** The sets of a list; none cost no request. */
async function setsOf(list: Readonly<Record<string, unknown>> | undefined): Promise<StoredSets> {
  const { revision = 0, sets = [] } = (list ?? {}) as { revision?: number; sets?: readonly ListedSet[] };
  const items = await getItems(
    table(),
    sets.map(({ version }) => operationsKeys.thresholdSet(version)),
  );
  return {
    revision,
    sets: sets.map(({ version, ...authors }) => {
      const item = items.get(keyText(operationsKeys.thresholdSet(version)));
      if (!item) throw new Error('a threshold set is listed and not there');
      // A set that was stored before a domain had its section has that domain's defaults.
      return { set: keptThresholdSet.parse(JSON.parse(String(item['set']))), ...authors };
    }),
  };
}

/** Those that are to be in force some day, or are. */
export async function readStandingSets(): Promise<readonly ThresholdSet[]> {
  return standingOf(await readStoredSets());
}

/** The same with how far attendance is known: one request while nobody has added a set. */
export async function readReachAndSets(): Promise<{ readonly reach: Reach; readonly sets: readonly ThresholdSet[] }> {
  const [coverage, list] = [operationsKeys.coverage(), operationsKeys.thresholds()];
  const items = await getItems(table(), [coverage, list]);
  return { reach: reachIn(items.get(keyText(coverage))), sets: standingOf(await setsOf(items.get(keyText(list)))) };
}

const standingOf = ({ sets }: StoredSets): readonly ThresholdSet[] =>
  sets.filter(({ withdrawn }) => withdrawn === undefined).map(({ set }) => set);

/** Adds a set to the list as it was read; false when somebody has changed that meanwhile. */
export function addSet({ revision, sets }: StoredSets, added: StoredSet, change: ThresholdsChange): Promise<boolean> {
  const item = { ...operationsKeys.thresholdSet(added.set.version), set: JSON.stringify(added.set) };
  return changeList(revision, [...sets, added], change, [putNew(item)]);
}

/** Marks a set of the list as withdrawn; false when somebody has changed the list since it was read. */
export function withdrawSet({ revision, sets }: StoredSets, change: ThresholdsChange): Promise<boolean> {
  const withdrawn = { by: change.by, at: change.at };
  const after = sets.map((each) => (each.set.version === change.version ? { ...each, withdrawn } : each));
  return changeList(revision, after, change, []);
}

const putNew = (Item: Record<string, unknown>) => ({
  Put: { TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' },
});

function changeList(
  revision: number,
  sets: readonly StoredSet[],
  change: ThresholdsChange,
  items: readonly ReturnType<typeof putNew>[],
): Promise<boolean> {
  const listed = sets.map(({ set, created, withdrawn }): ListedSet => {
    return { version: set.version, created, ...(withdrawn && { withdrawn }) };
  });
  const list = {
    Put: {
      TableName: table(),
      Item: { ...operationsKeys.thresholds(), revision: change.revision, sets: listed },
      ConditionExpression: revision === 0 ? 'attribute_not_exists(pk)' : '#revision = :revision',
      ...(revision > 0 && {
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': revision },
      }),
    },
  };
  const history = putNew({ ...operationsKeys.thresholdsChange(change.revision), change });
  return conditionally(documents.send(new TransactWriteCommand({ TransactItems: [list, history, ...items] })));
}

export interface ChangePage {
  /** Newest first. */
  readonly changes: readonly ThresholdsChange[];
  /** Where the next page begins; absent on the last one. */
  readonly after?: number;
}

/** Every change of the list there has been. */
export async function listThresholdsChanges(options: {
  readonly limit: number;
  readonly after?: number;
}): Promise<ChangePage> {
  const { limit, after } = options;
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :thresholds AND begins_with(sk, :change)',
      ExpressionAttributeValues: { ':thresholds': operationsKeys.thresholds().pk, ':change': THRESHOLDS_CHANGES },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: operationsKeys.thresholdsChange(after) }),
    }),
  );
  const changes = Items.map((item) => item['change'] as ThresholdsChange);
  const last = changes.at(-1);
  return { changes, ...(LastEvaluatedKey && last && { after: last.revision }) };
}
