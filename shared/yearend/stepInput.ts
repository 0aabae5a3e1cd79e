import * as z from 'zod';

/** Input of the steps of a closing. */
export const yearEndStep = z.object({ schoolYear: z.int() });
export const batchStep = z.object({ schoolYear: z.int(), batch: z.int().min(0) });
export const failureStep = z.object({
  schoolYear: z.int(),
  error: z.object({ Error: z.string(), Cause: z.string().default('') }),
});
