import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { StudentId } from '../domain/identity.ts';
import type { Note } from '../domain/notes/note.ts';
import { environment } from '../runtime/environment.ts';
import type { ListedPlan } from './addedRecord.ts';
import { documents } from './documents.ts';
import type { PublishedPointer, TierChange } from './entities.ts';
import { studentKeys, TIER_CHANGES } from './keys.ts';
import { noteIn } from './notes.ts';
import { type KnownOverride, overridesIn } from './overrides.ts';
import type { StudentCheckIn } from './plans.ts';

/** Sorts after whatever begins with the text before it. */
const AFTER_ALL = '\uffff';

/** What the table holds of what happened with a student. */
export interface StudentHistory {
  /** As far as they are published. */
  readonly changes: readonly TierChange[];
  readonly checkIns: readonly StudentCheckIn[];
  readonly notes: readonly Note[];
  readonly overrides: readonly KnownOverride[];
  readonly plans: readonly ListedPlan[];
}

/** All of it by one query of the student's partition: one request for a megabyte, which is years of it. */
export async function readStudentHistory(student: StudentId, published: PublishedPointer): Promise<StudentHistory> {
  const items: Readonly<Record<string, unknown>>[] = [];
  const { pk, sk: last } = studentKeys.studentPlan(student, AFTER_ALL);
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: environment('STUDENT_TABLE'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': pk, ':first': TIER_CHANGES, ':last': last },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) items.push(...(page.Items ?? []));
  const changes = items.flatMap((item) => (item['changes'] ?? []) as readonly TierChange[]);
  return {
    changes: changes.filter(({ publication }) => publication <= published.publication),
    checkIns: items.flatMap((item) => (item['held'] ? [item['held'] as StudentCheckIn] : [])),
    notes: items.flatMap((item) => noteIn(item) ?? []),
    overrides: overridesIn(items),
    plans: items.flatMap((item) => (item['plan'] ? [item['plan'] as ListedPlan] : [])),
  };
}
