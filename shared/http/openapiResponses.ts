import * as z from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { PROBLEMS, type ProblemCode, problemBody, Problem as ThrownProblem } from './problems.ts';
import type { Contract } from './route.ts';

const EVERYWHERE = [
  'request.invalid',
  'service.busy',
  'service.timeout',
  'internal.contract',
  'internal.unexpected',
] as const;
const SIGNED_IN = ['auth.missing', 'access.role', 'rate.limited', 'record.unavailable'] as const;
/** Of who looks in another's place; what changes something refuses it. */
const impersonatedCodes = ({ method }: Contract) =>
  method === 'GET'
    ? (['impersonation.not_allowed', 'impersonation.staff_unknown'] as const)
    : (['impersonation.not_allowed', 'impersonation.read_only'] as const);
const WITH_BODY = ['request.not_json', 'request.too_large', 'request.media_type'] as const;
const PRECONDITIONED = ['precondition.missing', 'precondition.failed'] as const;

const problem = z
  .strictObject({
    type: z.string().meta({ description: '`urn:waymark:problem:` and the code.' }),
    code: z.string().meta({ description: 'Stable; branch on it.' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: 'What you can do about it.' }),
    requestId: z.string().meta({ description: 'For whoever runs the service.' }),
    errors: z
      .array(
        z.strictObject({
          parameter: z.string().optional(),
          pointer: z.string().optional().meta({ description: 'JSON pointer into the body.' }),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'What is wrong, field by field.' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong and what to do (RFC 9457).' });

/** What the gateway says by itself, before any function is asked. */
const gatewayAnswer = z
  .strictObject({ message: z.string() })
  .meta({ id: 'GatewayAnswer', description: 'Of the gateway, which answers before or instead of the service.' });

const GATEWAY: Readonly<Record<string, string>> = {
  401: 'Or the gateway does not accept the token.',
  429: 'Or more requests than the district’s address takes; the gateway says so, and no Retry-After.',
  503: 'Or the gateway waited in vain.',
};

const text = (description: string, example: string) => ({ description, schema: { type: 'string' as const }, example });

/** Headers of answers, as components of the document. */
export const HEADERS = {
  RequestId: text('Names this request; tell it to whoever runs the service.', 'Jh3kQgE3oAMEV7g='),
  ETag: text('Of what the body shows; changes of it are sent with it as If-Match.', '"4"'),
  Location: text('Where what was created, or the body, is found.', '/v1/plans/0f8fad5b-d9cb-469f-a165-70867728950e'),
  RetryAfter: {
    description: 'Seconds to wait before asking again.',
    schema: { type: 'integer' as const, minimum: 0 },
    example: 5,
  },
  WwwAuthenticate: text('How to sign in.', 'Bearer'),
};

const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });
const REQUEST_ID = { 'X-Request-Id': header('RequestId') };

/** Answers of operations; one that several operations give alike becomes a component. */
export class Responses {
  readonly #problems = new Map<string, ZodOpenApiResponseObject>();

  of(contract: Contract): ZodOpenApiResponsesObject {
    const { status = 200, contentType = 'application/json', response, redirects, etag } = contract;
    return {
      [String(status)]: {
        description: 'Success',
        headers: {
          ...REQUEST_ID,
          ...(etag && { ETag: header('ETag') }),
          ...(status === 201 && { Location: header('Location') }),
        },
        content: { [contentType]: { schema: response } },
      },
      ...(redirects && {
        307: {
          description: 'The body is at the address in Location, without a token.',
          headers: { ...REQUEST_ID, Location: header('Location') },
        },
      }),
      ...this.#problemsOf(contract),
    };
  }

  /** One response a status, naming the codes that come with it. */
  #problemsOf(contract: Contract): ZodOpenApiResponsesObject {
    const byStatus = Map.groupBy(codesOf(contract), (code) => String(PROBLEMS[code].status));
    const statuses = [...new Set([...byStatus.keys(), ...(contract.roles === 'public' ? [] : ['401']), '429', '503'])];
    return Object.fromEntries(
      statuses.sort().map((status) => [status, this.#problem(status, byStatus.get(status) ?? [])]),
    );
  }

  #problem(status: string, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
    const id = ['Problem', status, ...codes.map(pascal)].join('_');
    const known = this.#problems.get(id);
    if (known) return known;
    const made = { id, ...problemResponse(status, codes) };
    this.#problems.set(id, made);
    return made;
  }
}

const pascal = (code: string) => code.replaceAll(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** In the order of the registry, so that answers with the same codes are the same. */
function codesOf(contract: Contract): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>([
    ...EVERYWHERE,
    ...(contract.roles === 'public' ? [] : SIGNED_IN),
    ...(contract.purpose && contract.purpose !== 'portal' ? impersonatedCodes(contract) : []),
    ...(contract.body ? WITH_BODY : []),
    ...(contract.idempotencyKey ? (['idempotency.key'] as const) : []),
    ...(contract.ifMatch ? PRECONDITIONED : []),
    ...(contract.problems ?? []),
  ]);
  return (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => codes.has(code));
}

function problemResponse(status: string, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const gateway = GATEWAY[status];
  return {
    description: [...codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`), gateway].filter(Boolean).join(' '),
    headers: {
      ...REQUEST_ID,
      ...((status === '503' || status === '429') && { 'Retry-After': header('RetryAfter') }),
      ...(status === '401' && { 'WWW-Authenticate': header('WwwAuthenticate') }),
    },
    content: {
      ...(codes.length > 0 && { 'application/problem+json': { schema: schemaOf(codes), examples: examplesOf(codes) } }),
      ...(gateway !== undefined && { 'application/json': { schema: gatewayAnswer } }),
    },
  };
}

const schemaOf = (codes: readonly ProblemCode[]) =>
  z.intersection(problem, z.looseObject({ code: z.enum(codes as [ProblemCode, ...ProblemCode[]]) }));

const examplesOf = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    codes.map((code) => [code, { value: problemBody(new ThrownProblem(code), HEADERS.RequestId.example) }]),
  );
