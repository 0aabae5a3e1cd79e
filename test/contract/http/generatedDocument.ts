import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import type { Answer } from '../../unit/http/request.ts';
import type { Schema } from './arbitraries.ts';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface ResponseObject {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  /** Those that the description names; none where no token is needed. */
  readonly roles: readonly Role[];
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

interface OperationObject {
  readonly operationId: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
}

const DOCUMENT = 'https://waymark.example/openapi.json';
const document: Document = JSON.parse(
  readFileSync(new URL('../../../shared/http/openapi.json', import.meta.url), 'utf8'),
);

/** What a `$ref` within the document names. */
export function resolve<T = Schema>(reference: string): T {
  const steps = reference.slice('#/'.length).split('/');
  return steps.reduce<unknown>((value, step) => Object(value)[step], document) as T;
}

export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, each]) => ({
    ...{ method: method.toUpperCase(), path, operationId: each.operationId, responses: each.responses },
    roles: ROLES.filter((role) => /Roles: (.*)\.$/.exec(each.description)?.[1]?.split(', ').includes(role)),
    parameters: each.parameters ?? [],
    ...(each.requestBody && { body: each.requestBody.content['application/json']?.schema ?? {} }),
  })),
);

/** Values of the document's examples and descriptions are passed over; formats and unknown fields are not. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
const coercing = new Ajv2020({ strict: false, coerceTypes: true });
for (const each of [ajv, coercing]) {
  formats.default(each);
  each.addSchema({ $id: DOCUMENT, ...document });
}

const compiled = new Map<string, ValidateFunction>();
/** A validator of something in the document, compiled once. */
function validatorOf(key: string, schema: Schema | { readonly [name: string]: unknown }, by = ajv): ValidateFunction {
  const known = compiled.get(key);
  if (known) return known;
  const made = by.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${DOCUMENT}#/`)));
  compiled.set(key, made);
  return made;
}

/** Parameters of one kind against the document: text, as they travel. */
export function parametersFit(operation: Operation, kind: Parameter['in'], sent: Record<string, string>): boolean {
  const own = operation.parameters.filter((each) => each.in === kind);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
    required: own.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: kind === 'header',
  };
  return validatorOf(`${operation.operationId} ${kind}`, schema, coercing)({ ...sent });
}

export function bodyFits({ operationId, body = {} }: Operation, sent: unknown): boolean {
  return validatorOf(`${operationId} body`, body)(sent);
}

/** What is wrong with an answer by the document; nothing when it keeps its word. */
export function brokenPromises(operation: Operation, answer: Answer): readonly string[] {
  const listed = operation.responses[String(answer.status)];
  if (!listed) return [`status ${answer.status} is not listed`];
  const response = listed.$ref === undefined ? listed : resolve<ResponseObject>(listed.$ref);
  const missing = Object.keys(response.headers ?? {}).filter((name) => !(name.toLowerCase() in answer.headers));
  // Of 429 and 503 some come from the gateway, which says nothing in Retry-After; ours say it.
  const told = missing.map((name) => `header ${name} is missing`);
  if (response.content === undefined) return told;
  const type = String(answer.headers['content-type']).split(';')[0] ?? '';
  const schema = response.content[type]?.schema;
  if (!schema) return [...told, `content type ${type} is not listed`];
  const validate = validatorOf(`${operation.operationId} ${answer.status} ${type}`, schema);
  if (validate(type.startsWith('text/') ? answer.text : answer.json)) return told;
  return [...told, ...(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)];
}
