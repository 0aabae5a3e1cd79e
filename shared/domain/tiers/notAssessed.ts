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

/** Such results, one for all who share it: most students of some domains do. */
export function sharedNotAssessed(): (code: NotAssessedReason, thresholds: string, exited: boolean) => DomainResult {
  const staying = new Map<NotAssessedReason, Map<string, DomainResult>>();
  const leaving = new Map<NotAssessedReason, Map<string, DomainResult>>();
  return (code, thresholds, exited) => {
    const known = exited ? leaving : staying;
    const found = known.get(code)?.get(thresholds);
    if (found) return found;
    const made = notAssessed(code, thresholds, exited);
    const ofCode = known.get(code) ?? new Map<string, DomainResult>();
    known.set(code, ofCode.set(thresholds, made));
    return made;
  };
}
