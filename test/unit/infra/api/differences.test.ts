import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differencesBetween } from '../../../../infra/api/differences.ts';
import type { ApiDocument, Schema } from '../../../../infra/api/document.ts';
import current from '../../../../shared/http/openapi.json' with { type: 'json' };

const document = current as unknown as ApiDocument;

/** A document with one operation of every part, to be changed in one place. */
function sample() {
  const thing: Schema & { properties: Record<string, Schema> } = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 20, pattern: '^a' },
      size: { type: ['integer', 'null'], minimum: 0, maximum: 10 },
      kind: { type: 'string', enum: ['a', 'b'] },
      note: { type: 'string', format: 'date', default: 'x' },
      parts: { type: 'array', items: { $ref: '#/components/schemas/Part' }, maxItems: 5 },
      counts: { type: 'object', propertyNames: { enum: ['x', 'y'] }, additionalProperties: { type: 'integer' } },
      cause: {
        oneOf: [
          {
            type: 'object',
            properties: { by: { const: 'file' }, line: { type: 'integer' } },
            required: ['by', 'line'],
          },
          { type: 'object', properties: { by: { const: 'person' } }, required: ['by'] },
        ],
      },
    },
    required: ['name', 'kind'],
    additionalProperties: false,
  };
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1.0.0' },
    paths: {
      '/v1/things/{id}': {
        put: {
          operationId: 'putThing',
          parameters: [
            { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
            { in: 'query', name: 'sort', schema: { type: 'string', enum: ['id', 'name'], default: 'id' } },
            { in: 'header', name: 'If-Match', required: true, schema: { type: 'string' } },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: structuredClone(thing) } } },
          responses: {
            '200': {
              description: 'Success',
              headers: { ETag: {} },
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
            },
            '404': {
              description: 'no',
              content: {
                'application/problem+json': {
                  schema: {
                    allOf: [
                      { $ref: '#/components/schemas/Problem' },
                      {
                        type: 'object',
                        properties: { code: { type: 'string', enum: ['thing.gone', 'thing.hidden'] } },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
        get: { operationId: 'getThing', security: [], responses: { '200': { description: 'Success' } } },
      },
    },
    components: {
      schemas: {
        Thing: structuredClone(thing),
        Part: {
          type: 'object',
          properties: { weight: { type: 'number' }, inner: { $ref: '#/components/schemas/Part' } },
        },
        Problem: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
      },
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a change may reach for anything in the document
type Change = (parts: any) => void;

/** What the changed document is told to be, the most serious first. */
function judged(change: Change): 'breaking' | 'compatible' | 'same' {
  const after = structuredClone(sample());
  const put = after.paths['/v1/things/{id}'].put;
  change({
    document: after,
    item: after.paths['/v1/things/{id}'],
    put,
    get: after.paths['/v1/things/{id}'].get,
    taken: put.requestBody.content['application/json'].schema,
    answered: after.components.schemas.Thing,
    part: after.components.schemas.Part,
    codes: put.responses['404'].content['application/problem+json'].schema.allOf[1]?.properties?.code,
  });
  const [first] = differencesBetween(sample() as unknown as ApiDocument, after as unknown as ApiDocument);
  return first === undefined ? 'same' : first.breaking ? 'breaking' : 'compatible';
}

const breaking: [string, Change][] = [
  ['an operation is gone', ({ item }) => delete item.put],
  ['an operation has another id', ({ put }) => (put.operationId = 'replaceThing')],
  ['an operation needs a token', ({ get }) => delete get.security],
  ['a parameter is gone', ({ put }) => put.parameters.splice(1, 1)],
  ['a parameter has to be given', ({ put }) => (put.parameters[1].required = true)],
  [
    'a new parameter has to be given',
    ({ put }) => put.parameters.push({ in: 'query', name: 'q', required: true, schema: {} }),
  ],
  ['a word of a parameter is gone', ({ put }) => put.parameters[1].schema.enum.pop()],
  ['a default is another', ({ put }) => (put.parameters[1].schema.default = 'name')],
  ['a body has to be sent', ({ get }) => (get.requestBody = { required: true, content: {} })],
  ['no body is taken', ({ put }) => delete put.requestBody],
  ['another type of body is taken', ({ put }) => (put.requestBody.content = { 'text/csv': { schema: {} } })],
  ['a field is not taken any more', ({ taken }) => delete taken.properties.note],
  ['a field has to be sent', ({ taken }) => taken.required.push('note')],
  [
    'a new field has to be sent',
    ({ taken }) => Object.assign(taken, { properties: { ...taken.properties, extra: {} }, required: ['extra'] }),
  ],
  ['less is taken: length', ({ taken }) => (taken.properties.name.maxLength = 19)],
  ['less is taken: a new limit', ({ taken }) => (taken.properties.note.maxLength = 100)],
  ['less is taken: size', ({ taken }) => (taken.properties.size.minimum = 1)],
  ['less is taken: number of items', ({ taken }) => (taken.properties.parts.maxItems = 4)],
  ['another pattern is asked for', ({ taken }) => (taken.properties.name.pattern = '^b')],
  ['a pattern is asked for', ({ taken }) => (taken.properties.kind.pattern = 'a')],
  ['another format is asked for', ({ taken }) => (taken.properties.note.format = 'date-time')],
  ['null is not taken any more', ({ taken }) => (taken.properties.size.type = 'integer')],
  ['another type is taken', ({ taken }) => (taken.properties.name.type = 'number')],
  ['a word is not taken any more', ({ taken }) => taken.properties.kind.enum.pop()],
  ['words are listed', ({ taken }) => (taken.properties.name.enum = ['a'])],
  ['an alternative is not taken any more', ({ taken }) => taken.properties.cause.oneOf.pop()],
  ['a name is not taken any more', ({ taken }) => taken.properties.counts.propertyNames.enum.pop()],
  ['a keyword that nobody knows', ({ taken }) => (taken.properties.name.dependentSchemas = {})],
  ['a status is gone', ({ put }) => delete put.responses['404']],
  ['success has another status', ({ get }) => (get.responses['201'] = { description: 'Success' })],
  ['a header is gone', ({ put }) => delete put.responses['200'].headers.ETag],
  ['a type of answer is gone', ({ put }) => (put.responses['200'].content = {})],
  ['a field is not answered any more', ({ answered }) => delete answered.properties.note],
  ['a field may be missing', ({ answered }) => answered.required.pop()],
  ['a field may be null', ({ answered }) => (answered.properties.name.type = ['string', 'null'])],
  ['a field has another type', ({ answered }) => (answered.properties.name.type = 'integer')],
  [
    'a whole number may be a fraction',
    ({ answered }) => (answered.properties.counts.additionalProperties.type = 'number'),
  ],
  ['a field may be longer', ({ answered }) => delete answered.properties.name.maxLength],
  ['a field keeps to no pattern', ({ answered }) => delete answered.properties.name.pattern],
  ['a word is gone from answers', ({ answered }) => answered.properties.kind.enum.pop()],
  ['any word may be answered', ({ answered }) => delete answered.properties.kind.enum],
  ['an alternative is new in answers', ({ answered }) => answered.properties.cause.oneOf.push({ type: 'string' })],
  ['a field deep inside is gone', ({ part }) => delete part.properties.weight],
  ['a problem code is gone', ({ codes }) => codes.enum.pop()],
];

const compatible: [string, Change][] = [
  ['a new operation', ({ item }) => (item.delete = { operationId: 'deleteThing', responses: {} })],
  ['no token is needed any more', ({ put }) => (put.security = [])],
  ['a new parameter', ({ put }) => put.parameters.push({ in: 'query', name: 'q', schema: { type: 'string' } })],
  ['a parameter may be left out', ({ put }) => (put.parameters[2].required = false)],
  ['a new word of a parameter', ({ put }) => put.parameters[1].schema.enum.push('size')],
  ['a body may be left out', ({ put }) => (put.requestBody.required = false)],
  ['a field may be left out', ({ taken }) => taken.required.pop()],
  ['a new field is taken', ({ taken }) => (taken.properties.extra = { type: 'string' })],
  ['more is taken', ({ taken }) => (taken.properties.name.maxLength = 21)],
  ['no limit', ({ taken }) => delete taken.properties.size.maximum],
  ['no pattern', ({ taken }) => delete taken.properties.name.pattern],
  ['a new word is taken', ({ taken }) => taken.properties.kind.enum.push('c')],
  ['null is taken', ({ taken }) => (taken.properties.name.type = ['string', 'null'])],
  ['a fraction is taken', ({ taken }) => (taken.properties.counts.additionalProperties.type = 'number')],
  ['an alternative is taken', ({ taken }) => taken.properties.cause.oneOf.push({ type: 'string' })],
  ['a new field is answered', ({ answered }) => (answered.properties.extra = { type: 'string' })],
  ['a field is always answered', ({ answered }) => answered.required.push('note')],
  ['a field is shorter', ({ answered }) => (answered.properties.name.maxLength = 5)],
  ['a field is never null', ({ answered }) => (answered.properties.size.type = 'integer')],
  ['a new word is answered', ({ answered }) => answered.properties.kind.enum.push('c')],
  ['a new problem code', ({ codes }) => codes.enum.push('thing.new')],
  ['a new status of problems', ({ put }) => (put.responses['409'] = { description: 'no' })],
  ['a new header', ({ put }) => (put.responses['404'].headers = { 'Retry-After': {} })],
  ['other words', ({ answered }) => (answered.properties.name.description = 'Its name.')],
];

describe('a change of the API', () => {
  test.each(breaking)('breaks callers: %s', (_, change) => expect(judged(change)).toBe('breaking'));
  test.each(compatible)('breaks nobody: %s', (_, change) => expect(judged(change)).toBe('compatible'));

  test('is none when only the version differs, or names of components', () => {
    expect(judged(({ document: all }) => (all.info.version = '1.1.0'))).toBe('same');
    expect(differencesBetween(document, structuredClone(document))).toEqual([]);
  });

  test('says where and what', () => {
    const after = structuredClone(sample());
    const { name } = after.components.schemas.Thing.properties;
    Object.assign(name!, { maxLength: 30 });
    expect(differencesBetween(sample() as unknown as ApiDocument, after as unknown as ApiDocument)).toEqual([
      { breaking: true, place: 'PUT /v1/things/{id} 200.name', what: 'maxLength was 20 and is 30' },
    ]);
  });
});

/** Places of the real document, found anew in any copy of it. */
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => [path, method] as const),
);
const components = Object.keys(document.components.schemas ?? {});
const at = (copy: ApiDocument, [path, method]: readonly [string, string]) =>
  copy.paths[path]![method] as unknown as Record<string, Record<string, unknown>>;

describe('the API itself', () => {
  const changed = (change: (copy: ApiDocument) => void) => {
    const copy = structuredClone(document);
    change(copy);
    return differencesBetween(document, copy);
  };

  test('cannot lose an operation, a status or a field unseen', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operations), fc.nat(), (place, pick) => {
        const statuses = Object.keys(at(document, place)['responses'] ?? {});
        const status = statuses[pick % statuses.length]!;
        expect(changed((copy) => delete (copy.paths[place[0]] as Record<string, unknown>)[place[1]])[0]?.breaking).toBe(
          true,
        );
        expect(changed((copy) => delete at(copy, place)['responses']![status])[0]?.breaking).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  test('cannot lose a field of a component unseen', () => {
    const withFields = components.filter((name) => document.components.schemas![name]!.properties);
    fc.assert(
      fc.property(fc.constantFrom(...withFields), fc.nat(), (name, pick) => {
        const fields = Object.keys(document.components.schemas![name]!.properties ?? {});
        const field = fields[pick % fields.length]!;
        const differences = changed(
          (copy) => delete (copy.components.schemas![name]!.properties as Record<string, Schema>)[field],
        );
        expect(differences[0]).toMatchObject({
          breaking: true,
          place: expect.stringMatching(new RegExp(`\\.${field}$`)),
        });
      }),
      { numRuns: 12 },
    );
  });
});
