import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AmendmentRequest } from '../domain/amendments/request.ts';
import type { StudentId } from '../domain/identity.ts';
import type { InterventionPlan } from '../domain/interventions/plan.ts';
import type { Note } from '../domain/notes/note.ts';
import { environment } from '../runtime/environment.ts';
import { amendmentIn, newestFirst } from './amendments.ts';
import { documents } from './documents.ts';
import { type Key, NOTES, studentKeys } from './keys.ts';
import { noteIn } from './notes.ts';
import type { PlanRecord } from './plans.ts';

/** Sorts after whatever begins with the text before it. */
const AFTER_ALL = '\uffff';

/** Items looked at in one request: a student has a handful of plans, overrides and requests, and may have years of notes. */
const SCAN = 100;

/** What a student's partition says of a plan; the plan is an item of its own. */
export type ListedPlan = Pick<InterventionPlan, 'planId' | 'domain'> & Pick<PlanRecord, 'timeline'>;

/** What people have added to a student's record. */
export interface AddedRecord {
  /** The newest first. */
  readonly notes: readonly Note[];
  /** Whether older notes were left out that `where` keeps. */
  readonly hasMoreNotes: boolean;
  readonly plans: readonly ListedPlan[];
  /** The newest first. */
  readonly amendmentRequests: readonly AmendmentRequest[];
}

export interface AddedRecordOptions {
  /** Most notes to answer with. */
  readonly notes: number;
  /** Which notes may be shown. */
  readonly where: (note: Note) => boolean;
}

/**
 * All plans and requests to amend the record, and the newest notes. They stand side by side in the student's partition, notes
 * last when read backwards: one request for `SCAN` of them.
 */
export async function readAddedRecord(student: StudentId, options: AddedRecordOptions): Promise<AddedRecord> {
  const [notes, plans, requests]: [Note[], ListedPlan[], AmendmentRequest[]] = [[], [], []];
  for await (const item of backwardsFromPlans(student)) {
    const [note, request] = [noteIn(item), amendmentIn(item)];
    if (request) requests.push(request);
    else if (item['plan']) plans.push(item['plan'] as ListedPlan);
    else if (note && options.where(note)) {
      if (notes.length === options.notes) return { notes, hasMoreNotes: true, plans, ...sorted(requests) };
      notes.push(note);
    }
  }
  return { notes, hasMoreNotes: false, plans, ...sorted(requests) };
}

const sorted = (requests: AmendmentRequest[]) => ({ amendmentRequests: requests.sort(newestFirst) });

async function* backwardsFromPlans(student: StudentId) {
  const { pk, sk: lastPlan } = studentKeys.studentPlan(student, AFTER_ALL);
  let startKey: Key | undefined;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: environment('STUDENT_TABLE'),
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': pk, ':first': NOTES, ':last': lastPlan },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: SCAN,
        ExclusiveStartKey: startKey,
      }),
    );
    yield* (answer.Items ?? []) as Readonly<Record<string, unknown>>[];
    startKey = answer.LastEvaluatedKey as Key | undefined;
  } while (startKey);
}
