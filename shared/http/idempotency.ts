import { createHash } from 'node:crypto';

/**
 * The id of what a request makes, from who asks and their Idempotency-Key: the same request again makes the same thing, so
 * that a conditional write does it once. 32 hexadecimal digits.
 * @param parts what is made, by whom, the key and whatever else tells two things apart
 */
export function derivedId(...parts: readonly (string | undefined)[]): string {
  if (parts.some((part) => part === undefined)) throw new TypeError('an id is derived from an Idempotency-Key');
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
