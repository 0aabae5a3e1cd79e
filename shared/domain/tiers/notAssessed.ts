import type { DomainResult, NotAssessedReason, Reason } from './result.ts';
import { signatureOf } from './signature.ts';

/** A result without a tier, and why there is none. */
export function notAssessed(
  code: NotAssessedReason,
  thresholds: string,
  exited = false,
  detail?: Reason['detail'],
): DomainResult {
  const reason = detail === undefined ? { code } : { code, detail };
  const result = { tier: 'notAssessed', reasons: [reason], flags: exited ? ['exited'] : [], thresholds } as const;
  return Object.freeze({ ...result, signature: signatureOf(result) });
}

/** Such results, one for all who share it. */
export function sharedNotAssessed(): (code: NotAssessedReason, thresholds: string, exited: boolean) => DomainResult {
  const known = new Map<string, DomainResult>();
  return (code, thresholds, exited) => {
    const key = `${code} ${exited} ${thresholds}`;
    const found = known.get(key) ?? notAssessed(code, thresholds, exited);
    known.set(key, found);
    return found;
  };
}
