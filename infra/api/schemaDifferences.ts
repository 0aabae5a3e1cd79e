import { type ApiDocument, resolved, type Schema } from './document.ts';
import { limitDifferences } from './limits.ts';

/** Something that differs between two documents. */
export interface Difference {
  /** Callers that were right before would not be any more. */
  readonly breaking: boolean;
  /** `GET /v1/students 200 body.items[].grade`. */
  readonly place: string;
  readonly what: string;
}

/** Whether callers write it or read it: what widens the one narrows the other. */
export type Direction = 'input' | 'output';

/** Schemas that are compared, before and after. */
export interface Pair {
  readonly before: Schema;
  readonly after: Schema;
}

/** Compares schemas of two documents; a component is compared once for each direction and place that names it first. */
export class SchemaComparer {
  readonly #before: ApiDocument;
  readonly #after: ApiDocument;
  readonly #report: (difference: Difference) => void;
  readonly #seen = new Set<string>();

  constructor(before: ApiDocument, after: ApiDocument, report: (difference: Difference) => void) {
    this.#before = before;
    this.#after = after;
    this.#report = report;
  }

  compare(direction: Direction, place: string, pair: Pair): void {
    if (pair.before.$ref !== undefined || pair.after.$ref !== undefined) {
      const key = `${direction} ${pair.before.$ref ?? place} ${pair.after.$ref ?? place}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    const before = resolved(this.#before, pair.before);
    const after = resolved(this.#after, pair.after);
    const branches = { before: branchesOf(before), after: branchesOf(after) };
    if (branches.before.length === 1 && branches.after.length === 1) this.#single(direction, place, { before, after });
    else this.#branches(direction, place, branches);
  }

  #say(breaking: boolean, place: string, what: string): void {
    this.#report({ breaking, place, what });
  }

  /** Each branch is compared with the one of the same kind; words of an enumeration may be added. */
  #branches(
    direction: Direction,
    place: string,
    { before, after }: { readonly before: readonly Schema[]; readonly after: readonly Schema[] },
  ): void {
    const earlier = this.#byKind(this.#before, before);
    const later = this.#byKind(this.#after, after);
    for (const [kind, branch] of earlier) {
      const now = later.get(kind);
      if (now) this.compare(direction, place, { before: branch, after: now });
      else this.#say(direction === 'input' || 'const' in branch || 'enum' in branch, place, `${kind} is gone`);
    }
    for (const [kind, branch] of later) {
      if (earlier.has(kind)) continue;
      this.#say(direction === 'output' && !('const' in branch || 'enum' in branch), place, `${kind} is new`);
    }
  }

  #byKind(document: ApiDocument, branches: readonly Schema[]): ReadonlyMap<string, Schema> {
    const byKind = new Map<string, Schema>();
    for (const [at, branch] of branches.entries()) {
      const kind = this.#kindOf(document, branch, at);
      byKind.set(byKind.has(kind) ? `${kind} (alternative ${at + 1})` : kind, branch);
    }
    return byKind;
  }

  /** What tells a branch from the others of its union. */
  #kindOf(document: ApiDocument, branch: Schema, at: number): string {
    const schema = resolved(document, branch);
    if ('const' in schema) return JSON.stringify(schema.const);
    const constants = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      'const' in property ? [`${name}=${JSON.stringify(property.const)}`] : [],
    );
    if (constants.length > 0) return constants.join(' ');
    if (schema.type === 'object' || schema.type === undefined) return `alternative ${at + 1}`;
    return [schema.type].flat().join(' or ');
  }

  #single(direction: Direction, place: string, { before, after }: Pair): void {
    this.#types(direction, place, { before, after });
    this.#words(direction, place, { before, after });
    for (const { narrower, what } of limitDifferences(before, after)) {
      this.#say(direction === 'input' ? narrower : !narrower, place, what);
    }
    this.#properties(direction, place, { before, after });
    this.#parts(direction, place, { before, after });
  }

  #types(direction: Direction, place: string, { before, after }: Pair): void {
    const [was, is] = [before.type, after.type];
    if (JSON.stringify(was) === JSON.stringify(is)) return;
    const widened = (was === 'integer' && is === 'number') || is === undefined;
    const narrowed = (was === 'number' && is === 'integer') || was === undefined;
    const breaking = direction === 'input' ? !widened : !narrowed;
    this.#say(breaking, place, `the type was ${was ?? 'any'} and is ${is ?? 'any'}`);
  }

  #words(direction: Direction, place: string, { before, after }: Pair): void {
    const [was, is] = [wordsOf(before), wordsOf(after)];
    if (!was && !is) return;
    if (!was || !is) {
      this.#say(
        is ? direction === 'input' : direction === 'output',
        place,
        is ? 'words are listed' : 'any word may come',
      );
      return;
    }
    // Words that were said stay, in answers too: filters, stored values and translations name them.
    for (const word of was.filter((each) => !is.includes(each))) this.#say(true, place, `${word} is gone`);
    for (const word of is.filter((each) => !was.includes(each))) this.#say(false, place, `${word} is new`);
  }

  #properties(direction: Direction, place: string, { before, after }: Pair): void {
    const [was, is] = [before.properties ?? {}, after.properties ?? {}];
    const needed = { before: new Set(before.required), after: new Set(after.required) };
    for (const [name, property] of Object.entries(was)) {
      const now = is[name];
      const at = `${place}.${name}`;
      if (!now) {
        this.#say(true, at, 'the field is gone');
        continue;
      }
      this.compare(direction, at, { before: property, after: now });
      if (needed.before.has(name) === needed.after.has(name)) continue;
      const isNeeded = needed.after.has(name);
      this.#say(direction === 'input' ? isNeeded : !isNeeded, at, isNeeded ? 'has to be there' : 'may be left out');
    }
    for (const name of new Set([...needed.before, ...needed.after])) {
      if (name in was || name in is || needed.before.has(name) === needed.after.has(name)) continue;
      const isNeeded = needed.after.has(name);
      this.#say(
        direction === 'input' ? isNeeded : !isNeeded,
        `${place}.${name}`,
        isNeeded ? 'has to be there' : 'may be left out',
      );
    }
    for (const name of Object.keys(is).filter((each) => !(each in was))) {
      const isNeeded = direction === 'input' && needed.after.has(name);
      this.#say(isNeeded, `${place}.${name}`, isNeeded ? 'a new field that has to be there' : 'a new field');
    }
  }

  /** Items, values, keys and what else is a schema inside of a schema. */
  #parts(direction: Direction, place: string, { before, after }: Pair): void {
    for (const [keyword, suffix] of [
      ['items', '[]'],
      ['additionalProperties', '.*'],
      ['propertyNames', ' (names)'],
    ] as const) {
      const [was, is] = [before[keyword], after[keyword]];
      if (isSchema(was) && isSchema(is)) this.compare(direction, `${place}${suffix}`, { before: was, after: is });
      else if (JSON.stringify(was) !== JSON.stringify(is)) {
        const closes = is === false || (keyword !== 'additionalProperties' && is !== undefined);
        this.#say(direction === 'input' ? closes : isSchema(was), `${place}${suffix}`, 'other values may be there');
      }
    }
    for (const keyword of ['prefixItems', 'allOf'] as const) {
      const [was, is] = [before[keyword] ?? [], after[keyword] ?? []];
      if (was.length !== is.length) this.#say(true, place, `${keyword} has ${is.length} parts and had ${was.length}`);
      for (const [at, part] of was.entries()) {
        const now = is[at];
        if (now) this.compare(direction, keyword === 'allOf' ? place : `${place}[${at}]`, { before: part, after: now });
      }
    }
  }
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

function branchesOf(schema: Schema): readonly Schema[] {
  const { anyOf, oneOf, type, ...rest } = schema;
  if (anyOf || oneOf) return (anyOf ?? oneOf ?? []).flatMap(branchesOf);
  return Array.isArray(type) ? type.map((each: string) => ({ ...rest, type: each })) : [schema];
}

function wordsOf(schema: Schema): readonly string[] | undefined {
  if ('const' in schema) return [JSON.stringify(schema.const)];
  return schema.enum?.map((word) => JSON.stringify(word));
}
