import middy from '@middy/core';
import type * as z from 'zod';
import { errorFields, logger } from './logger.ts';
import { flushMetrics } from './metrics.ts';

/**
 * A handler of one Step Functions task or schedule: its input is checked against the contract, its errors are logged
 * without values and thrown on by name, so that the state machine's Retry and Catch can choose.
 */
export function stepHandler<Schema extends z.ZodType, Output>(
  input: Schema,
  step: (input: z.infer<Schema>) => Promise<Output>,
): (event: unknown) => Promise<Output> {
  const handler = middy(async (event: unknown) => step(input.parse(event)))
    .after(() => flushMetrics())
    .onError((request) => {
      logger.error('step.failed', errorFields(request.error));
      flushMetrics();
    });
  // Step Functions calls with an event alone; middy's own type asks for a Lambda context that no step uses.
  return handler as unknown as (event: unknown) => Promise<Output>;
}
