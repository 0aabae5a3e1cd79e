import type { Schema } from './document.ts';

/** A limit that changed. */
export interface LimitDifference {
  /** Fewer values fit than before; `false` when some may fit that did not. */
  readonly narrower: boolean;
  readonly what: string;
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Compared as they are: nobody can say which of two patterns takes more. */
const FORMS = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentEncoding', 'contentMediaType', 'not'];
/** Read elsewhere. */
const STRUCTURE = [
  ...['$ref', 'type', 'const', 'enum', 'anyOf', 'oneOf', 'allOf', 'properties', 'required'],
  ...['additionalProperties', 'propertyNames', 'items', 'prefixItems'],
];
/** They promise nothing; `discriminator` repeats what the branches of a union say. */
const WORDS = ['description', 'title', 'example', 'examples', 'deprecated', '$comment', 'discriminator'];
const KNOWN = new Set([...LOWER, ...UPPER, ...FORMS, ...STRUCTURE, ...WORDS, 'default']);

/** Limits, formats and defaults that differ. A keyword that is not known here counts as narrower and wider at once. */
export function limitDifferences(before: Schema, after: Schema): readonly LimitDifference[] {
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keywords.flatMap((keyword) => {
    const [was, is] = [before[keyword], after[keyword]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const what = `${keyword} was ${JSON.stringify(was) ?? 'not given'} and is ${JSON.stringify(is) ?? 'not given'}`;
    const both = [
      { narrower: true, what },
      { narrower: false, what },
    ];
    if (LOWER.includes(keyword)) return [{ narrower: bound(is, -1) > bound(was, -1), what }];
    if (UPPER.includes(keyword)) return [{ narrower: bound(is, 1) < bound(was, 1), what }];
    if (FORMS.includes(keyword)) {
      if (was === undefined) return [{ narrower: true, what }];
      return is === undefined ? [{ narrower: false, what }] : both;
    }
    // Leaving it out would mean something else from now on.
    if (keyword === 'default') return was === undefined ? [{ narrower: false, what }] : [{ narrower: true, what }];
    return KNOWN.has(keyword) ? [] : both;
  });
}

const bound = (value: unknown, side: 1 | -1) => (typeof value === 'number' ? value : side * Number.POSITIVE_INFINITY);
