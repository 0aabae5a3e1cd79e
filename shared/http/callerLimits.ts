import { count } from '../runtime/metrics.ts';
import { addRequests, type RequestKind, type Requests } from '../store/callerLimits.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';
import type { Contract } from './route.ts';

const MINUTE_MS = 60_000;
/** After this part of a limit an instance tells what it has counted: most callers never come that far. */
const TOLD_AFTER = 0.1;

/** Requests that may be made in a minute, by what they are. */
export type CallerLimitSettings = Tenant['callerLimits'];

/** Holds one caller to the tenant's limits; throws `rate.limited`. */
export type CallerLimits = (
  caller: Caller,
  route: Pick<Contract, 'method' | 'path'>,
  settings: CallerLimitSettings,
  now: Date,
) => Promise<void>;

interface Count {
  /** Of all instances, when this one was told last, and its own since. */
  total: number;
  untold: number;
}

/**
 * Limits a minute for each caller. A function instance counts in its memory and adds to the common counter only now and then:
 * with n instances at work, some n tenths of a limit may go through beyond it. What cannot be added counts here alone.
 */
export function limitCallers(add: (requests: Requests) => Promise<number> = addRequests): CallerLimits {
  let current = 0;
  const counts = new Map<string, Count>();
  return async ({ subject }, route, settings, now) => {
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    if (minute !== current) counts.clear();
    current = minute;
    const kind = kindOf(route);
    const limit = settings[kind];
    const seen = counts.get(`${kind} ${subject}`) ?? { total: 0, untold: 0 };
    counts.set(`${kind} ${subject}`, seen);
    if (seen.total + seen.untold >= limit) throw tooMany(now);
    seen.untold += 1;
    if (seen.untold < limit * TOLD_AFTER) return;
    const told = seen.untold;
    seen.untold = 0;
    seen.total = await reached(add, { subject, kind, minute, count: told }, seen.total + told);
    if (seen.total > limit) throw tooMany(now);
  };
}

/** What a caller's requests come to; without an answer those this instance knows of, for a limit must not close the API. */
async function reached(
  add: (requests: Requests) => Promise<number>,
  requests: Requests,
  known: number,
): Promise<number> {
  try {
    return await add(requests);
  } catch {
    count('CallerLimitsUnreachable', 1);
    return known;
  }
}

function kindOf({ method, path }: Pick<Contract, 'method' | 'path'>): RequestKind {
  if (method !== 'GET') return 'writes';
  return /\/export(\.html)?$/.test(path) ? 'exports' : 'reads';
}

const tooMany = (now: Date) =>
  new Problem('rate.limited', { retryAfterSeconds: Math.ceil((MINUTE_MS - (now.getTime() % MINUTE_MS)) / 1000) });
