import { describe, expect, test } from 'vitest';
import { CONTRACTS } from '../../../shared/http/contracts.ts';
import committed from '../../../shared/http/openapi.json' with { type: 'json' };
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { PROBLEMS } from '../../../shared/http/problems.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(CONTRACTS)));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
);

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: object;
  readonly responses: Record<string, Answer | { readonly $ref: string }>;
}

interface Answer {
  readonly description: string;
  readonly headers?: Record<string, unknown>;
  readonly content?: Record<
    string,
    { readonly examples?: Record<string, { readonly value: { readonly status: number } }> }
  >;
}

/** An answer of an operation, whether it stands there or among the components. */
const answerOf = (answer: Answer | { readonly $ref: string }): Answer =>
  '$ref' in answer ? document.components.responses[answer.$ref.split('/').at(-1)!] : answer;
const answersOf = ({ responses }: Operation) =>
  Object.entries(responses).map(([status, answer]) => ({ status: Number(status), ...answerOf(answer) }));
const contractOf = (operationId: string) => CONTRACTS.find((contract) => contract.operationId === operationId)!;
const headersTaken = (operation: Operation) =>
  Object.fromEntries(
    (operation.parameters ?? [])
      .filter((each) => each.in === 'header')
      .map((each) => [each.name, each.required ?? false]),
  );

describe('the OpenAPI document', () => {
  test('is the committed one: npm run openapi writes it', () => {
    expect(committed).toEqual(document);
  });

  test('has every operation once, under its own id', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.toSorted()).toEqual(CONTRACTS.map((contract) => contract.operationId).toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(operations).toHaveLength(CONTRACTS.length);
  });

  test('declares every parameter of every path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map((parameter) => parameter.name)).toEqual(inPath);
      expect(declared.every((parameter) => parameter.required)).toBe(true);
    }
  });

  test('resolves every reference it makes', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, kind, name] of references) expect(document.components[kind!]).toHaveProperty(name ?? '');
  });

  test('describes every answer, successes as JSON or text and problems as problem+json', () => {
    for (const { operation } of operations) {
      const success = contractOf(operation.operationId).contentType ?? 'application/json';
      for (const { status, description, content = {} } of answersOf(operation)) {
        expect(description).not.toBe('');
        if (status === 307) continue;
        const types = Object.keys(content).filter((type) => !(status >= 400 && type === 'application/json'));
        const gatewayAlone = [401, 429].includes(status) && types.length === 0;
        if (!gatewayAlone)
          expect([operation.operationId, status, types]).toEqual([
            operation.operationId,
            status,
            [status < 400 ? success : 'application/problem+json'],
          ]);
      }
    }
  });

  test('has the gateway’s own answers: a token it refuses, too many requests, no answer in time', () => {
    for (const { operation } of operations) {
      const own = answersOf(operation).filter(({ status, content }) => status >= 400 && content?.['application/json']);
      const isPublic = contractOf(operation.operationId).roles === 'public';
      expect(own.map(({ status }) => status)).toEqual(isPublic ? [429, 503] : [401, 429, 503]);
    }
  });

  test('names the codes of each status with an example of each', () => {
    for (const { operation } of operations) {
      const codes = answersOf(operation).flatMap(({ status, description, content }) => {
        const examples = content?.['application/problem+json']?.examples ?? {};
        for (const [code, { value }] of Object.entries(examples)) {
          expect([value.status, description]).toEqual([status, expect.stringContaining(`\`${code}\``)]);
        }
        return Object.keys(examples);
      });
      expect(codes).toEqual(expect.arrayContaining(['request.invalid', 'internal.unexpected', 'service.timeout']));
      expect(codes).toEqual(expect.arrayContaining([...(contractOf(operation.operationId).problems ?? [])]));
    }
  });

  test('says when to ask again, and every answer names its request', () => {
    for (const { operation } of operations)
      for (const { status, headers } of answersOf(operation)) {
        expect(headers).toHaveProperty('X-Request-Id');
        expect('Retry-After' in headers!).toBe([429, 503].includes(status));
      }
  });

  test('has the headers that make a write happen once, and only to what was read', () => {
    for (const { operation } of operations) {
      const { idempotencyKey, ifMatch, purpose, method, problems = [] } = contractOf(operation.operationId);
      expect(headersTaken(operation)).toEqual({
        ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey === 'required' }),
        ...(ifMatch && { 'If-Match': true }),
        ...(purpose && purpose !== 'portal' && method === 'GET' && { 'Waymark-Act-As': false }),
      });
      if (method === 'POST')
        expect([operation.operationId, idempotencyKey]).toEqual([operation.operationId, 'required']);
      if (problems.includes('precondition.missing'))
        expect([operation.operationId, ifMatch]).toEqual([operation.operationId, 'required']);
    }
  });

  test('gives every operation a summary and a tag that is described', () => {
    const described = (document.tags as { name: string; description?: string }[]).flatMap((tag) =>
      tag.description ? [tag.name] : [],
    );
    for (const { operation } of operations) {
      expect(operation.summary).toMatch(/^\p{Lu}.*[^.]$/u);
      expect(described).toEqual(expect.arrayContaining([...(operation.tags ?? ['none'])]));
    }
  });

  test('refuses unknown fields in every request and answer it names', () => {
    const open = Object.entries(document.components.schemas as Record<string, { type?: string }>).filter(
      ([, schema]) => schema.type === 'object' && !('oneOf' in schema) && !('additionalProperties' in schema),
    );
    expect(open).toEqual([]);
  });
});

describe('a problem code', () => {
  test('stands for one status, one title and one piece of advice', () => {
    for (const [code, problem] of Object.entries(PROBLEMS)) {
      expect(code).toMatch(/^[a-z_]+\.[a-z_]+$/);
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.title).toMatch(/[^.]$/);
      expect(problem.advice).toMatch(/\.$/);
    }
  });
});
