import { type Answer, type ApiDocument, type Content, operationsOf, type PlacedOperation } from './document.ts';
import { type Difference, type Direction, SchemaComparer } from './schemaDifferences.ts';

/**
 * What differs between two documents for those who call the API, the breaking ones first. Breaking is whatever lets a
 * request that was right fail, or an answer hold something else than was promised.
 */
export function differencesBetween(before: ApiDocument, after: ApiDocument): readonly Difference[] {
  const found: Difference[] = [];
  const schemas = new SchemaComparer(before, after, (difference) => found.push(difference));
  const comparer = new OperationComparer(schemas, (breaking, place, what) => found.push({ breaking, place, what }));
  const earlier = byPlace(before);
  const later = byPlace(after);
  for (const [place, operation] of earlier) {
    const now = later.get(place);
    if (now) comparer.compare(place, { before: operation, after: now });
    else found.push({ breaking: true, place, what: 'the operation is gone' });
  }
  for (const place of later.keys())
    if (!earlier.has(place)) found.push({ breaking: false, place, what: 'a new operation' });
  if (found.length === 0 && unversioned(before) !== unversioned(after))
    found.push({ breaking: false, place: 'the document', what: 'says it in other words' });
  return found.sort((one, other) => Number(other.breaking) - Number(one.breaking));
}

const byPlace = (document: ApiDocument) =>
  new Map(operationsOf(document).map((operation) => [`${operation.method} ${operation.path}`, operation]));
const unversioned = ({ info, ...rest }: ApiDocument) => JSON.stringify({ ...rest, info: { ...info, version: '' } });

interface Pair {
  readonly before: PlacedOperation;
  readonly after: PlacedOperation;
}

class OperationComparer {
  readonly #schemas: SchemaComparer;
  readonly #say: (breaking: boolean, place: string, what: string) => void;
  /** Answers that many operations give are told of once. */
  readonly #answers = new Map<Answer, Answer>();

  constructor(schemas: SchemaComparer, say: (breaking: boolean, place: string, what: string) => void) {
    this.#schemas = schemas;
    this.#say = say;
  }

  compare(place: string, { before, after }: Pair): void {
    // Clients call operations by their ids.
    if (before.operationId !== after.operationId)
      this.#say(true, place, `operationId was ${before.operationId} and is ${after.operationId}`);
    if (isPublic(before) !== isPublic(after))
      this.#say(isPublic(before), place, isPublic(after) ? 'needs no token any more' : 'needs a token');
    this.#parameters(place, { before, after });
    this.#body(place, { before, after });
    this.#responses(place, { before, after });
  }

  #parameters(place: string, { before, after }: Pair): void {
    const earlier = parametersOf(before);
    const later = parametersOf(after);
    for (const [name, parameter] of earlier) {
      const now = later.get(name);
      const at = `${place} ${name}`;
      if (!now) {
        this.#say(true, at, 'the parameter is gone, and unknown ones are refused');
        continue;
      }
      this.#schemas.compare('input', at, { before: parameter.schema, after: now.schema });
      if (Boolean(parameter.required) !== Boolean(now.required))
        this.#say(Boolean(now.required), at, now.required ? 'has to be given' : 'may be left out');
    }
    for (const [name, { required }] of later)
      if (!earlier.has(name))
        this.#say(
          Boolean(required),
          `${place} ${name}`,
          required ? 'a new parameter that has to be given' : 'a new parameter',
        );
  }

  #body(place: string, { before, after }: Pair): void {
    const at = `${place} body`;
    const [was, is] = [before.requestBody, after.requestBody];
    if (was && is) {
      if (Boolean(was.required) !== Boolean(is.required))
        this.#say(Boolean(is.required), at, is.required ? 'has to be sent' : 'may be left out');
      this.#content('input', at, { before: was.content, after: is.content });
    } else if (was) this.#say(true, at, 'nothing is taken any more');
    else if (is) this.#say(Boolean(is.required), at, is.required ? 'a body has to be sent' : 'a body may be sent');
  }

  #responses(place: string, { before, after }: Pair): void {
    for (const [status, was] of Object.entries(before.responses)) {
      const is = after.responses[status];
      const at = `${place} ${status}`;
      if (!is) {
        this.#say(true, at, 'the status is gone');
        continue;
      }
      if (this.#answers.get(was) === is) continue;
      this.#answers.set(was, is);
      for (const name of Object.keys(was.headers ?? {}))
        if (!is.headers?.[name]) this.#say(true, `${at} ${name}`, 'the header is gone');
      for (const name of Object.keys(is.headers ?? {}))
        if (!was.headers?.[name]) this.#say(false, `${at} ${name}`, 'a new header');
      this.#content('output', at, { before: was.content ?? {}, after: is.content ?? {} });
    }
    // Who has asked before is ready for problems of any kind, but for one kind of success.
    for (const status of Object.keys(after.responses))
      if (!before.responses[status]) this.#say(Number(status) < 400, `${place} ${status}`, 'a new status');
  }

  #content(
    direction: Direction,
    place: string,
    { before, after }: { readonly before: Content; readonly after: Content },
  ) {
    for (const [type, { schema }] of Object.entries(before)) {
      const now = after[type];
      if (!now) this.#say(true, place, `${type} is gone`);
      else this.#schemas.compare(direction, place, { before: schema, after: now.schema });
    }
    for (const type of Object.keys(after)) if (!before[type]) this.#say(false, place, `${type} is new`);
  }
}

const isPublic = (operation: PlacedOperation) => operation.security?.length === 0;
const parametersOf = ({ parameters = [] }: PlacedOperation) =>
  new Map(parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
