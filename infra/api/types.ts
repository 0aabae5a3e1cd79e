import { nameOf, type Schema } from './document.ts';

/** A schema as a TypeScript type; references become the names of their components. */
export function typeOf(schema: Schema, indent = ''): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if ('const' in schema) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal));
  const { allOf, anyOf, oneOf, ...rest } = schema;
  const parts = [
    ...(anyOf || oneOf ? [union((anyOf ?? oneOf ?? []).map((branch) => typeOf(branch, indent)))] : []),
    ...(allOf ?? []).map((part) => typeOf(part, indent)),
    // A union says by itself that all its branches are objects.
    ...(anyOf || oneOf ? [] : [union([schema.type ?? []].flat().map((type) => typed(type, rest, indent)))]),
  ].filter((part) => part !== 'unknown');
  return parts.length === 0 ? 'unknown' : parts.map((part) => (parts.length > 1 ? grouped(part) : part)).join(' & ');
}

function typed(type: string, schema: Schema, indent: string): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return arrayOf(schema, indent);
    case 'object':
      return objectOf(schema, indent);
    default:
      throw new Error(`nobody knows the type ${type} of JSON Schema`);
  }
}

function arrayOf({ items, prefixItems }: Schema, indent: string): string {
  if (prefixItems) return `readonly [${prefixItems.map((item) => typeOf(item, indent)).join(', ')}]`;
  return `readonly ${grouped(typeof items === 'object' ? typeOf(items, indent) : 'unknown')}[]`;
}

function objectOf(schema: Schema, indent: string): string {
  const { properties, required = [], additionalProperties, propertyNames } = schema;
  if (properties) {
    const inner = `${indent}  `;
    const lines = Object.entries(properties).map(([name, property]) => {
      const mark = required.includes(name) ? '' : '?';
      return `${comment([property.description], inner)}${inner}${propertyName(name)}${mark}: ${typeOf(property, inner)};\n`;
    });
    return lines.length === 0 ? 'Record<string, never>' : `{\n${lines.join('')}${indent}}`;
  }
  if (additionalProperties === false) return 'Record<string, never>';
  const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown';
  const keys = propertyNames ? typeOf(propertyNames, indent) : 'string';
  return required.length > 0 || keys === 'string'
    ? `Record<${keys}, ${values}>`
    : `Partial<Record<${keys}, ${values}>>`;
}

/** Alternatives, each once. */
export function union(types: readonly string[]): string {
  return types.length === 0 ? 'unknown' : [...new Set(types)].join(' | ');
}

const grouped = (type: string) => (/^[\w.<>, ]+$/.test(type) && !type.startsWith('readonly') ? type : `(${type})`);
export const literal = (value: unknown): string => JSON.stringify(value);
export const propertyName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : literal(name));

/** A comment above what it tells of, nothing when there is nothing to tell. */
export function comment(paragraphs: readonly (string | undefined)[], indent: string): string {
  const lines = paragraphs
    .filter((each) => each !== undefined && each !== '')
    .join('\n\n')
    .replaceAll('*/', '*\\/')
    .split('\n');
  if (lines.length === 1) return lines[0] === '' ? '' : `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}
