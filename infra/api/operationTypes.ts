import {
  type ApiDocument,
  operationsOf,
  type Parameter,
  type PlacedOperation,
  problemCodesOf,
  resolved,
} from './document.ts';
import { comment, literal, propertyName, typeOf, union } from './types.ts';

const HEADER = '// Made from the OpenAPI document; do not change it by hand.\n\n';

/**
 * `api.ts` of the client: every component of the document as a type, what each operation takes and answers, and a table of the
 * operations for the runtime.
 */
export function apiSource(document: ApiDocument): string {
  const components = Object.entries(document.components.schemas ?? {});
  const operations = operationsOf(document);
  return [
    HEADER,
    ...components.map(
      ([name, schema]) => `${comment([schema.description], '')}export type ${name} = ${typeOf(schema)};\n\n`,
    ),
    '/** What each operation takes and answers, and the codes of its problems. */\n',
    'export interface Operations {\n',
    ...operations.map((operation) => shapeOf(operation)),
    '}\n\n',
    '/** How each operation is asked. */\n',
    'export const OPERATIONS = {\n',
    ...operations.map((each) => `  ${each.operationId}: ${JSON.stringify(entryOf(document, each))},\n`),
    '} as const;\n',
  ].join('');
}

function shapeOf(operation: PlacedOperation): string {
  const { operationId, parameters = [], requestBody } = operation;
  const taken = (place: Parameter['in']) => parametersType(parameters.filter((each) => each.in === place));
  const body = requestBody?.content['application/json']?.schema;
  return [
    comment([operation.summary, operation.description], '  '),
    `  ${operationId}: {\n`,
    `    path: ${taken('path')};\n`,
    `    query: ${taken('query')};\n`,
    `    headers: ${taken('header')};\n`,
    `    body: ${body ? typeOf(body, '    ') : 'never'};\n`,
    `    answer: ${answerType(operation)};\n`,
    `    problems: ${union(problemCodesOf(operation).map(literal))};\n`,
    '  };\n',
  ].join('');
}

function parametersType(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return 'never';
  const lines = parameters.map(({ name, required, description, schema }) => {
    // The client makes a key itself when it is given none.
    const isOptional = !required || name === 'Idempotency-Key';
    const type = typeOf(schema, '      ');
    const value = isOptional ? `${type} | undefined` : type;
    return `${comment([description], '      ')}      ${propertyName(name)}${isOptional ? '?' : ''}: ${value};\n`;
  });
  return `{\n${lines.join('')}    }`;
}

const successOf = ({ responses }: PlacedOperation) =>
  Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];

function answerType(operation: PlacedOperation): string {
  const content = successOf(operation)?.content ?? {};
  const json = content['application/json'];
  if (json) return typeOf(json.schema, '    ');
  return Object.keys(content).length > 0 ? 'string' : 'undefined';
}

function entryOf(document: ApiDocument, operation: PlacedOperation) {
  const { method, path, parameters = [] } = operation;
  const named = (place: Parameter['in'], name: string) =>
    parameters.some((each) => each.in === place && each.name === name);
  const answer = successOf(operation)?.content?.['application/json']?.schema;
  const fields = answer ? (resolved(document, answer).properties ?? {}) : {};
  return {
    method,
    path,
    ...(named('header', 'Idempotency-Key') && { idempotent: true }),
    ...(named('query', 'cursor') && 'items' in fields && 'nextCursor' in fields && { list: true }),
  };
}
