import { failPurge } from '../../shared/purge/failPurge.ts';
import { purgeFailureStep } from '../../shared/purge/stepInput.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Where a purge ends that failed: its record says so. */
export const handler = stepHandler(purgeFailureStep, async ({ purgeId, error }) => {
  await failPurge(purgeId, error.Error);
  return { purgeId };
});
