import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Waits for a write; false when one of its conditions refused it. Whatever else goes wrong is thrown. */
export async function conditionally(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (wasRefused(error)) return false;
    throw error;
  }
}

/** Whether a condition refused a write or a transaction; conflicts and throttling are errors to retry. */
function wasRefused(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');
}
