import * as z from 'zod';
import type { Day } from '../../shared/domain/calendar/day.ts';
import { localTimeOf } from '../../shared/domain/calendar/timeZone.ts';
import { findDueCheckIns } from '../../shared/engagement/dueCheckIns.ts';
import { counselorsIn, enrolledBirthDates } from '../../shared/engagement/enrolledBirthDates.ts';
import { finishReassignments } from '../../shared/engagement/finishReassignments.ts';
import { readInstructionalDays } from '../../shared/engagement/instructionalDays.ts';
import { findRightsTransfers } from '../../shared/engagement/rightsTransfers.ts';
import { publishedEdition } from '../../shared/http/publishedEdition.ts';
import { type Lake, s3Lake } from '../../shared/lake/lake.ts';
import { queueMessages } from '../../shared/messaging/queue.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';
import { currentEdition } from '../../shared/store/editions.ts';
import { readPublished } from '../../shared/store/published.ts';

const schedule = z.object({ scheduledAt: z.iso.datetime({ offset: true }) });

/**
 * EventBridge Scheduler, each morning in the tenant's time zone: finishes what was left of reassignments, opens tasks for due
 * check-ins and for students who turn 18 soon, and queues what tells of them.
 */
export const handler = stepHandler(schedule, async ({ scheduledAt }) => {
  const reassignmentsFinished = await finishReassignments();
  if (reassignmentsFinished > 0) logger.info('reassignments.finished', { reassignmentsFinished });
  const lake = s3Lake(environment('LAKE_BUCKET'));
  const today = localTimeOf(new Date(scheduledAt), tenantOfFunction().tenant.timeZone).day;
  const edition = await currentEdition();
  if (!edition) return { plans: 0, tasksOpened: 0, messagesQueued: 0 };
  const calendars = await readInstructionalDays(lake, edition);
  const outcome = await findDueCheckIns(today, systemClock(), {
    instructionalDays: (school) => calendars.get(school) ?? [],
    queue: queueMessages,
  });
  count('TasksOpened', outcome.tasksOpened);
  logger.info('checkIns.due', { ...outcome });
  await tellOfRightsTransfers(lake, today);
  return outcome;
});

/** By the published run: who is enrolled, and whose students they are. */
async function tellOfRightsTransfers(lake: Lake, today: Day): Promise<void> {
  const published = await readPublished();
  const edition = published && (await publishedEdition(published));
  if (!published || edition === undefined) return;
  const outcome = await findRightsTransfers(today, systemClock(), {
    familyAccessAt18: tenantOfFunction().tenant.access.familyAccessAt18,
    birthDates: await enrolledBirthDates(lake, edition, today),
    counselors: await counselorsIn(lake, published.runId),
    queue: queueMessages,
  });
  count('TasksOpened', outcome.tasksOpened);
  logger.info('rights.transfers', { ...outcome });
}
