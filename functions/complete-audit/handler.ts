import { stepHandler } from '../../shared/runtime/step.ts';
import { completeAudit } from '../../shared/yearend/completeAudit.ts';
import { yearEndStep } from '../../shared/yearend/stepInput.ts';

/** Last step of closing a year: counts statuses and opens the review. */
export const handler = stepHandler(yearEndStep, async ({ schoolYear }) => {
  await completeAudit(schoolYear);
  return { schoolYear };
});
