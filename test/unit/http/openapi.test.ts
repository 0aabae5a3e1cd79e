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
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: object;
  readonly responses: Record<string, { readonly description: string; readonly content: Record<string, object> }>;
}

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
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name ?? '');
  });

  test('describes every answer, successes as JSON or CSV and problems as problem+json', () => {
    for (const { path, operation } of operations) {
      const success = path.endsWith('.csv') ? 'text/csv' : 'application/json';
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description).not.toBe('');
        if (status === '307') continue;
        const type = Number(status) < 400 ? success : 'application/problem+json';
        expect(Object.keys(response.content)).toEqual([type]);
      }
    }
  });

  test('refuses unknown fields in every request and answer it names', () => {
    const open = Object.entries(document.components.schemas as Record<string, { type?: string }>).filter(
      ([, schema]) => schema.type === 'object' && !('additionalProperties' in schema),
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
