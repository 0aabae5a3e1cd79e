import { Problem } from './problems.ts';
import type { RequestContext } from './route.ts';

/** The strong entity tag of a version: whatever changes with every write of the resource. */
export function etagOf(version: string | number): string {
  return `"${version}"`;
}

/**
 * Lets a write pass only when the caller has seen the version it replaces (RFC 9110 13.1.1). Throws
 * `precondition.missing` without If-Match, `precondition.failed` for another version.
 */
export function requireIfMatch(context: Pick<RequestContext, 'ifMatch'>, etag: string): void {
  if (context.ifMatch === undefined) throw new Problem('precondition.missing');
  const accepted = context.ifMatch.split(',').map((tag) => tag.trim());
  if (!accepted.includes('*') && !accepted.includes(etag)) throw new Problem('precondition.failed');
}
