import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { HEADERS, Responses } from './openapiResponses.ts';
import type { Contract } from './route.ts';

/** Raised with every change that callers can notice: docs/decisions/api-versions.md. */
const API_VERSION = '1.0.0';

const DESCRIPTION = `Tiers of support with their reasons, interventions, records, data operations and year ends of one district.

Lists answer \`items\` and, while more follows, \`nextCursor\`. Unknown parameters and fields are refused. Days are \`2027-01-15\`,
instants are UTC with \`Z\`. Problems are \`application/problem+json\` (RFC 9457): branch on \`code\`. Answers may gain fields, and
enumerations and problem codes words: pass over what you do not know.`;

const TAGS: Readonly<Record<string, string>> = {
  Students: 'The students you may see, their tiers and why.',
  Notes: 'What staff write about a student, with every revision.',
  'Amendment requests': 'What a family or a student wants changed in the record, and what is decided.',
  Records: 'One student’s record: who was shown it, whole copies of it, who of the family may see it.',
  'Family access': 'What families see from a student’s 18th birthday on.',
  Portal: 'What families and students see of their own record.',
  Caseloads: 'Who works with which students, and handing them over.',
  Operations: 'Drops, runs and how far the data reaches.',
  Interventions: 'Plans, check-ins, tasks and crisis overrides.',
  'Year ends': 'Credits, and closing a school year.',
  Configuration: 'Cut points as data.',
  'Subject rights': 'Taking a student or a district out for good.',
};

/** The OpenAPI 3.1 document of some operations. Made at build time and committed as `openapi.json` beside this file. */
export function openApiDocument(contracts: readonly Contract[]) {
  const responses = new Responses();
  const byPath = [...Map.groupBy(contracts, (contract) => contract.path)];
  const paths: ZodOpenApiPathsObject = Object.fromEntries(
    byPath.map(([path, own]) => [
      path,
      Object.fromEntries(own.map((contract) => [contract.method.toLowerCase(), operationOf(contract, responses)])),
    ]),
  );
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Waymark',
      version: API_VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The address that serves this document.' }],
    security: [{ token: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Of the district’s OIDC provider.' },
      },
      headers: HEADERS,
    },
    tags: [...new Set(contracts.map((contract) => contract.tag))].map((name) => ({
      name,
      ...(TAGS[name] !== undefined && { description: TAGS[name] }),
    })),
    paths,
  });
}

function operationOf(contract: Contract, responses: Responses): ZodOpenApiOperationObject {
  const { body, roles, params, query } = contract;
  const header = headersOf(contract);
  return {
    operationId: contract.operationId,
    tags: [contract.tag],
    summary: contract.summary,
    description: [contract.description, rolesOf(contract)].filter(Boolean).join('\n\n'),
    ...(roles === 'public' && { security: [] }),
    requestParams: { ...(params && { path: params }), ...(query && { query }), ...(header && { header }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: responses.of(contract),
  };
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .meta({
    description: 'New for each thing you want done once; the same key again does nothing a second time.',
    example: '3f0e4c1e-9d4b-4d0b-8a57-5a3f6f0c2f11',
  });
const ifMatch = z.string().min(1).meta({ description: 'The ETag of your last read.', example: '"4"' });
const actAs = z.string().optional().meta({
  description:
    'sourcedId of the member of staff in whose place a district administrator looks; for support, and audited.',
});

/** Headers that an operation takes, beside Authorization. */
function headersOf({ idempotencyKey: key, ifMatch: match, method, purpose }: Contract) {
  const headers = {
    ...(key && { 'Idempotency-Key': key === 'required' ? idempotencyKey : idempotencyKey.optional() }),
    ...(match && { 'If-Match': ifMatch }),
    ...(purpose && purpose !== 'portal' && method === 'GET' && { 'Waymark-Act-As': actAs }),
  };
  return Object.keys(headers).length > 0 ? z.object(headers) : undefined;
}

const rolesOf = ({ roles }: Contract) => (roles === 'public' ? 'No token needed.' : `Roles: ${roles.join(', ')}.`);
