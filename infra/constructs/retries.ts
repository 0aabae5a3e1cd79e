import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** Lambda's own troubles, and a function that died: every step may be run again, so it is. */
const LAMBDA = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'States.Timeout',
];

/**
 * What DynamoDB, S3 and the network throw once the SDK has given up retrying, and `ThrottledError` of `shared/store`. A
 * transaction is cancelled when it meets another one: steps may be run again, so it is tried again whatever the reason.
 */
const SERVICES = [
  'InternalError',
  'InternalServerError',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottledError',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'TimeoutError',
];

/** Retries of every step: errors that pass by themselves, spread out so that batches do not come back together. */
export const TRANSIENT: RetryProps = {
  errors: [...LAMBDA, ...SERVICES],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  maxDelay: Duration.seconds(60),
  jitterStrategy: JitterType.FULL,
};

/** Retries of what EventBridge rules deliver, before it goes to the dead-letter queue. */
export const RULE_TARGET_RETRIES = { maxEventAge: Duration.hours(6), retryAttempts: 20 };
