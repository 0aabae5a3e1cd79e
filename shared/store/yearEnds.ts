import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { GraduationStatus } from '../domain/graduation/audit.ts';
import type { StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys } from './keys.ts';

/**
 * `closing`: asked for, inputs not frozen yet. `auditing`: edition and configuration are pinned. `inReview`: every
 * student has a status, people decide the exceptions. `sealing`: signed off. `sealed`: nothing changes any more.
 */
export type YearEndStatus = 'closing' | 'auditing' | 'inReview' | 'sealing' | 'sealed' | 'failed';

export interface SignOff {
  readonly by: StaffId;
  readonly at: string;
}

/** What the seal wrote to the archive bucket. */
export interface ArchiveReference {
  readonly manifestKey: string;
  /** Hex SHA-256 of the manifest, which names every other object by its own. */
  readonly sha256: string;
  readonly records: number;
}

/** The closing of one school year. Names no student. */
export interface YearEndRecord {
  /** The calendar year in which the school year ends. */
  readonly schoolYear: number;
  readonly status: YearEndStatus;
  /** 1 for the first closing; one more each time the year is closed anew before it is signed off. */
  readonly attempt: number;
  readonly requestedAt: string;
  readonly requestedBy?: StaffId;
  readonly frozen?: FrozenInputs;
  /** Batches the class was split into. */
  readonly batches?: number;
  readonly students?: number;
  readonly counts?: Readonly<Record<GraduationStatus, number>>;
  /** Exceptions nobody has decided. */
  readonly openExceptions?: number;
  readonly signOff?: SignOff;
  /** 1 for the first sealing execution, one more each time sealing failed and was asked for again. */
  readonly sealAttempt?: number;
  readonly archive?: ArchiveReference;
  readonly sealedAt?: string;
  readonly failure?: { readonly during: 'closing' | 'sealing'; readonly error: string; readonly cause: string };
}

/** What a closing is computed from, pinned by its first step. */
export interface FrozenInputs {
  readonly edition: number;
  readonly configurationVersion: string;
  /** ISO day on which enrolment decides who is in the class. */
  readonly closingDay: string;
}

const table = () => environment('OPERATIONS_TABLE');

export async function readYearEnd(schoolYear: number): Promise<YearEndRecord | undefined> {
  const answer = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.yearEnd(schoolYear), ConsistentRead: true }),
  );
  return answer.Item?.['yearEnd'] as YearEndRecord | undefined;
}

/** Stores a new closing in place of `before` (undefined: in place of none); false when it is not what is stored now. */
export async function replaceYearEnd(record: YearEndRecord, before: YearEndRecord | undefined): Promise<boolean> {
  return conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.yearEnd(record.schoolYear), yearEnd: record },
        ...(before ? { ...unchangedSince(before) } : { ConditionExpression: 'attribute_not_exists(pk)' }),
      }),
    ),
  );
}

/** Sets fields of a closing that still has this attempt and status; false when it has not. */
export async function advanceYearEnd(
  before: Pick<YearEndRecord, 'schoolYear' | 'attempt' | 'status'>,
  fields: Partial<YearEndRecord>,
  also?: { readonly condition: string; readonly values: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const entries = Object.entries(fields);
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = unchangedSince(before);
  return conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: operationsKeys.yearEnd(before.schoolYear),
        UpdateExpression: `SET ${entries.map(([name]) => `#yearEnd.#${name} = :set_${name}`).join(', ')}`,
        ConditionExpression: also ? `${ConditionExpression} AND ${also.condition}` : ConditionExpression,
        ExpressionAttributeNames: {
          ...ExpressionAttributeNames,
          ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ...ExpressionAttributeValues,
          ...Object.fromEntries(entries.map(([name, value]) => [`:set_${name}`, value])),
          ...also?.values,
        },
      }),
    ),
  );
}

/** Pins what a closing is computed from, once: a second pin of the same attempt changes nothing. */
export async function pinInputs(record: YearEndRecord, frozen: FrozenInputs): Promise<void> {
  await advanceYearEnd(record, { frozen }, { condition: 'attribute_not_exists(#yearEnd.#frozen)', values: {} });
}

/** Signs a reviewed year off; false when it is not in review or an exception is still open. */
export async function recordSignOff(record: YearEndRecord, signOff: SignOff): Promise<boolean> {
  return advanceYearEnd(
    { ...record, status: 'inReview' },
    { status: 'sealing', signOff, sealAttempt: 1 },
    { condition: '#yearEnd.openExceptions = :none', values: { ':none': 0 } },
  );
}

/** The condition under which a closing is still as it was read. */
export function unchangedSince(record: Pick<YearEndRecord, 'attempt' | 'status'>) {
  return {
    ConditionExpression: '#yearEnd.#attempt = :attempt AND #yearEnd.#status = :status',
    ExpressionAttributeNames: { '#yearEnd': 'yearEnd', '#attempt': 'attempt', '#status': 'status' },
    ExpressionAttributeValues: { ':attempt': record.attempt, ':status': record.status },
  };
}
