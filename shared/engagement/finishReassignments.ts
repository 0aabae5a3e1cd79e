import { inParallel } from '../store/batches.ts';
import { movePlan, moveTask, openTasksOf } from '../store/planTransfers.ts';
import { markFinished, readHead, readReassignment } from '../store/reassignments.ts';
import type { TaskRecord } from '../store/tasks.ts';

/**
 * Moves the plans and open tasks of a reassignment. Every step can be done again: killed anywhere, the next one who asks,
 * or the morning, finishes it.
 */
export async function finishReassignment(reassignmentId: string): Promise<void> {
  const record = await readReassignment(reassignmentId);
  if (record) {
    const { from, to, createdAt: at, plans, cases } = record;
    const transfer = { reassignmentId, from, to, at };
    await inParallel(plans, (planId) => movePlan(planId, transfer));
    const moved = new Set(plans);
    const goesAlong = (task: TaskRecord) =>
      task.kind === 'checkIn' ? moved.has(task.planId) : Object.hasOwn(cases, task.studentSourcedId);
    const tasks = (await openTasksOf(from)).filter(goesAlong);
    await inParallel(tasks, (task) => moveTask(task, transfer));
  }
  await markFinished(reassignmentId);
}

/** Finishes whatever nobody came back for, the oldest first; returns how many there were. */
export async function finishReassignments(): Promise<number> {
  const { unfinished } = await readHead();
  for (const reassignmentId of unfinished) await finishReassignment(reassignmentId);
  return unfinished.length;
}
