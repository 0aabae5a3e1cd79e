import type * as z from 'zod';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { schoolYearOf } from '../../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { countsOf } from '../../domain/caseload/counts.ts';
import { type StaffId, staffId } from '../../domain/identity.ts';
import { finishReassignment, finishReassignments } from '../../engagement/finishReassignments.ts';
import { readCases } from '../../store/caseloads.ts';
import { schoolsListing } from '../../store/directory.ts';
import type { StaffAccess } from '../../store/entities.ts';
import { eventIdOf, type PendingEvent } from '../../store/outbox.ts';
import {
  type CaseloadOwner,
  createReassignment,
  type ReassignmentRecord,
  readHead,
  readReassignment,
} from '../../store/reassignments.ts';
import { requireIfMatch } from '../etag.ts';
import { derivedId } from '../idempotency.ts';
import { type FieldError, Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import type { reassignContract } from './contracts.ts';
import { caseBases, caseloadEtag, type SeenCaseload, seeCaseload, share } from './seeCaseload.ts';

type Asked = z.output<NonNullable<typeof reassignContract.body>>;

/** Others who reassigned cases, or a publication, came in between so often, one after the other. */
const ATTEMPTS = 5;
const RETRY_AFTER_SECONDS = 1;
/** A plan that ended so many days ago may still owe its last check-ins. */
const GRACE_DAYS = 14;

/**
 * Gives cases to somebody else: first what nobody came back for is finished, then one write moves the cases for all
 * readers, then plans and tasks follow. The same request again answers with the reassignment of the first, and finishes it.
 */
export async function reassign(context: RequestContext, from: StaffId, asked: Asked): Promise<ReassignmentRecord> {
  const author = context.caller.staffId;
  if (author === undefined) throw new Problem('access.staff_unknown');
  await finishReassignments();
  const reassignmentId = derivedId('reassignment', author, context.idempotencyKey);
  const made = async () => {
    const first = await readReassignment(reassignmentId);
    return first && ofFirstRequest(first, from, asked);
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = await made();
    if (first) return first;
    const record = await tried(context, { from, author, reassignmentId }, asked).catch(async (error: unknown) => {
      // The same request may have come through meanwhile: then the caseload is no longer what both have seen.
      const same = error instanceof Problem ? await made() : undefined;
      if (same) return same;
      throw error;
    });
    if (!record) continue;
    await finishReassignment(reassignmentId);
    return record;
  }
  throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** What an Idempotency-Key has made before; a key that was used for something else shows nothing of it. */
function ofFirstRequest(record: ReassignmentRecord, from: StaffId, asked: Asked): ReassignmentRecord {
  const same =
    record.from === from &&
    record.to === asked.toStaffSourcedId &&
    record.reason === asked.reason &&
    JSON.stringify(record.requested) === JSON.stringify(requestedOf(asked));
  if (same) return record;
  throw new Problem('idempotency.key', {
    detail: 'Your Idempotency-Key has made another reassignment: send a new one.',
  });
}

const requestedOf = ({ studentSourcedIds }: Asked): readonly string[] | undefined =>
  studentSourcedIds && [...new Set(studentSourcedIds)].sort();

interface Making {
  readonly from: StaffId;
  readonly author: StaffId;
  readonly reassignmentId: string;
}

/** Undefined when somebody else came in between. */
async function tried(context: RequestContext, making: Making, asked: Asked): Promise<ReassignmentRecord | undefined> {
  // First the head: whatever is reassigned after this read makes the write below fail.
  const head = await readHead();
  const seen = await seeCaseload(context, making.from, [staffId(asked.toStaffSourcedId)]);
  const receiver = receiverIn(seen, making.from);
  requireIfMatch(context, caseloadEtag(seen));
  const record = recordOf(context, making, asked, seen, receiver, head.revision + 1);
  const moved = seen.cases.filter(({ entry }) => Object.hasOwn(record.cases, entry.sourcedId));
  const receiverHas = await readCases(receiver.sourcedId, Object.keys(record.cases));
  const gained = moved.filter(({ entry }) => caseBases(receiverHas.get(entry.sourcedId) ?? []).length === 0);
  const counted = (cases: typeof moved) =>
    countsOf(cases.map(({ entry }) => ({ schools: schoolsListing(entry), tiers: entry.tiers })));
  const outcome = await createReassignment({
    ...{ record, head, published: seen.published },
    shift: {
      ...{ revision: record.revision, from: ownerOf(seen.access), to: ownerOf(receiver) },
      ...{ lost: counted(moved), gained: counted(gained) },
    },
    event: eventOf(record),
  });
  if (outcome === 'tooMany') throw new Problem('reassignment.too_many');
  return outcome === 'created' ? record : undefined;
}

const ownerOf = ({ sourcedId, givenName, familyName, schools, disabled }: StaffAccess): CaseloadOwner => {
  return { sourcedId, givenName, familyName, schools, ...(disabled && { disabled }) };
};

/** Who gets the cases: somebody else on the staff, at the caller's schools unless the caller has the district. */
function receiverIn({ beside: [receiver], callerSchools }: SeenCaseload, from: StaffId): StaffAccess {
  const isInReach = receiver && (callerSchools === undefined || share(receiver.schools, callerSchools));
  if (!receiver || !isInReach || receiver.sourcedId === from) throw new Problem('reassignment.receiver');
  return receiver;
}

function recordOf(
  context: RequestContext,
  { from, author, reassignmentId }: Making,
  asked: Asked,
  seen: SeenCaseload,
  receiver: StaffAccess,
  revision: number,
): ReassignmentRecord {
  const { now, tenant } = context;
  const today = localTimeOf(now, tenant.tenant.timeZone).day;
  const requested = requestedOf(asked);
  const isRequested = requested ? new Set(requested) : undefined;
  const isAsked = (student: string) => isRequested?.has(student) ?? true;
  const cases = seen.cases.flatMap(({ entry, bases }) => {
    const moving = caseBases(bases);
    return moving.length === 0 ? [] : [[entry.sourcedId as string, moving] as const];
  });
  const due = seen.plans
    .map(({ plan }) => plan)
    .filter(({ timeline }) => (parseDay(timeline.endDate) ?? today) >= today - GRACE_DAYS);
  const known = new Set([...cases.map(([student]) => student), ...due.map((plan) => plan.studentSourcedId as string)]);
  const unknown = (asked.studentSourcedIds ?? []).flatMap((student, index) => (known.has(student) ? [] : [index]));
  if (unknown.length > 0) throw new Problem('reassignment.student_unknown', { errors: unknown.map(unknownStudent) });
  const moving = cases.filter(([student]) => isAsked(student));
  const plans = due.filter((plan) => isAsked(plan.studentSourcedId)).map(({ planId }) => planId);
  if (moving.length === 0 && plans.length === 0) throw new Problem('reassignment.nothing');
  return {
    ...{ reassignmentId, revision, from, to: receiver.sourcedId, cases: Object.fromEntries(moving), plans },
    reason: asked.reason,
    standsThrough: formatDay(schoolYearOf(today, tenant.tenant.schoolYear.startsOn).last),
    schools: [...new Set([...seen.access.schools, ...receiver.schools])].sort(),
    ...(requested && { requested }),
    createdBy: author,
    createdAt: now.toISOString(),
  };
}

const unknownStudent = (index: number): FieldError => ({
  pointer: `/studentSourcedIds/${index}`,
  code: 'unknown',
  message: 'is not among the cases that you may reassign',
});

/** Names the two people and no student. */
function eventOf({ reassignmentId, revision, from, to, cases, plans, createdAt }: ReassignmentRecord): PendingEvent {
  const eventId = eventIdOf('caseloadReassigned', reassignmentId);
  const students = Object.keys(cases).length;
  return {
    ...{ eventId, source: 'waymark.operations', detailType: 'Caseload Reassigned', createdAt },
    detail: {
      ...{ eventId, reassignmentId, revision },
      ...{ fromStaffSourcedId: from, toStaffSourcedId: to, students, plans: plans.length },
    },
  };
}
