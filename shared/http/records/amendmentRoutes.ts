import { type AmendmentRequest, classOfContested } from '../../domain/amendments/request.ts';
import { studentId } from '../../domain/identity.ts';
import { authorOf } from '../author.ts';
import type { Action } from '../authorization.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { type SeenStudent, seeStudent } from '../studentAccess.ts';
import {
  createAmendmentContract,
  decideAmendmentContract,
  getAmendmentContract,
  listAmendmentsContract,
  requestHearingContract,
  stateAmendmentContract,
} from './amendmentContracts.ts';
import {
  type AmendmentCall,
  askForAmendment,
  askForHearing,
  decideAmendment,
  listAmendments,
  placeStatement,
  seeAmendment,
} from './amendments.ts';
import { amendmentEtag, amendmentView } from './amendmentView.ts';

const createAmendmentRoute = defineRoute({
  ...createAmendmentContract,
  handle: async (context, { params, body: { receivedOn, ...asked } }) => {
    const { call, student } = await acting(context, 'amendment.write', params.id);
    const request = await askForAmendment(call, { ...asked, ...(receivedOn !== undefined && { receivedOn }) });
    const location = `/v1/students/${encodeURIComponent(params.id)}/amendment-requests/${request.requestId}`;
    return { ...shown(context, student, request), location };
  },
});

const listAmendmentsRoute = defineRoute({
  ...listAmendmentsContract,
  handle: async (context, { params, query }) => {
    const student = await seeStudent(context, 'amendment.read', studentId(params.id), []);
    const call = { context, student: student.directory.sourcedId };
    const { requests, nextCursor } = await listAmendments('listAmendmentRequests', call, query);
    const items = requests.map((request) => shown(context, student, request).body);
    return { body: { items, ...(nextCursor !== undefined && { nextCursor }) } };
  },
});

const getAmendmentRoute = defineRoute({
  ...getAmendmentContract,
  handle: async (context, { params }) => {
    const student = await seeStudent(context, 'amendment.read', studentId(params.id), []);
    return shown(context, student, await seeAmendment(student.directory.sourcedId, params.requestId));
  },
});

const decideAmendmentRoute = defineRoute({
  ...decideAmendmentContract,
  handle: async (context, { params, body: { decision, reason, hearing } }) => {
    const { call, student } = await acting(context, 'amendment.decide', params.id);
    const made = { decision, reason, ...(hearing && { hearing }) };
    return shown(context, student, await decideAmendment(call, params.requestId, made));
  },
});

const requestHearingRoute = defineRoute({
  ...requestHearingContract,
  handle: async (context, { params, body }) => {
    const { call, student } = await acting(context, 'amendment.write', params.id);
    return shown(context, student, await askForHearing(call, params.requestId, body.requestedOn));
  },
});

const stateAmendmentRoute = defineRoute({
  ...stateAmendmentContract,
  handle: async (context, { params, body }) => {
    const { call, student } = await acting(context, 'amendment.write', params.id);
    return shown(context, student, await placeStatement(call, params.requestId, body.statement));
  },
});

/** Requests to amend a record, filed and decided by staff; families have the same through their portal. */
export const amendmentRoutes: readonly Route[] = [
  createAmendmentRoute,
  listAmendmentsRoute,
  getAmendmentRoute,
  decideAmendmentRoute,
  requestHearingRoute,
  stateAmendmentRoute,
];

/** A member of staff who does something about a student within their reach. */
async function acting(
  context: RequestContext,
  action: Action,
  id: string,
): Promise<{ readonly call: AmendmentCall; readonly student: SeenStudent }> {
  const actor = { kind: 'staff', sourcedId: authorOf(context) } as const;
  const student = await seeStudent(context, action, studentId(id), []);
  return { call: { context, actor, student: student.directory.sourcedId }, student };
}

/** A request as an answer shows it, put down as disclosed. */
function shown(context: RequestContext, { directory, access }: SeenStudent, request: AmendmentRequest) {
  context.disclosures.note([directory.sourcedId], [classOfContested(request.about)], access);
  return { body: amendmentView(request, 'staff'), etag: amendmentEtag(request) };
}
