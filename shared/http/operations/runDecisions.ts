import { discardRun, type ReleasedRun, type RunDecision, releaseRun } from '../../assess/run/decideRun.ts';
import { environment } from '../../runtime/environment.ts';
import { stateMachine } from '../../runtime/executions.ts';
import type { RunRecord } from '../../store/entities.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { decisionOf } from './decision.ts';
import { discardRunContract, releaseRunContract } from './decisionContracts.ts';
import { runFields } from './views.ts';

const RETRY_AFTER_SECONDS = 1;

export const releaseRunRoute = defineRoute({
  ...releaseRunContract,
  handle: async (context, { params, body }) => {
    const start = stateMachine<ReleasedRun>(environment('ASSESS_STATE_MACHINE'));
    const decision = await releaseRun(params.id, decisionOf(context, body), context.now, start);
    return { body: runFields(decidedRun(decision)) };
  },
});

export const discardRunRoute = defineRoute({
  ...discardRunContract,
  handle: async (context, { params, body }) => ({
    body: runFields(decidedRun(await discardRun(params.id, decisionOf(context, body)))),
  }),
});

function decidedRun(decision: RunDecision): RunRecord {
  switch (decision.outcome) {
    case 'decided':
      return decision.run;
    case 'noRun':
      throw new Problem('run.not_found');
    case 'notHeld':
      throw new Problem('run.not_held');
    case 'outdated':
      throw new Problem('run.outdated');
    case 'anotherRunIsActive':
      throw new Problem('run.another_active');
    case 'contended':
      throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
