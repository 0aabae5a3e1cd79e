import type * as z from 'zod';
import { bareError } from './bareError.ts';
import { errorFields, logger } from './logger.ts';
import { flushMetrics } from './metrics.ts';

/**
 * A handler of one Step Functions task, schedule or stream: its input is checked against the contract, its errors are
 * logged without values and thrown on as bare ones, whose names let the state machine's Retry and Catch choose.
 */
export function stepHandler<Schema extends z.ZodType, Output>(
  input: Schema,
  step: (input: z.infer<Schema>) => Promise<Output>,
): (event: unknown) => Promise<Output> {
  return async (event) => {
    try {
      return await step(input.parse(event));
    } catch (error) {
      logger.error('step.failed', errorFields(error));
      throw bareError(error);
    } finally {
      flushMetrics();
    }
  };
}
