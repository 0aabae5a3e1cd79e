import { readMessages } from '../../store/messages.ts';
import { listTasks, type TaskRecord } from '../../store/tasks.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { listTasksContract } from './contracts.ts';

/** The caller's own tasks: scope needs no further check, the partition is theirs. */
export const listTasksRoute = defineRoute({
  ...listTasksContract,
  handle: async ({ caller }, { query }) => {
    if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
    const cursors = await cursorsOf('listTasks', caller, query, keyPosition);
    const page = await listTasks(caller.staffId, {
      limit: query.limit,
      ...(query.status !== undefined && { status: query.status }),
      ...(query.kind !== undefined && { kind: query.kind }),
      after: cursors.start(query.cursor),
    });
    const messages = await readMessages(page.tasks.map((task) => task.messageId));
    return {
      body: {
        items: page.tasks.map((task) => taskView(task, messages)),
        ...(page.next !== undefined && { nextCursor: cursors.next(page.next) }),
      },
    };
  },
});

function taskView(task: TaskRecord, messages: Awaited<ReturnType<typeof readMessages>>) {
  const message = messages.get(task.messageId);
  const { taskId, kind, studentSourcedId, dueOn, status } = task;
  return {
    ...{ taskId, kind, studentSourcedId, dueOn, status },
    ...(task.kind === 'checkIn' && { planId: task.planId, domain: task.domain }),
    reminder: message?.state ?? ('queued' as const),
    ...(message?.failure !== undefined && { reminderFailure: message.failure }),
  };
}
