import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { errorFields, logger, loggerContext } from '../runtime/logger.ts';
import { count, flushMetrics } from '../runtime/metrics.ts';
import { type LoadedTenant, tenantOfFunction } from '../runtime/tenant.ts';
import { type Caller, callerOf } from './caller.ts';
import { type CallerLimits, limitCallers } from './callerLimits.ts';
import { Disclosures } from './disclosures.ts';
import { ACT_AS_HEADER, inPlaceOf } from './impersonation.ts';
import { problemOf } from './problemOf.ts';
import { PROBLEMS, Problem } from './problems.ts';
import { entryOf, onRecord, type Recorder, refused, tableRecorder } from './recorder.ts';
import { claimsOf, type HttpEvent, headerOf, rawInputOf, requestIdOf } from './request.ts';
import { problemResponse, replyResponse } from './response.ts';
import type { Reply, RequestContext, Route } from './route.ts';

/** The gateway gives up after 30 s; answering before it does leaves the caller with a code and advice. */
const DEADLINE_MS = 25_000;
/** Kept back from a shorter Lambda timeout to write the answer. */
const MARGIN_MS = 500;

export interface Surroundings {
  readonly tenant?: () => LoadedTenant;
  readonly clock?: Clock;
  readonly recorder?: Recorder;
  readonly limits?: CallerLimits;
}

export type HttpHandler = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of some routes behind an HTTP API (payload 2.0): finds the route, checks the role, runs it on the
 * record and within the deadline, answers problems as `problem+json`, logs one line without values.
 */
export function serve(routes: readonly Route[], surroundings: Surroundings = {}): HttpHandler {
  const table = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const { tenant = tenantOfFunction, clock = systemClock, recorder = tableRecorder } = surroundings;
  const { limits = callersOfInstance } = surroundings;
  const handler = middy<HttpEvent, APIGatewayProxyStructuredResultV2>({ timeoutEarlyInMillis: 0 })
    .use(loggerContext())
    .after((request) => finish(request.event, table, request.response))
    .onError((request) => {
      const problem = problemOf(request.error);
      if (problem.code === 'internal.unexpected') logger.error('request.failed', errorFields(request.error));
      request.response = problemResponse(problem, transportOf(request.event));
      finish(request.event, table, request.response, problem);
    })
    .handler(async (event: HttpEvent, context: Context) => {
      const route = table.get(event.routeKey ?? '');
      if (!route) throw new Problem('route.not_found');
      const reply = await withDeadline(context, async (signal) => {
        const requestContext = await contextOf(event, route, {
          tenant: tenant(),
          now: clock(),
          signal,
          recorder,
          limits,
        });
        return onRecord(recorder, route, requestContext, rawInputOf(event, route.body !== undefined));
      });
      return replyResponse(route, reply, transportOf(event));
    });
  return (event, context) => handler(event, context);
}

interface Circumstances extends Pick<RequestContext, 'tenant' | 'now' | 'signal'> {
  readonly recorder: Recorder;
  readonly limits: CallerLimits;
}

async function contextOf(event: HttpEvent, route: Route, circumstances: Circumstances): Promise<RequestContext> {
  const { tenant, now, signal } = circumstances;
  const idempotencyKey = headerOf(event, 'idempotency-key');
  const ifMatch = headerOf(event, 'if-match');
  const context: RequestContext = {
    caller: await callerFor(event, route, circumstances),
    requestId: requestIdOf(event),
    ...{ tenant, now, signal },
    disclosures: new Disclosures(),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(ifMatch !== undefined && { ifMatch }),
  };
  if (!usableKey(route, idempotencyKey)) throw new Problem('idempotency.key');
  // Also of a request that comes again and would change nothing: whether it does is nobody's to guess.
  if (route.ifMatch === 'required' && !ifMatch) throw new Problem('precondition.missing');
  return context;
}

function usableKey(route: Route, key: string | undefined): boolean {
  return key === undefined ? route.idempotencyKey !== 'required' : /^[\x21-\x7e]{1,255}$/.test(key);
}

const ANYBODY: Caller = { subject: '' as Caller['subject'], roles: [] };

/** Counts over all routes of a function instance. */
const callersOfInstance = limitCallers();

/** Who asks; a role that may not, and an impersonation that may not be, go into the audit. */
async function callerFor(event: HttpEvent, route: Route, circumstances: Circumstances): Promise<Caller> {
  const { tenant, now, recorder, limits } = circumstances;
  const claims = claimsOf(event);
  const caller = claims && callerOf(claims, tenant.tenant.identity);
  if (route.roles === 'public') return caller ?? ANYBODY;
  if (!caller) throw new Problem('auth.missing');
  await limits(caller, route, tenant.tenant.callerLimits, now);
  try {
    admit(route, caller);
    const asked = headerOf(event, ACT_AS_HEADER);
    if (asked === undefined) return caller;
    const other = await inPlaceOf(asked, caller, route);
    admit(route, other);
    return other;
  } catch (error) {
    const { code } = problemOf(error);
    const { status } = PROBLEMS[code];
    const entry = entryOf(route, { caller, requestId: requestIdOf(event), now }, event.pathParameters ?? {});
    if (status === 403) await refused(recorder, entry, { status, problem: code });
    throw error;
  }
}

function admit({ roles }: Route, caller: Caller): void {
  if (roles !== 'public' && !caller.roles.some((role) => roles.includes(role))) throw new Problem('access.role');
}

async function withDeadline(
  context: Partial<Context>,
  work: (signal: AbortSignal) => Promise<Reply<unknown>>,
): Promise<Reply<unknown>> {
  const remaining = context.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        abort.abort();
        reject(new Problem('service.timeout', { retryAfterSeconds: 5 }));
      },
      Math.max(0, Math.min(DEADLINE_MS, remaining - MARGIN_MS)),
    );
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

const transportOf = (event: HttpEvent) => ({
  requestId: requestIdOf(event),
  acceptEncoding: headerOf(event, 'accept-encoding'),
});

/** One line per request. Never the path or the query: they carry ids. */
function finish(
  event: HttpEvent,
  table: ReadonlyMap<string, Route>,
  response: APIGatewayProxyStructuredResultV2 | null | undefined,
  problem?: Problem,
): void {
  const operation = table.get(event.routeKey ?? '')?.operationId ?? 'none';
  const status = response?.statusCode ?? PROBLEMS['internal.unexpected'].status;
  logger.info('request', { operation, status, problem: problem?.code, requestId: requestIdOf(event) });
  count('ApiRequests', 1);
  count('ApiFailures', status >= 500 ? 1 : 0);
  flushMetrics();
}
