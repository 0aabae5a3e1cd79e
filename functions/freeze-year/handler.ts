import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';
import { currentEdition } from '../../shared/store/editions.ts';
import { freezeYear } from '../../shared/yearend/freezeYear.ts';
import { yearEndStep } from '../../shared/yearend/stepInput.ts';

/** First step of closing a year: pins its inputs and splits the class into batches. */
export const handler = stepHandler(yearEndStep, async ({ schoolYear }) =>
  freezeYear(schoolYear, {
    lake: s3Lake(environment('LAKE_BUCKET')),
    tenant: tenantOfFunction(),
    now: systemClock(),
    currentEdition: async () => (await currentEdition())?.number,
  }),
);
