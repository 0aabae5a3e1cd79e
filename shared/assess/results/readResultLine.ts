import { formatDay } from '../../domain/calendar/day.ts';
import {
  DOMAINS,
  type Domain,
  type DomainOutcome,
  type Reason,
  type RowReference,
  type StudentResult,
} from '../../domain/tiers/result.ts';
import {
  DETAIL_KEYS,
  type Detail,
  type StoredDomain,
  type StoredReason,
  type StoredResult,
  type Value,
} from './storedResult.ts';

/** What `writeResult` wrote. A run of before a domain was assessed says nothing of that domain. */
export function readResultLine(line: string): StudentResult<DomainOutcome> {
  const { sourcedId, school, domains, sources } = JSON.parse(line) as StoredResult;
  const assessed = DOMAINS.filter((domain) => domain in domains);
  const all = assessed.map((domain) => [domain, domainOf(domains[domain], sources)] as const);
  return {
    sourcedId,
    ...(school !== undefined && { school }),
    domains: Object.fromEntries(all) as Record<Domain, DomainOutcome>,
  };
}

function domainOf(stored: StoredDomain, sources: StoredResult['sources']): DomainOutcome {
  const { tier, flags, asOf, thresholds, computed, subDomains, reasons } = stored;
  return {
    tier,
    ...(computed !== undefined && { computed: { tier: computed } }),
    reasons: reasons.map((reason) => reasonOf(reason, sources)),
    flags,
    ...(asOf !== undefined && { asOf }),
    thresholds,
    ...(subDomains && { subDomains: Object.entries(subDomains).map(([name, tier]) => ({ name, tier })) }),
  };
}

function reasonOf(stored: StoredReason, sources: StoredResult['sources']): Reason {
  const [code, value, cutPoint, detail, dates, rows, moreRows, items] = stored;
  return {
    code,
    ...(isText(value) && { value }),
    ...(isText(cutPoint) && { cutPoint }),
    ...(dates && { dates: added(dates).map(formatDay) }),
    ...(rows && { rows: rows.flatMap((group) => referencesOf(group, sources)) }),
    ...(moreRows !== undefined && moreRows > 0 && { moreRows }),
    ...(detail && { detail: detailOf(code, detail) }),
    ...(items && { items }),
  };
}

const isText = (value: string | 0 | undefined): value is string => typeof value === 'string';

function detailOf(code: string, detail: Detail | readonly Value[]): Detail {
  if (!Array.isArray(detail)) return detail as Detail;
  return Object.fromEntries((DETAIL_KEYS[code] ?? []).map((key, place) => [key, detail[place]]));
}

function referencesOf([place = 0, ...steps]: readonly number[], sources: StoredResult['sources']): RowReference[] {
  const [drop = '', file = ''] = sources[place] ?? [];
  return added(steps).map((line) => ({ drop, file, line }));
}

/** The numbers of which the first and the steps between them are given. */
function added(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}
