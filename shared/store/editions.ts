import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Coverage, Edition } from '../lake/edition.ts';
import { environment } from '../runtime/environment.ts';
import { documents } from './documents.ts';
import { dropItem, unmoved } from './drops.ts';
import type { DropRecord } from './entities.ts';
import { type Key, operationsKeys } from './keys.ts';
import { packMarks, type SchoolMarks, type StoredSchoolMarks, unpackMarks } from './schoolMarks.ts';

const table = () => environment('OPERATIONS_TABLE');

/** Where a drop stands in the order of drops: when it was generated, then the key of its closing object. */
export interface OrderMark {
  readonly generatedAt: string;
  readonly objectKey: string;
  /** The school year it speaks of: what its manifest declares, else the one it was generated in. */
  readonly schoolYear?: number;
}

/** What ingest builds on. Every accepted drop counts `revision` up, one that changed no row as well. */
export interface CurrentState {
  /** 0 before the first drop. */
  readonly revision: number;
  /** Absent before the first drop that carried a row. */
  readonly edition?: Edition;
  /**
   * By table, the last drop that changed or confirmed it: an older one never overwrites it. Tables that know school years
   * have a mark for each as well, `attendanceEvents/2022`.
   */
  readonly marks: Readonly<Record<string, OrderMark>>;
  /** School years at whose turn `waymark.rollover` has lifted the deletion guard; it does so once a year. */
  readonly rollovers: readonly number[];
}

const NOTHING: CurrentState = { revision: 0, marks: {}, rollovers: [] };

export async function readCurrent(): Promise<CurrentState> {
  return ((await read(operationsKeys.currentEdition()))?.['state'] as CurrentState | undefined) ?? NOTHING;
}

/** The edition readers build on; undefined before the first accepted drop. */
export async function currentEdition(): Promise<Edition | undefined> {
  return (await readCurrent()).edition;
}

/** How far the data reaches; kept beside the edition, because a drop that changes no row moves it on. */
export interface Reach {
  readonly coverage: Coverage;
  readonly schoolMarks: SchoolMarks;
}

/** How far attendance is known, by school, and which drops last spoke of each school. */
export async function readReach(): Promise<Reach> {
  return reachIn(await read(operationsKeys.coverage()));
}

/** What the item of `operationsKeys.coverage` holds. */
export function reachIn(item: Readonly<Record<string, unknown>> | undefined): Reach {
  const marks = item?.['schoolMarks'] as StoredSchoolMarks | undefined;
  return { coverage: (item?.['coverage'] as Coverage | undefined) ?? {}, schoolMarks: marks ? unpackMarks(marks) : {} };
}

/** How far attendance is known, by school. */
export async function readCoverage(): Promise<Coverage> {
  return (await readReach()).coverage;
}

async function read(Key: Key): Promise<Record<string, unknown> | undefined> {
  return (await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item;
}

export interface Commit {
  /** The state it was built on, by revision: another one refuses it. */
  readonly basedOn: number;
  readonly state: CurrentState;
  readonly reach: Reach;
  /** The drop's record before and after. */
  readonly from: DropRecord;
  readonly to: DropRecord;
}

/**
 * Makes a drop's outcome current in one conditional write: edition, coverage, marks and the drop's own record. False when
 * another drop has come in between, or this one has been decided already.
 */
export async function commit({ basedOn, state, reach, from, to }: Commit): Promise<boolean> {
  const isNewEdition = state.edition?.dropId === to.dropId;
  const put = (item: object, condition: object = {}) => ({ Put: { TableName: table(), Item: item, ...condition } });
  const sameRevision =
    basedOn === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#state.revision = :basedOn',
          ...names,
          ExpressionAttributeValues: { ':basedOn': basedOn },
        };
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...operationsKeys.currentEdition(), state }, sameRevision),
          put({
            ...operationsKeys.coverage(),
            coverage: reach.coverage,
            schoolMarks: packMarks(reach.schoolMarks),
          }),
          put(dropItem(to), unmoved(from)),
          ...(isNewEdition && state.edition
            ? [put({ ...operationsKeys.edition(state.edition.number), edition: state.edition })]
            : []),
        ],
      }),
    );
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

const names = { ExpressionAttributeNames: { '#state': 'state' } };

function isRefused(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(
      ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
    )
  );
}
