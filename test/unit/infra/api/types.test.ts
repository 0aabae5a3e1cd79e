import { describe, expect, test } from 'vitest';
import { comment, typeOf } from '../../../../infra/api/types.ts';

describe('a schema as a TypeScript type', () => {
  test.each([
    [{}, 'unknown'],
    [{ $ref: '#/components/schemas/Tier' }, 'Tier'],
    [{ const: 3 }, '3'],
    [{ type: 'string', enum: ['a', 'b"c'] }, '"a" | "b\\"c"'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'integer', minimum: 1 }, 'number'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'string' }] }, 'string | number'],
    [{ type: 'object', oneOf: [{ $ref: '#/x/A' }, { $ref: '#/x/B' }] }, 'A | B'],
    [{ allOf: [{ $ref: '#/x/A' }, { oneOf: [{ const: 1 }, { const: 2 }] }] }, 'A & (1 | 2)'],
    [{ type: 'string', allOf: [{ pattern: 'a' }, { pattern: 'b' }] }, 'string'],
    [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    [{ type: 'array', items: { anyOf: [{ const: 1 }, { const: 2 }] } }, 'readonly (1 | 2)[]'],
    [{ type: 'array', items: { type: 'array', items: { const: 1 } } }, 'readonly (readonly 1[])[]'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, 'readonly [string, number]'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
    [{ type: 'object', additionalProperties: false }, 'Record<string, never>'],
    [{ type: 'object', properties: {} }, 'Record<string, never>'],
    [
      { type: 'object', propertyNames: { enum: ['x', 'y'] }, additionalProperties: { const: 1 } },
      'Partial<Record<"x" | "y", 1>>',
    ],
    [
      { type: 'object', propertyNames: { enum: ['x'] }, additionalProperties: { const: 1 }, required: ['x'] },
      'Record<"x", 1>',
    ],
    [
      { type: 'object', properties: { a: { type: 'string' }, 'b-c': { const: null } }, required: ['a'] },
      '{\n  a: string;\n  "b-c"?: null;\n}',
    ],
  ])('%j is %s', (schema, type) => expect(typeOf(schema)).toBe(type));

  test('of a type that JSON Schema does not have is none', () => {
    expect(() => typeOf({ type: 'text' })).toThrow('nobody knows the type text');
  });
});

describe('a comment', () => {
  test('is one line or a block, and never ends early', () => {
    expect(comment(['One.'], '')).toBe('/** One. */\n');
    expect(comment(['a */ b', undefined, 'c'], '  ')).toBe('  /**\n   * a *\\/ b\n   *\n   * c\n   */\n');
    expect(comment([undefined], '')).toBe('');
  });
});
