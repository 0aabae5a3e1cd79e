import { runStep } from '../../shared/assess/run/stepInput.ts';
import { summarizeRun } from '../../shared/assess/run/summarizeRun.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Last step of a run: its figures as metrics, and the way free for the next one. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  const run = await summarizeRun(runId, systemClock());
  count('StudentsAssessed', run?.students ?? 0);
  count('StudentsChanged', run?.changed ?? 0);
  count('TierChanges', run?.tierChanges ?? 0);
  logger.info('run.published', { runId, students: run?.students, changed: run?.changed, rows: run?.rows });
  return { runId };
});
