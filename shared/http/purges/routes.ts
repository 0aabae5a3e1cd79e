import { studentId } from '../../domain/identity.ts';
import { approvePurge, cancelPurge, type PurgeDecision, requestPurge } from '../../purge/decidePurge.ts';
import { environment } from '../../runtime/environment.ts';
import { stateMachine } from '../../runtime/executions.ts';
import { listPurges, type PurgeRecord, readPurge } from '../../store/purges.ts';
import { cursorsOf } from '../cursor.ts';
import { derivedId } from '../idempotency.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext } from '../route.ts';
import {
  approvePurgeContract,
  cancelPurgeContract,
  getPurgeContract,
  listPurgesContract,
  requestPurgeContract,
} from './contracts.ts';

const RETRY_AFTER_SECONDS = 1;

/** Asks for a purge; the same request again answers with the purge of the first. */
export const requestPurgeRoute = defineRoute({
  ...requestPurgeContract,
  handle: async (context, { body }) => {
    if (body.kind === 'tenant' && body.confirm !== context.tenant.tenant.tenant)
      throw new Problem('purge.confirmation');
    const decided = decidedNow(context);
    const { kind, reason, basis } = body;
    const asked = { kind, reason, basis, requested: decided };
    const purge = await requestPurge({
      ...asked,
      purgeId: derivedId('purge', decided.by, context.idempotencyKey),
      ...(body.kind === 'student' && { subject: studentId(body.studentSourcedId) }),
    });
    if (purge === 'unknown') throw new Problem('purge.student_unknown');
    const isSame = purge.kind === kind && (body.kind !== 'student' || isAbout(purge, body.studentSourcedId));
    if (!isSame) throw new Problem('idempotency.key');
    return { body: purgeView(purge), location: `/v1/purges/${purge.purgeId}` };
  },
});

/** A purge that is done does not know any more whose it was. */
const isAbout = (purge: PurgeRecord, id: string): boolean => purge.subject === id || purge.state === 'done';

export const listPurgesRoute = defineRoute({
  ...listPurgesContract,
  handle: async ({ caller }, { query }) => {
    const cursors = await cursorsOf('listPurges', caller, query, keyPosition);
    const start = cursors.start(query.cursor);
    const { purges, after } = await listPurges({ limit: query.limit, ...(start !== undefined && { after: start }) });
    return { body: { items: purges.map(purgeView), ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

export const getPurgeRoute = defineRoute({
  ...getPurgeContract,
  handle: async (_context, { params }) => {
    const purge = await readPurge(params.id);
    if (!purge) throw new Problem('purge.not_found');
    return { body: purgeView(purge) };
  },
});

export const approvePurgeRoute = defineRoute({
  ...approvePurgeContract,
  handle: async (context, { params }) => {
    const start = stateMachine<{ readonly purgeId: string }>(environment('PURGE_STATE_MACHINE'));
    return { body: purgeView(decidedPurge(await approvePurge(params.id, decidedNow(context), start))) };
  },
});

export const cancelPurgeRoute = defineRoute({
  ...cancelPurgeContract,
  handle: async (context, { params }) => ({
    body: purgeView(decidedPurge(await cancelPurge(params.id, decidedNow(context)))),
  }),
});

export const purgeRoutes = [
  requestPurgeRoute,
  listPurgesRoute,
  getPurgeRoute,
  approvePurgeRoute,
  cancelPurgeRoute,
] as const;

/** Who decides now; throws `access.staff_unknown` when the token does not say who they are in rostering. */
function decidedNow({ caller, now }: RequestContext) {
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return { by: caller.staffId, at: now.toISOString() };
}

function decidedPurge(decision: PurgeDecision): PurgeRecord {
  switch (decision.outcome) {
    case 'decided':
      return decision.purge;
    case 'noPurge':
      throw new Problem('purge.not_found');
    case 'samePerson':
      throw new Problem('purge.same_person');
    case 'alreadyDecided':
      throw new Problem('purge.decided');
    case 'contended':
      throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

function purgeView({ subject, attempts: _tries, revision: _writes, ...purge }: PurgeRecord) {
  return { ...purge, ...(subject !== undefined && { studentSourcedId: subject }) };
}
