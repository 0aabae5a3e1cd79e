import type { StartExecution } from '../runtime/executions.ts';
import { getDrop, isFinal, updateDrop } from '../store/drops.ts';
import type { DropRecord, Hold, HoldDecision } from '../store/entities.ts';
import { isGuard } from './guards.ts';

export type DropDecision =
  | { readonly outcome: 'decided'; readonly drop: DropRecord }
  /** What holds it is no guard's: there is nothing that could be let in. */
  | { readonly outcome: 'unreadable'; readonly holds: readonly Hold[] }
  | { readonly outcome: 'noDrop' | 'notHeld' | 'contended' };

/** Each time somebody else has decided or the drop has moved on. */
const TRIES = 3;

/**
 * Lets a held drop in as it is: it is taken in again, in its place in the order of drops, and guards hold it no more.
 * The execution is named by the drop, so that a double release is one; one that got as far as the record but not to the
 * execution is made good by the next.
 */
export async function releaseDrop(
  dropId: string,
  release: HoldDecision,
  start: StartExecution<{ readonly dropId: string }>,
): Promise<DropDecision> {
  const decision = await decide(dropId, 'release', (drop) => {
    const unreadable = (drop.holds ?? []).filter((hold) => !isGuard(hold));
    if (unreadable.length > 0) return { outcome: 'unreadable', holds: unreadable };
    const { finishedAt: _ended, ...again } = drop;
    return { ...again, status: 'received', release };
  });
  if (decision.outcome === 'decided' && !isFinal(decision.drop)) await start(`${dropId}-release`, { dropId });
  return decision;
}

/** Ends a held drop: it never comes in. */
export function discardDrop(dropId: string, discard: HoldDecision): Promise<DropDecision> {
  return decide(dropId, 'discard', (drop) => ({ ...drop, status: 'discarded', discard }));
}

/** A drop that was decided the same way before stays as it is, with its first author and reason. */
async function decide(
  dropId: string,
  kind: 'release' | 'discard',
  decided: (held: DropRecord) => DropRecord | Extract<DropDecision, { readonly outcome: 'unreadable' }>,
): Promise<DropDecision> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const drop = await getDrop(dropId);
    if (!drop) return { outcome: 'noDrop' };
    if (drop.status !== 'held') return drop[kind] ? { outcome: 'decided', drop } : { outcome: 'notHeld' };
    const to = decided(drop);
    if ('outcome' in to) return to;
    if (await updateDrop(drop, to)) return { outcome: 'decided', drop: to };
  }
  return { outcome: 'contended' };
}
