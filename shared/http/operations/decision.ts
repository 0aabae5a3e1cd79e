import type { HoldDecision } from '../../store/entities.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';

/** Who decides now, and why; throws `access.staff_unknown` when the token does not say who they are in rostering. */
export function decisionOf({ caller, now }: RequestContext, { reason }: { readonly reason: string }): HoldDecision {
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return { by: caller.staffId, at: now.toISOString(), reason };
}
