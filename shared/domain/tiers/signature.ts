import { computedOf, overriddenSignature } from './override.ts';
import type { DomainResult, Reason } from './result.ts';

/** `17` of `17/169`: what does not grow with every day a student is enrolled. */
export const withoutGrowingDays = (value: string): string => {
  const slash = value.indexOf('/');
  return slash < 0 ? value : value.slice(0, slash);
};

/** What of a value counts as a change; all of it where nothing grows by itself. */
type Steady = (value: string) => string;

/**
 * What a reason adds: always its code; where it was compared with a cut point also what is steady of the value, the cut,
 * the detail and the items. Reasons without a cut point only inform, so their values may move without being a change.
 */
function reasonSignature({ code, value, cutPoint, detail, items }: Reason, steady: Steady): string {
  if (cutPoint === undefined) return code;
  let text = `${code}=${value === undefined ? '' : steady(value)}<${cutPoint}`;
  for (const key in detail) text += `,${key}=${detail[key]}`;
  if (items !== undefined) for (const item of items) text += `;${item}`;
  return text;
}

/**
 * What counts as a change of a domain's result, as one string: tier, threshold version, flags, reasons. Denominators
 * that grow daily, dates of assessment and row references are left out: else every student would change every night.
 * The detail of a reason with a cut point must therefore hold nothing that grows daily.
 * @param steady `withoutGrowingDays` where values are shares of enrolled days
 */
export function signatureOf(result: Omit<DomainResult, 'signature'>, steady: Steady = (value) => value): string {
  if (result.computed !== undefined) {
    return overriddenSignature(result.tier, result.reasons[0], signatureOf(computedOf(result), steady));
  }
  let text = `${result.tier}|${result.thresholds}|${result.flags.join(',')}`;
  if (result.subDomains !== undefined) {
    for (const { name, tier } of result.subDomains) text += `|${name}:${tier}`;
  }
  for (const reason of result.reasons) text += `|${reasonSignature(reason, steady)}`;
  return text;
}
