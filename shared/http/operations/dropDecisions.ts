import { type DropDecision, discardDrop, releaseDrop } from '../../ingest/decideDrop.ts';
import { environment } from '../../runtime/environment.ts';
import { stateMachine } from '../../runtime/executions.ts';
import type { DropRecord } from '../../store/entities.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { decisionOf } from './decision.ts';
import { discardDropContract, releaseDropContract } from './decisionContracts.ts';
import { dropRowOf } from './views.ts';

/** A drop may be held for more reasons than an answer is long. */
const HOLDS_TOLD = 20;
const RETRY_AFTER_SECONDS = 1;

export const releaseDropRoute = defineRoute({
  ...releaseDropContract,
  handle: async (context, { params, body }) => {
    const start = stateMachine<{ readonly dropId: string }>(environment('INGEST_STATE_MACHINE'));
    return { body: dropRowOf(decidedDrop(await releaseDrop(params.id, decisionOf(context, body), start))) };
  },
});

export const discardDropRoute = defineRoute({
  ...discardDropContract,
  handle: async (context, { params, body }) => ({
    body: dropRowOf(decidedDrop(await discardDrop(params.id, decisionOf(context, body)))),
  }),
});

function decidedDrop(decision: DropDecision): DropRecord {
  switch (decision.outcome) {
    case 'decided':
      return decision.drop;
    case 'noDrop':
      throw new Problem('drop.not_found');
    case 'notHeld':
      throw new Problem('drop.not_held');
    case 'contended':
      throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    case 'unreadable':
      throw new Problem('drop.unreadable', {
        errors: decision.holds.slice(0, HOLDS_TOLD).map(({ code, message }) => ({ code, message })),
      });
  }
}
