/**
 * Why the embedded cloud does not start or cannot go on, as a sentence that says what to do. Callers print the message and
 * nothing else.
 */
export class CloudError extends Error {
  override readonly name = 'CloudError';
}
