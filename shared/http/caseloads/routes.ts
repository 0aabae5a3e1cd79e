import { staffId } from '../../domain/identity.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type Route } from '../route.ts';
import { caseloadView } from './caseloadView.ts';
import {
  caseloadContract,
  getReassignmentContract,
  listCaseloadsContract,
  listReassignmentsContract,
  myCaseloadContract,
  reassignContract,
} from './contracts.ts';
import { reassignedCases, reassignmentHistory, reassignmentView } from './history.ts';
import { listCaseloads } from './listCaseloads.ts';
import { reassign } from './reassign.ts';
import { caseloadEtag, seeCaseload } from './seeCaseload.ts';

/** What `serve-caseloads` answers. */
export const caseloadRoutes: readonly Route[] = [
  defineRoute({
    ...listCaseloadsContract,
    handle: async (context, { query }) => ({ body: await listCaseloads(context, query) }),
  }),
  defineRoute({
    ...myCaseloadContract,
    handle: async (context, { query }) => {
      const { staffId: own } = context.caller;
      if (own === undefined) throw new Problem('access.staff_unknown');
      const seen = await seeCaseload(context, own);
      return { body: await caseloadView(context, 'getMyCaseload', seen, query), etag: caseloadEtag(seen) };
    },
  }),
  defineRoute({
    ...caseloadContract,
    handle: async (context, { params, query }) => {
      const seen = await seeCaseload(context, staffId(params.staffId));
      return { body: await caseloadView(context, 'getCaseload', seen, query), etag: caseloadEtag(seen) };
    },
  }),
  defineRoute({
    ...reassignContract,
    handle: async (context, { params, body }) => {
      const record = await reassign(context, staffId(params.staffId), body);
      const { reassignmentId } = record;
      const location = `/v1/caseloads/${encodeURIComponent(params.staffId)}/reassignments/${reassignmentId}`;
      return { body: reassignmentView(record), location };
    },
  }),
  defineRoute({
    ...listReassignmentsContract,
    handle: async (context, { params, query }) => ({
      body: await reassignmentHistory(context, staffId(params.staffId), query),
    }),
  }),
  defineRoute({
    ...getReassignmentContract,
    handle: async (context, { params, query }) => ({
      body: await reassignedCases(context, staffId(params.staffId), params.reassignmentId, query),
    }),
  }),
];
