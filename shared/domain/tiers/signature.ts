import type { DomainResult, Reason } from './result.ts';

/** `17` of `17/169`: what does not grow with every day a student is enrolled. */
const numeratorOf = (value: string): string => {
  const slash = value.indexOf('/');
  return slash < 0 ? value : value.slice(0, slash);
};

/**
 * What a reason adds: always its code; where it was compared with a cut point also the numerator, the cut and the
 * detail. Reasons without a cut point only inform, so their values may move without being a change.
 */
function reasonSignature({ code, value, cutPoint, detail }: Reason): string {
  if (cutPoint === undefined) return code;
  let text = `${code}=${value === undefined ? '' : numeratorOf(value)}<${cutPoint}`;
  for (const key in detail) text += `,${key}=${detail[key]}`;
  return text;
}

/**
 * What counts as a change of a domain's result, as one string: tier, threshold version, flags, reasons. Denominators
 * that grow daily, dates of assessment and row references are left out: else every student would change every night.
 * The detail of a reason with a cut point must therefore hold nothing that grows daily.
 */
export function signatureOf(result: Omit<DomainResult, 'signature'>): string {
  let text = `${result.tier}|${result.thresholds}|${result.flags.join(',')}`;
  for (const reason of result.reasons) text += `|${reasonSignature(reason)}`;
  return text;
}
