import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { documents } from './documents.ts';
import { type GraduationDecision, type GraduationRecord, graduationItem, memberOf } from './graduationRecords.ts';
import { operationsKeys, studentKeys } from './keys.ts';
import { unchangedSince, type YearEndRecord } from './yearEnds.ts';

export interface DecidedStudent {
  readonly before: GraduationRecord;
  readonly decision: GraduationDecision;
}

/** A record after a decision; the one it replaces is kept. */
export function decided({ before, decision }: DecidedStudent): GraduationRecord {
  const formerDecisions = before.decision ? [...before.formerDecisions, before.decision] : before.formerDecisions;
  return { ...before, decision, formerDecisions };
}

/**
 * Stores decisions, all or none, as long as the year is in review: it cannot be signed off while one is being written.
 * False when the year or a record has changed since it was read, or another write is under way.
 */
export async function storeDecisions(year: YearEndRecord, students: readonly DecidedStudent[]): Promise<boolean> {
  const closed = students.filter(({ before }) => memberOf(before).open).length;
  try {
    await documents.send(
      new TransactWriteCommand({ TransactItems: [countdown(year, closed), ...students.flatMap(studentWrites)] }),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

function countdown(year: YearEndRecord, closed: number) {
  const condition = unchangedSince(year);
  return {
    Update: {
      TableName: environment('OPERATIONS_TABLE'),
      Key: operationsKeys.yearEnd(year.schoolYear),
      UpdateExpression: 'SET #yearEnd.#open = #yearEnd.#open - :closed',
      ConditionExpression: condition.ConditionExpression,
      ExpressionAttributeNames: { ...condition.ExpressionAttributeNames, '#open': 'openExceptions' },
      ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':closed': closed },
    },
  };
}

function studentWrites(student: DecidedStudent) {
  const { before } = student;
  const after = decided(student);
  const TableName = environment('STUDENT_TABLE');
  return [
    {
      Put: {
        TableName,
        Item: { ...studentKeys.graduation(after.sourcedId, after.schoolYear), ...graduationItem(after) },
        ConditionExpression: 'attempt = :attempt AND decisions = :decisions',
        ExpressionAttributeValues: { ':attempt': before.attempt, ':decisions': graduationItem(before).decisions },
      },
    },
    {
      Put: {
        TableName,
        Item: {
          ...studentKeys.yearEndMember(after.schoolYear, after.sourcedId),
          attempt: after.attempt,
          member: memberOf(after),
        },
        ConditionExpression: 'attempt = :attempt',
        ExpressionAttributeValues: { ':attempt': before.attempt },
      },
    },
  ];
}
