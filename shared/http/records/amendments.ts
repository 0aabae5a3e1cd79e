import { isDeepStrictEqual } from 'node:util';
import {
  type Actor,
  type AmendmentEvent,
  type AmendmentRequest,
  type AmendmentState,
  type Decision,
  type Hearing,
  refusalOf,
  stateOf,
} from '../../domain/amendments/request.ts';
import type { StudentId } from '../../domain/identity.ts';
import {
  addAmendmentEvent,
  amendmentRequestsOf,
  createAmendmentRequest,
  placeOf,
  readAmendmentRequest,
} from '../../store/amendments.ts';
import { cursorsOf } from '../cursor.ts';
import { requireIfMatch } from '../etag.ts';
import { derivedId } from '../idempotency.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import { todayOf } from '../today.ts';
import { amendmentEtag } from './amendmentView.ts';

/** More that wait for an answer come from a mistake or from malice, and would burden every read of the record. */
const MAX_OPEN = 20;

const MISUSED_KEY = 'Your Idempotency-Key was used for something else: send a new one.';

/** Who acts, about whom: the caller has been authorized for this student before. */
export interface AmendmentCall {
  readonly context: RequestContext;
  readonly actor: Actor;
  readonly student: StudentId;
}

/** What somebody asks for. */
export type AmendmentAsked = Pick<AmendmentRequest, 'about' | 'requested' | 'grounds' | 'requestedBy'> & {
  /** Today when the district has it from this call. */
  readonly receivedOn?: string;
};

/**
 * Keeps a request, once for an Idempotency-Key, and answers with it as it stands. Throws `amendment.future`,
 * `amendment.too_many_open`, `idempotency.key`.
 */
export async function askForAmendment(call: AmendmentCall, asked: AmendmentAsked): Promise<AmendmentRequest> {
  const { context, actor, student } = call;
  const today = todayOf(context);
  const { receivedOn = today, ...content } = asked;
  if (receivedOn > today) throw new Problem('amendment.future');
  const request: AmendmentRequest = {
    ...content,
    requestId: derivedId('amendment', actor.kind, actor.sourcedId, student, context.idempotencyKey ?? ''),
    studentSourcedId: student,
    receivedOn,
    createdBy: actor,
    createdAt: context.now.toISOString(),
    events: [],
  };
  const known = await amendmentRequestsOf(student);
  const same = known.find(({ requestId }) => requestId === request.requestId);
  if (same) return sameAsked(same, asked);
  if (known.filter(isWaiting).length >= MAX_OPEN) throw new Problem('amendment.too_many_open');
  if (await createAmendmentRequest(request)) return request;
  return sameAsked(await seeAmendment(student, request.requestId), asked);
}

const isWaiting = (request: AmendmentRequest) => stateOf(request) === 'open';

/** A request the key has made before, if that asked for the same. */
function sameAsked(stored: AmendmentRequest, asked: AmendmentAsked): AmendmentRequest {
  const { about, requested, grounds, requestedBy, receivedOn = stored.receivedOn } = asked;
  const isSame = isDeepStrictEqual(
    [stored.about, stored.requested, stored.grounds, stored.requestedBy, stored.receivedOn],
    [about, requested, grounds, requestedBy, receivedOn],
  );
  if (!isSame) throw new Problem('idempotency.key', { detail: MISUSED_KEY });
  return stored;
}

/** Requests about one record, a page of them. */
export async function listAmendments(
  operationId: string,
  { context, student }: Pick<AmendmentCall, 'context' | 'student'>,
  query: { readonly state?: AmendmentState | undefined; readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly requests: readonly AmendmentRequest[]; readonly nextCursor?: string }> {
  const cursors = await cursorsOf(operationId, context.caller, { ...query, student }, keyPosition);
  const after = cursors.start(query.cursor);
  const all = (await amendmentRequestsOf(student)).filter(
    (each) => (query.state === undefined || stateOf(each) === query.state) && (!after || placeOf(each) < after),
  );
  const requests = all.slice(0, query.limit);
  const last = requests.at(-1);
  return { requests, ...(last && all.length > requests.length && { nextCursor: cursors.next(placeOf(last)) }) };
}

/** One request; throws `amendment.not_found`, also for one about another student. */
export async function seeAmendment(student: StudentId, requestId: string): Promise<AmendmentRequest> {
  const request = await readAmendmentRequest(student, requestId);
  if (!request) throw new Problem('amendment.not_found');
  return request;
}

/** The district's answer; a second one after a hearing. Throws as `addTo` does, and `amendment.future`. */
export function decideAmendment(
  call: AmendmentCall,
  requestId: string,
  made: { readonly decision: Decision; readonly reason: string; readonly hearing?: Hearing },
): Promise<AmendmentRequest> {
  if (made.hearing && made.hearing.heldOn > todayOf(call.context)) throw new Problem('amendment.future');
  return addTo(call, requestId, { type: 'decided', ...made });
}

/** That the family asks for a hearing, on a day of the district. */
export function askForHearing(call: AmendmentCall, requestId: string, on: string): Promise<AmendmentRequest> {
  if (on > todayOf(call.context)) throw new Problem('amendment.future');
  return addTo(call, requestId, { type: 'hearingRequested', on });
}

/** What the family says about the refusal. */
export function placeStatement(call: AmendmentCall, requestId: string, statement: string): Promise<AmendmentRequest> {
  return addTo(call, requestId, { type: 'stated', statement });
}

type Unauthored<Event> = Event extends AmendmentEvent ? Omit<Event, 'by' | 'at' | 'key'> : never;

/**
 * Adds to a request what happened, once for an Idempotency-Key. Throws `amendment.not_found`, `idempotency.key`,
 * `precondition.*` when the caller has not seen what it follows on, and what its state does not take.
 */
async function addTo(
  { context, actor, student }: AmendmentCall,
  requestId: string,
  happened: Unauthored<AmendmentEvent>,
): Promise<AmendmentRequest> {
  const key = derivedId('event', actor.kind, actor.sourcedId, requestId, context.idempotencyKey ?? '');
  const event: AmendmentEvent = { ...happened, by: actor, at: context.now.toISOString(), key };
  const read = await seeAmendment(student, requestId);
  if (hasHappened(read, event)) return read;
  requireIfMatch(context, amendmentEtag(read));
  const refusal = refusalOf(read, event);
  if (refusal) throw new Problem(`amendment.${refusal}`);
  if (await addAmendmentEvent(read, event)) return { ...read, events: [...read.events, event] };
  const current = await seeAmendment(student, requestId);
  if (hasHappened(current, event)) return current;
  throw new Problem('precondition.failed');
}

/** Whether this request has been here before; throws `idempotency.key` when it said something else then. */
function hasHappened({ events }: AmendmentRequest, event: AmendmentEvent): boolean {
  const before = events.find(({ key }) => key === event.key);
  if (!before) return false;
  if (isDeepStrictEqual({ ...before, at: event.at }, event)) return true;
  throw new Problem('idempotency.key', { detail: MISUSED_KEY });
}
