import type { AmendmentRequest, RequesterRelation } from '../../domain/amendments/request.ts';
import { classOfContested } from '../../domain/amendments/request.ts';
import { studentId } from '../../domain/identity.ts';
import type { GuardianRole } from '../../domain/record/studentRecord.ts';
import { Problem } from '../problems.ts';
import { type AmendmentCall, askForAmendment, listAmendments } from '../records/amendments.ts';
import { amendmentView } from '../records/amendmentView.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { createOwnAmendmentContract, listOwnAmendmentsContract } from './contracts.ts';
import { type OwnStudent, seeOwn } from './ownStudents.ts';

const listOwnAmendmentsRoute = defineRoute({
  ...listOwnAmendmentsContract,
  handle: async (context, { params, query }) => {
    const own = holding(await seeOwn(context, studentId(params.id)));
    const call = { context, student: own.directory.sourcedId };
    const { requests, nextCursor } = await listAmendments('listOwnAmendmentRequests', call, query);
    const items = requests.map((request) => shown(context, own, request));
    return { body: { items, ...(nextCursor !== undefined && { nextCursor }) } };
  },
});

const createOwnAmendmentRoute = defineRoute({
  ...createOwnAmendmentContract,
  handle: async (context, { params, body }) => {
    const own = holding(await seeOwn(context, studentId(params.id)));
    const { actor, relation } = requesterOf(own);
    const call: AmendmentCall = { context, actor, student: own.directory.sourcedId };
    const requestedBy = { relation, sourcedId: actor.sourcedId };
    const request = await askForAmendment(call, { ...body, requestedBy });
    return { body: shown(context, own, request), location: listOf(own, 'amendment-requests') };
  },
});

/** Whoever holds the rights asks the school to amend the record (34 CFR 99.20). */
export const amendmentRoutes: readonly Route[] = [listOwnAmendmentsRoute, createOwnAmendmentRoute];

/** Where a list of the student's is read, which is where what was added to it is found. */
export const listOf = ({ directory }: OwnStudent, name: 'amendment-requests' | 'consents') =>
  `/v1/portal/students/${encodeURIComponent(directory.sourcedId)}/${name}`;

/** Lets whoever holds the rights pass; who sees a record on another ground may not ask for anything in it. */
export function holding(own: OwnStudent): OwnStudent {
  if (!own.holdsRights) throw new Problem('portal.rights_of_another');
  return own;
}

const RELATIONS: Readonly<Record<GuardianRole, RequesterRelation>> = {
  parent: 'parent',
  guardian: 'guardian',
  relative: 'actingAsParent',
};

function requesterOf({ guardian, directory }: OwnStudent) {
  return guardian
    ? { actor: { kind: 'guardian', sourcedId: guardian.sourcedId } as const, relation: RELATIONS[guardian.role] }
    : { actor: { kind: 'student', sourcedId: directory.sourcedId } as const, relation: 'eligibleStudent' as const };
}

function shown(context: RequestContext, { directory, access }: OwnStudent, request: AmendmentRequest) {
  context.disclosures.note([directory.sourcedId], [classOfContested(request.about)], access);
  return amendmentView(request, 'family');
}
