import fc from 'fast-check';

/** A JSON schema of the document, as far as the document goes. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** What arbitraries of a document draw on. */
export interface Source {
  /** The schema a `$ref` names. */
  readonly resolve: (reference: string) => Schema;
  /** Values that mean something to the service in a field of this name; one is tried wherever it fits. */
  readonly known: (field: string) => readonly string[];
}

const DAYS = ['2026-08-17', '2026-10-02', '2026-10-05', '2026-10-07', '2026-10-08', '2026-10-09', '2026-12-18'];
const MORE_DAYS = ['2027-02-01', '2027-06-30', '2024-02-29', '0001-01-01', '9999-12-31'];
const INSTANTS = [
  '2026-10-01T00:00:00Z',
  '2026-10-08T23:00:00.000Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
];
/** The longest text that a contract takes. */
const LONGEST = 10_000;
const LENGTHS = [1, 2, 3, 20, 40, 50, 64, 100, 200, 255, 300, 500, 2_000, 2_048, 4_000, LONGEST];
/** Of one, two, three and four bytes, with an accent of its own, from right to left, and the tags of a page. */
const CHARACTERS = ['x', 'é', '李', '😀', 'e\u0301', 'م', '<b>'];
const MAX_MORE_ITEMS = 3;
const MAX_WHOLE_RANGE = 2 ** 31;

/** Values that a schema of the document allows, for a field of some name. */
export function valid(schema: Schema, source: Source, field = ''): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valid(source.resolve(schema.$ref), source, field);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return fc.oneof(...alternatives.map((each) => valid(each, source, field)));
  switch (schema.type) {
    case 'string':
      return text(schema, source.known(field));
    case 'integer':
      return whole(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(schema, source, field);
    case 'object':
      return record(schema, source);
    default:
      throw new Error(`no arbitrary for ${JSON.stringify(schema)}`);
  }
}

function whole({ minimum = -MAX_WHOLE_RANGE, maximum = MAX_WHOLE_RANGE }: Schema): fc.Arbitrary<number> {
  const near = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) });
  const anywhere = fc.integer({ min: minimum, max: maximum });
  return fc.oneof({ weight: 3, arbitrary: near }, anywhere, fc.constantFrom(minimum, maximum));
}

function list({ items = {}, minItems = 0, maxItems = LONGEST }: Schema, source: Source, field: string) {
  const maxLength = Math.min(maxItems, minItems + MAX_MORE_ITEMS);
  return fc.array(valid(items, source, field), { minLength: minItems, maxLength });
}

function record({ properties = {}, required = [], ...schema }: Schema, source: Source): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, each]) => [name, valid(each, source, name)] as const);
  const named = fc.record(Object.fromEntries(members), { requiredKeys: [...required], noNullPrototype: true });
  if (typeof schema.additionalProperties !== 'object' || members.length > 0) return named;
  const name = valid({ type: 'string', ...schema.propertyNames }, source).map(String);
  return fc.dictionary(name, valid(schema.additionalProperties, source), { maxKeys: 3, noNullPrototype: true });
}

/** Known values, texts at the bounds of what fits, and any other. */
function text(schema: Schema, known: readonly string[]): fc.Arbitrary<string> {
  const fits = fitting(schema);
  const given = [...formatted(schema), ...known].filter(fits);
  const atBounds = CHARACTERS.flatMap((each) => LENGTHS.map((length) => each.repeat(length))).filter(fits);
  const choices = [
    ...(given.length > 0 ? [{ weight: 6, arbitrary: fc.constantFrom(...given) }] : []),
    ...(atBounds.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...atBounds) }] : []),
    ...anyOther(schema).map((each) => ({ weight: 1, arbitrary: each.filter(fits) })),
  ];
  return fc.oneof(...choices);
}

function formatted({ format }: Schema): readonly string[] {
  if (format === 'date') return [...DAYS, ...DAYS, ...MORE_DAYS];
  return format === 'date-time' ? INSTANTS : [];
}

function anyOther({ format, pattern, maxLength = 40 }: Schema): fc.Arbitrary<string>[] {
  const instants = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  if (format === 'date') return [instants.map((each) => each.toISOString().slice(0, 10))];
  if (format === 'date-time') return [instants.map((each) => each.toISOString())];
  // What a class of characters leaves out cannot be turned around: any text will do, as far as it fits.
  if (pattern === undefined || pattern.includes('\\p')) {
    return [fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(maxLength, 40) })];
  }
  return [fc.stringMatching(new RegExp(pattern, 'u'))];
}

/** Whether a text is one the schema allows; lengths are those of UTF-16, as docs/api.md says. */
function fitting(schema: Schema): (value: string) => boolean {
  const { minLength = 0, maxLength = LONGEST, format } = schema;
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) =>
    pattern === undefined ? [] : [new RegExp(pattern, 'u')],
  );
  return (value) =>
    [...value].length >= minLength &&
    value.length <= maxLength &&
    (format !== 'date' || /^\d{4}-\d\d-\d\d$/.test(value)) &&
    (format !== 'date-time' || /^\d{4}-\d\d-\d\dT.*Z$/.test(value)) &&
    patterns.every((pattern) => pattern.test(value));
}
