import { Problem } from './problems.ts';

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  // Of our own store: a batch left undone, a publish that outran a reader.
  'ThrottledError',
  'PointerMoved',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

const RETRY_AFTER_SECONDS = 2;

/** The problem an error becomes; whatever is not a known one is `internal.unexpected`, without detail. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && (THROTTLED.has(error.name) || wasCrowdedOut(error))) {
    return new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return new Problem('internal.unexpected');
}

const CROWDED = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** A transaction of DynamoDB that met another one or a limit, and no condition that was not met. */
function wasCrowdedOut(error: Error): boolean {
  if (error.name !== 'TransactionCanceledException' || !('CancellationReasons' in error)) return false;
  const reasons = Array.isArray(error.CancellationReasons) ? error.CancellationReasons : [];
  const codes = reasons.map((reason: { readonly Code?: string }) => reason.Code).filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => code !== undefined && CROWDED.has(code));
}
