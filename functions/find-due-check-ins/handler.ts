import * as z from 'zod';
import { localTimeOf } from '../../shared/domain/calendar/timeZone.ts';
import { findDueCheckIns } from '../../shared/engagement/dueCheckIns.ts';
import { finishReassignments } from '../../shared/engagement/finishReassignments.ts';
import { readInstructionalDays } from '../../shared/engagement/instructionalDays.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { queueMessages } from '../../shared/messaging/queue.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';
import { currentEdition } from '../../shared/store/editions.ts';

const schedule = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/**
 * EventBridge Scheduler, each morning in the tenant's time zone: finishes what was left of reassignments, opens tasks for due check-ins and queues
 * reminders.
 */
export const handler = stepHandler(schedule, async ({ scheduledAt }) => {
  const reassignmentsFinished = await finishReassignments();
  if (reassignmentsFinished > 0) logger.info('reassignments.finished', { reassignmentsFinished });
  const edition = await currentEdition();
  if (!edition) return { plans: 0, tasksOpened: 0, messagesQueued: 0 };
  const calendars = await readInstructionalDays(s3Lake(environment('LAKE_BUCKET')), edition);
  const today = localTimeOf(new Date(scheduledAt), tenantOfFunction().tenant.timeZone).day;
  const outcome = await findDueCheckIns(today, systemClock(), {
    instructionalDays: (school) => calendars.get(school) ?? [],
    queue: queueMessages,
  });
  count('TasksOpened', outcome.tasksOpened);
  logger.info('checkIns.due', { ...outcome });
  return outcome;
});
