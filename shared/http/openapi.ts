import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import type { Contract } from './route.ts';

/** Raised with every change that callers can notice. */
const API_VERSION = '1.0.0';

const EVERYWHERE = [
  'request.invalid',
  'service.busy',
  'service.timeout',
  'internal.contract',
  'internal.unexpected',
] as const;
const SIGNED_IN = ['auth.missing', 'access.role', 'record.unavailable'] as const;
const IMPERSONATED = ['impersonation.not_allowed', 'impersonation.staff_unknown'] as const;
const IMPERSONATED_WRITE = ['impersonation.not_allowed', 'impersonation.read_only'] as const;
const WITH_BODY = ['request.not_json', 'request.too_large', 'request.media_type'] as const;

const problem = z
  .strictObject({
    type: z.string().meta({ example: 'urn:waymark:problem:request.invalid' }),
    code: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(
        z.strictObject({
          parameter: z.string().optional(),
          pointer: z.string().optional().meta({ description: 'JSON pointer into the body.' }),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong and what to do (RFC 9457).' });

/** The OpenAPI 3.1 document of some operations. Made at build time and committed as `docs/openapi.json`. */
export function openApiDocument(contracts: readonly Contract[]) {
  const byPath = [...Map.groupBy(contracts, (contract) => contract.path)];
  const paths: ZodOpenApiPathsObject = Object.fromEntries(
    byPath.map(([path, own]) => [
      path,
      Object.fromEntries(own.map((contract) => [contract.method.toLowerCase(), operationOf(contract)])),
    ]),
  );
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Waymark',
      version: API_VERSION,
      description: 'Tiers of support with their reasons, interventions, data operations and year ends of one district.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The address that serves this document.' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Of the district’s OIDC provider.' },
      },
    },
    tags: [...new Set(contracts.map((contract) => contract.tag))].map((name) => ({ name })),
    paths,
  });
}

function operationOf(contract: Contract): ZodOpenApiOperationObject {
  const { body, roles, params, query } = contract;
  const header = idempotencyHeader(contract);
  return {
    operationId: contract.operationId,
    tags: [contract.tag],
    summary: contract.summary,
    description: [contract.description, rolesOf(contract)].filter(Boolean).join('\n\n'),
    ...(roles === 'public' && { security: [] }),
    requestParams: { ...(params && { path: params }), ...(query && { query }), ...(header && { header }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(contract.status ?? 200)]: {
        description: 'Success',
        content: { [contract.contentType ?? 'application/json']: { schema: contract.response } },
      },
      ...(contract.redirects && { 307: { description: 'The body is at the address in Location, without a token.' } }),
      ...problemResponses(contract),
    },
  };
}

function idempotencyHeader({ idempotencyKey }: Contract) {
  if (idempotencyKey === undefined) return undefined;
  const key = z.string().meta({ description: 'New for each thing you want done once.' });
  return z.object({ 'Idempotency-Key': idempotencyKey === 'required' ? key : key.optional() });
}

const rolesOf = ({ roles }: Contract) => (roles === 'public' ? 'No token needed.' : `Roles: ${roles.join(', ')}.`);

/** One response a status, naming the codes that come with it. */
function problemResponses(contract: Contract) {
  const codes: ProblemCode[] = [
    ...EVERYWHERE,
    ...(contract.roles === 'public' ? [] : SIGNED_IN),
    ...(contract.purpose ? (contract.method === 'GET' ? IMPERSONATED : IMPERSONATED_WRITE) : []),
    ...(contract.body ? WITH_BODY : []),
    ...(contract.idempotencyKey ? (['idempotency.key'] as const) : []),
    ...(contract.problems ?? []),
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => String(PROBLEMS[code].status));
  const responses = [...byStatus].map(([status, own]) => [
    status,
    {
      description: own.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
      content: { 'application/problem+json': { schema: problem } },
    },
  ]);
  return Object.fromEntries(responses);
}
