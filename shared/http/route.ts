import * as z from 'zod';
import type { Purpose } from '../domain/access/basis.ts';
import type { Role } from '../domain/access/roles.ts';
import { logger } from '../runtime/logger.ts';
import type { LoadedTenant } from '../runtime/tenant.ts';
import type { Caller } from './caller.ts';
import type { Disclosures } from './disclosures.ts';
import { type FieldError, Problem, type ProblemCode } from './problems.ts';

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** What a route promises, without how it does it: enough for the OpenAPI document and the gateway. */
export interface Contract<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the gateway writes it: `/v1/students/{id}`. */
  readonly path: `/v1/${string}`;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Roles that may call it at all; `public` needs no token. Scope is the handler's matter (`authorization.ts`). */
  readonly roles: readonly Role[] | 'public';
  readonly params?: Params;
  /** Values arrive as strings, each parameter at most once. */
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
  /** Of success, `application/json` unless said; another one answers its body as the text it is. */
  readonly contentType?: 'text/csv' | 'text/html';
  /** Answers 307 instead, where the body is too large for an answer. */
  readonly redirects?: true;
  /** Status of success, 200 unless said. */
  readonly status?: 200 | 201 | 202;
  /** Problems beyond those every route can answer with. */
  readonly problems?: readonly ProblemCode[];
  /** Whether it takes an Idempotency-Key; without a required one the request is refused. */
  readonly idempotencyKey?: 'required' | 'optional';
  /** It changes what its caller has to have seen: it is refused without If-Match, which the handler compares with `requireIfMatch`. */
  readonly ifMatch?: 'required';
  /** Its success carries an ETag: what it shows can be changed, or may have changed since. */
  readonly etag?: true;
  /** What students are shown for, of operations that show any; goes into the record of disclosures. */
  readonly purpose?: Purpose;
  /** Into the audit although it changes nothing: it takes out a whole record. Whatever is no GET is audited anyway. */
  readonly audited?: true;
}

/** What a handler knows beside its input. */
export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly tenant: LoadedTenant;
  readonly now: Date;
  /** As the caller sent it; always there when the contract requires one. */
  readonly idempotencyKey?: string;
  /** The If-Match header as sent; `etag.ts` compares it. */
  readonly ifMatch?: string;
  /** What the answer shows of students, to be noted before it does; `seeStudent` does so by itself. */
  readonly disclosures: Disclosures;
  /** Aborts when the function has to stop. */
  readonly signal: AbortSignal;
}

export interface Reply<Body> {
  readonly body: Body;
  /** Strong entity tag of what the body shows, from `etagOf`. */
  readonly etag?: string;
  /** Under which the body is saved where people download it. */
  readonly fileName?: string;
  /** Of a page that brings its own style; nothing may be loaded otherwise. */
  readonly contentSecurityPolicy?: string;
  /** Path of what was created. */
  readonly location?: string;
  /** Where the body is fetched instead; of contracts with `redirects`. */
  readonly redirectTo?: string;
}

type DeepReadonly<T> = T extends readonly (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

export interface Definition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Response extends z.ZodType,
> extends Contract<Params, Query, Body, Response> {
  handle(
    context: RequestContext,
    input: { readonly params: z.output<Params>; readonly query: z.output<Query>; readonly body: z.output<Body> },
  ): Promise<Reply<DeepReadonly<z.input<Response>>>>;
}

/** A request's parts as they came. */
export interface RawInput {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Route extends Contract {
  /** Checks the input, answers, checks the answer. Throws `Problem`. */
  run(context: RequestContext, raw: RawInput): Promise<Reply<unknown>>;
}

/** Keeps the types of a contract that stands beside its route: `defineRoute({ ...listStudents, handle })`. */
export function defineContract<
  Response extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(contract: Contract<Params, Query, Body, Response>): Contract<Params, Query, Body, Response> {
  return contract;
}

/** One operation of the API: its contract and what answers it. Unknown parameters and fields are refused. */
export function defineRoute<
  Response extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(definition: Definition<Params, Query, Body, Response>): Route {
  const { handle, ...contract } = definition;
  // Parts that the contract leaves out take nothing, and their types say so by default.
  const params = (definition.params ?? nothing).strict() as unknown as Params;
  const query = (definition.query ?? nothing).strict() as unknown as Query;
  const body = (definition.body ?? nothing) as Body;
  return {
    ...contract,
    run: async (context, raw) => {
      const parts = [params.safeParse(raw.params), query.safeParse(raw.query), body.safeParse(raw.body)] as const;
      if (!parts[0].success || !parts[1].success || !parts[2].success) {
        throw new Problem('request.invalid', {
          errors: [
            ...(parts[0].error?.issues ?? []).flatMap(parameterErrors),
            ...(parts[1].error?.issues ?? []).flatMap(parameterErrors),
            ...(parts[2].error?.issues ?? []).flatMap(bodyErrors),
          ],
        });
      }
      const reply = await handle(context, { params: parts[0].data, query: parts[1].data, body: parts[2].data });
      return { ...reply, body: checkedAnswer(definition.operationId, definition.response, reply.body) };
    },
  };
}

function checkedAnswer(operationId: string, schema: z.ZodType, body: unknown): unknown {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const places = checked.error.issues.map((issue) => `${issue.path.filter(isFieldName).join('.')} ${issue.code}`);
  logger.error('response.contract', { operationId, places: [...new Set(places)].slice(0, 5).join('; ') });
  throw new Problem('internal.contract');
}

/** Field names of our own contracts may be logged; anything else in a path could be a key taken from data. */
const isFieldName = (step: PropertyKey) => typeof step === 'string' && /^[a-z][A-Za-z]{0,40}$/.test(step);

function parameterErrors(issue: z.core.$ZodIssue): FieldError[] {
  return namesOf(issue).map((path) => ({ parameter: path.join('.'), ...whatIsWrong(issue) }));
}

function bodyErrors(issue: z.core.$ZodIssue): FieldError[] {
  return namesOf(issue).map((path) => ({
    pointer: path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    ...whatIsWrong(issue),
  }));
}

/** Unknown keys are reported one by one, each at its own place. */
function namesOf(issue: z.core.$ZodIssue): (readonly PropertyKey[])[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function whatIsWrong(issue: z.core.$ZodIssue): { readonly code: string; readonly message: string } {
  if (issue.code === 'unrecognized_keys') return { code: 'unknown', message: 'is not known here' };
  return { code: issue.code, message: issue.message };
}
