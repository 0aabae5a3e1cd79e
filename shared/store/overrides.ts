import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId, StudentId } from '../domain/identity.ts';
import type { TierOverride } from '../domain/tiers/override.ts';
import { environment } from '../runtime/environment.ts';
import { documents } from './documents.ts';
import { OVERRIDES, studentKeys } from './keys.ts';

/** A crisis override as somebody made it; never changed. Days are the district's local ones. */
export interface OverrideRecord extends TierOverride {
  readonly overrideId: string;
  readonly studentSourcedId: StudentId;
  readonly reason: string;
  readonly startsOn: string;
  readonly createdBy: StaffId;
  readonly createdAt: string;
}

/** That somebody ended it before its last day; written once, beside the record. */
export interface OverrideEnd {
  readonly by: StaffId;
  readonly at: string;
  /** The local day of `at`. */
  readonly on: string;
  readonly reason: string;
}

export interface KnownOverride extends OverrideRecord {
  readonly end?: OverrideEnd;
}

/** The latest override of each domain of one student, over or not. */
export interface StandingOverrides {
  /** Counts the writes. */
  readonly version: number;
  readonly latest: readonly KnownOverride[];
}

/** Somebody else has written meanwhile this often, one after the other. */
const ATTEMPTS = 5;
const NONE: StandingOverrides = { version: 0, latest: [] };
const table = () => environment('STUDENT_TABLE');

/** Whether an override acts on a local day. */
export const isActive = ({ end, expiresOn }: KnownOverride, day: string): boolean =>
  end === undefined && day <= expiresOn;

/**
 * Keeps a new override. `known`: this id is there already; `another`: one acts in that domain, which has to be ended
 * first; `contended`: others kept writing overrides of this student.
 */
export async function createOverride(record: OverrideRecord): Promise<'created' | 'known' | 'another' | 'contended'> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const standing = await readStanding(record.studentSourcedId);
    const same = standing.latest.find(({ domain }) => domain === record.domain);
    if (same?.overrideId === record.overrideId) return 'known';
    if (same && isActive(same, record.startsOn)) return 'another';
    const item = { ...studentKeys.override(record.studentSourcedId, record.overrideId), override: record };
    const outcome = await writeBeside(item, standing, record);
    if (outcome === 'there') return 'known';
    if (outcome === 'written') return 'created';
  }
  return 'contended';
}

/**
 * Ends an override before its time and answers with it. Ended twice is ended once, by the first. `unknown`: the student has
 * none with this id; `over`: its last day is past, or a later one has taken its place.
 */
export async function endOverride(
  student: StudentId,
  overrideId: string,
  end: OverrideEnd,
): Promise<KnownOverride | 'unknown' | 'over' | 'contended'> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const standing = await readStanding(student);
    const known = standing.latest.find((each) => each.overrideId === overrideId);
    if (!known) return overWithout(student, overrideId);
    if (known.end) return known;
    if (!isActive(known, end.on)) return 'over';
    const ended = { ...known, end };
    const item = { ...studentKeys.overrideEnd(student, overrideId), end: { overrideId, ...end } };
    if ((await writeBeside(item, standing, ended)) === 'written') return ended;
  }
  return 'contended';
}

async function overWithout(student: StudentId, overrideId: string): Promise<KnownOverride | 'unknown' | 'over'> {
  const past = (await overridesOfStudent(student)).find((each) => each.overrideId === overrideId);
  if (!past) return 'unknown';
  return past.end ? past : 'over';
}

/** Every override a student has had, the newest first. */
export async function overridesOfStudent(student: StudentId): Promise<readonly KnownOverride[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  const { pk, sk } = studentKeys.override(student, '');
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :override)',
      ExpressionAttributeValues: { ':student': pk, ':override': sk },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) items.push(...(page.Items ?? []));
  return overridesIn(items);
}

/** The overrides that items of a student's partition hold, the newest first. */
export function overridesIn(items: readonly Readonly<Record<string, unknown>>[]): readonly KnownOverride[] {
  const records: OverrideRecord[] = [];
  const ends = new Map<string, OverrideEnd>();
  for (const item of items) {
    if (item['override']) records.push(item['override'] as OverrideRecord);
    const { overrideId, ...end } = (item['end'] ?? {}) as OverrideEnd & { overrideId?: string };
    if (overrideId !== undefined) ends.set(overrideId, end);
  }
  return records
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt || a.overrideId < b.overrideId ? -1 : 1))
    .map((record) => {
      const end = ends.get(record.overrideId);
      return { ...record, ...(end && { end }) };
    });
}

/** The overrides that act on a day, of the whole district; as they are at this moment, without the index's delay. */
export async function* activeOverrides(day: string): AsyncGenerator<KnownOverride> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :overrides',
      ExpressionAttributeValues: { ':overrides': OVERRIDES },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) yield* standingIn(item).latest.filter((each) => isActive(each, day));
  }
}

/** What an item of `standingOverrides` holds. */
export const standingIn = (item: Readonly<Record<string, unknown>> | undefined): StandingOverrides =>
  (item?.['standing'] as StandingOverrides | undefined) ?? NONE;

async function readStanding(student: StudentId): Promise<StandingOverrides> {
  const Key = studentKeys.standingOverrides(student);
  return standingIn((await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item);
}

/** Adds an item to the record and brings what stands up to date, in one write. */
async function writeBeside(
  item: Record<string, unknown>,
  { version, latest }: StandingOverrides,
  changed: KnownOverride,
): Promise<'written' | 'there' | 'outrun'> {
  const others = latest.filter(({ domain }) => domain !== changed.domain);
  const standing: StandingOverrides = { version: version + 1, latest: [...others, changed] };
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table(), Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
          {
            Put: {
              TableName: table(),
              Item: { ...studentKeys.standingOverrides(changed.studentSourcedId), standing },
              ConditionExpression: 'attribute_not_exists(pk) OR #standing.#version = :version',
              ExpressionAttributeNames: { '#standing': 'standing', '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            },
          },
        ],
      }),
    );
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [first] = error.CancellationReasons ?? [];
    return first?.Code === 'ConditionalCheckFailed' ? 'there' : 'outrun';
  }
}
