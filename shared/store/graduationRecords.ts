import { paginateQuery, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { NotCountedReason } from '../domain/graduation/attempts.ts';
import type { GraduationException, GraduationStatus } from '../domain/graduation/audit.ts';
import { type SchoolId, type StaffId, type StudentId, studentId } from '../domain/identity.ts';
import type { RowReference } from '../domain/tiers/result.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, keyText } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { type Key, studentKeys } from './keys.ts';

/** Credits are decimals as text, exact: `0.5`. */
export interface CreditLineRecord {
  readonly required: string;
  readonly earned: string;
  readonly inProgress: string;
  readonly remaining: string;
}

export interface CourseRecord {
  readonly schoolYear: number;
  readonly term: string;
  readonly courseCode: string;
  readonly courseTitle?: string;
  readonly credits: string;
  readonly externalSchoolName?: string;
  readonly row: RowReference;
}

export interface AreaRecord extends CreditLineRecord {
  readonly code: string;
  readonly title: string;
  readonly courses: readonly CourseRecord[];
  readonly coursesInProgress: readonly CourseRecord[];
}

export type GraduationOutcome = 'graduate' | 'doNotGraduate';

/** What a person decided, and why. */
export interface GraduationDecision {
  readonly outcome: GraduationOutcome;
  readonly reason: string;
  readonly by: StaffId;
  readonly at: string;
}

/** What a year's closing says about one student; `GRADUATION#<schoolYear>` in the student's partition. */
export interface GraduationRecord {
  readonly sourcedId: StudentId;
  readonly schoolYear: number;
  readonly attempt: number;
  readonly edition: number;
  readonly configurationVersion: string;
  readonly school: SchoolId;
  /** The requirement plan that was asked for, known or not. */
  readonly plan: { readonly id: string; readonly title?: string };
  readonly status: GraduationStatus;
  readonly exceptions: readonly GraduationException[];
  /** Absent when the plan is not known. */
  readonly total?: CreditLineRecord;
  readonly areas: readonly AreaRecord[];
  /** Counted courses that fill no area. */
  readonly outsideAreas: readonly CourseRecord[];
  readonly notCounted: readonly (CourseRecord & { readonly reason: NotCountedReason })[];
  /** Hash of what was found, row references aside: a decision stands while it stays the same. */
  readonly signature: string;
  /** The decision in force. */
  readonly decision?: GraduationDecision;
  /** Decisions that were replaced, or fell away when the year was closed anew with another result; oldest first. */
  readonly formerDecisions: readonly GraduationDecision[];
}

/** A student's line in the year's partition. */
export interface YearEndMember {
  readonly sourcedId: StudentId;
  readonly attempt: number;
  readonly school: SchoolId;
  readonly status: GraduationStatus;
  readonly exceptions: readonly GraduationException[];
  /** Waits for a decision. */
  readonly open: boolean;
  /** As decided. */
  readonly outcome?: GraduationOutcome;
}

const GRADUATION = 'GRADUATION#';
const table = () => environment('STUDENT_TABLE');

/** What happens to a student: as decided, else as the audit found; undefined while an exception is open. */
export function outcomeOf(record: {
  readonly status: GraduationStatus;
  readonly decided: GraduationOutcome | undefined;
}): GraduationOutcome | undefined {
  if (record.decided) return record.decided;
  if (record.status === 'needsReview') return undefined;
  return record.status === 'requirementsMet' ? 'graduate' : 'doNotGraduate';
}

export function memberOf(record: GraduationRecord): YearEndMember {
  const { sourcedId, attempt, school, status, exceptions, decision } = record;
  return {
    sourcedId,
    attempt,
    school,
    status,
    exceptions,
    open: status === 'needsReview' && !decision,
    ...(decision && { outcome: decision.outcome }),
  };
}

/** Every year a student was audited in, oldest first. */
export async function graduationsOf(student: StudentId): Promise<readonly GraduationRecord[]> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :graduation)',
      ExpressionAttributeValues: { ':student': studentKeys.graduation(student, 0).pk, ':graduation': GRADUATION },
    }),
  );
  return (answer.Items ?? []).map((item) => item['graduation'] as GraduationRecord);
}

/** Records of some students, in the order asked for; those that are not stored are left out. */
export async function readGraduations(
  students: readonly StudentId[],
  schoolYear: number,
): Promise<readonly GraduationRecord[]> {
  const keys = students.map((student) => studentKeys.graduation(student, schoolYear));
  const items = await getItems(table(), keys);
  return keys.flatMap((key) => {
    const record = items.get(keyText(key))?.['graduation'];
    return record ? [record as GraduationRecord] : [];
  });
}

/**
 * Stores what an attempt found about a student, both rows in one write. Rows of the same or a later attempt stay as
 * they are, so that a late retry never undoes a decision.
 */
export async function putAudit(record: GraduationRecord): Promise<void> {
  const put = (key: Key, item: Record<string, unknown>) => ({
    Put: {
      TableName: table(),
      Item: { ...key, ...item },
      ConditionExpression: 'attribute_not_exists(pk) OR attempt < :attempt',
      ExpressionAttributeValues: { ':attempt': record.attempt },
    },
  });
  await conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put(studentKeys.graduation(record.sourcedId, record.schoolYear), graduationItem(record)),
          put(studentKeys.yearEndMember(record.schoolYear, record.sourcedId), {
            attempt: record.attempt,
            member: memberOf(record),
          }),
        ],
      }),
    ),
  );
}

/** The attributes of a record's item; `decisions` counts all there ever were, for conditional writes. */
export function graduationItem(record: GraduationRecord) {
  const decisions = record.formerDecisions.length + (record.decision ? 1 : 0);
  return { attempt: record.attempt, decisions, graduation: record };
}

/** A closing's students in the order of their sourcedIds, from after `after` on. */
export async function* membersOf(
  schoolYear: number,
  attempt: number,
  after: StudentId = studentId(''),
): AsyncGenerator<YearEndMember, undefined> {
  const start = studentKeys.yearEndMember(schoolYear, after);
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :year AND sk > :after',
      FilterExpression: 'attempt = :attempt',
      ExpressionAttributeValues: { ':year': start.pk, ':after': start.sk, ':attempt': attempt },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield item['member'] as YearEndMember;
  return undefined;
}
