import { createHash } from 'node:crypto';

/**
 * What tells a request from any other: what it makes, who sends it, about what, and its Idempotency-Key. 32 hexadecimal
 * digits; each part is told from the next, whatever is in it.
 */
export function requestHash(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
