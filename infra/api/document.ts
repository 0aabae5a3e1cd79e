/** A JSON Schema (2020-12) as the document holds it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: boolean | Schema;
  readonly prefixItems?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Content;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>;
}

/** An OpenAPI 3.1 document, as far as `openApiDocument` writes it. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly version: string; readonly [key: string]: unknown };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly responses?: Readonly<Record<string, Answer>>;
    readonly [kind: string]: unknown;
  };
}

/** An operation with its place, its answers in full. */
export interface PlacedOperation extends Omit<Operation, 'responses'> {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly responses: Readonly<Record<string, Answer>>;
}

export function operationsOf(document: ApiDocument): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      responses: Object.fromEntries(
        Object.entries(operation.responses).map(([status, answer]) => [status, answerOf(document, answer)]),
      ),
    })),
  );
}

function answerOf(document: ApiDocument, answer: Answer | { readonly $ref: string }): Answer {
  if (!('$ref' in answer)) return answer;
  const found = document.components.responses?.[nameOf(answer.$ref)];
  if (!found) throw new Error(`the document has no ${answer.$ref}`);
  return found;
}

/** The name of the component that a reference names. */
export const nameOf = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** The schema itself, where there is a reference to it. */
export function resolved(document: ApiDocument, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const found = document.components.schemas?.[nameOf(schema.$ref)];
  if (!found) throw new Error(`the document has no ${schema.$ref}`);
  return resolved(document, found);
}

/** Codes of the problems that an operation answers, sorted. */
export function problemCodesOf(operation: PlacedOperation): readonly string[] {
  const schemas = Object.values(operation.responses).flatMap(({ content }) => content?.[PROBLEM]?.schema.allOf ?? []);
  const codes = schemas.flatMap(({ properties }) => (properties?.['code']?.enum ?? []) as readonly string[]);
  return [...new Set(codes)].sort();
}

const PROBLEM = 'application/problem+json';
