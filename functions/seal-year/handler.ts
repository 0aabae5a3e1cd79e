import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { sealYear } from '../../shared/yearend/sealYear.ts';
import { yearEndStep } from '../../shared/yearend/stepInput.ts';

/** Seals a signed-off year: its records go to the archive and change no more. */
export const handler = stepHandler(yearEndStep, async ({ schoolYear }) => {
  await sealYear(schoolYear, s3Lake(environment('ARCHIVE_BUCKET')), systemClock());
  return { schoolYear };
});
