import { stepHandler } from '../../shared/runtime/step.ts';
import { failYear } from '../../shared/yearend/failYear.ts';
import { failureStep } from '../../shared/yearend/stepInput.ts';

/** Where a closing or sealing ends that failed: its record says so. */
export const handler = stepHandler(failureStep, async ({ schoolYear, error }) => {
  await failYear(schoolYear, error.Error, error.Cause);
  return { schoolYear };
});
