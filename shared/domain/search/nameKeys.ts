/** What a name is found by. `i` is not a name but the sourcedId. */
export const KEY_KINDS = ['f', 'g', 'i'] as const;
/** `f`: family name before given name, `g`: given name before family name, `i`: sourcedId. */
export type KeyKind = (typeof KEY_KINDS)[number];

/** As long as a key is kept, in UTF-16 code units; what is longer is told apart by the names themselves. */
export const MAX_KEY = 100;

/** Letters that people also write otherwise, and that no decomposition takes apart. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
};
const SPELLED_LETTERS = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g');
const APOSTROPHES = /['’‘ʼʻ`´]/g;
const LEFT_OUT = /[\p{M}\p{Cf}]/gu;
const PLAIN = /^[A-Za-z0-9]+$/;
const ASCII = /^[\x20-\x7e]*$/;
const BETWEEN_ASCII_WORDS = /[^a-z0-9]+/g;
const BETWEEN_WORDS = /[\p{P}\p{S}\p{Z}\p{C}\s]+/gu;

/**
 * A text without what people leave out or write one way or the other: case, accents and other marks, apostrophes; hyphens and
 * the like are spaces. For every writing system, and the same on every machine. Where one text begins with another, so do
 * what is made of them.
 */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  if (ASCII.test(text))
    return text.toLowerCase().replaceAll(APOSTROPHES, '').replaceAll(BETWEEN_ASCII_WORDS, ' ').trim();
  const decomposed = text.replaceAll(APOSTROPHES, '').normalize('NFKD').toLowerCase().normalize('NFKD');
  return decomposed
    .replaceAll(LEFT_OUT, '')
    .replaceAll(SPELLED_LETTERS, (letter) => SPELLED[letter] ?? letter)
    .replaceAll(BETWEEN_WORDS, ' ')
    .trim();
}

/** Whom a search may find. */
export interface Named {
  readonly sourcedId: string;
  readonly givenName: string;
  readonly familyName: string;
}

/** Never half a character. */
const shortened = (key: string): string =>
  key.length <= MAX_KEY ? key : key.slice(0, MAX_KEY).replace(/[\uD800-\uDBFF]$/, '');

/** What somebody is found by. */
export function keyOf({ sourcedId, givenName, familyName }: Named, kind: KeyKind): string {
  switch (kind) {
    case 'f':
      return shortened(joined(folded(familyName), folded(givenName)));
    case 'g':
      return shortened(joined(folded(givenName), folded(familyName)));
    case 'i':
      return shortened(folded(sourcedId));
  }
}

/** What `folded` makes of two names with a space between. */
const joined = (first: string, last: string): string =>
  first === '' || last === '' ? first + last : `${first} ${last}`;

/** Every key of somebody, in the order of `KEY_KINDS`; made at once, each name is folded once. */
export function keysOf({ sourcedId, givenName, familyName }: Named): readonly string[] {
  const [family, given] = [folded(familyName), folded(givenName)];
  return [joined(family, given), joined(given, family), folded(sourcedId)].map(shortened);
}

/** By family name, then given name, then sourcedId. */
export function byName(one: Named, other: Named): number {
  return compare(keyOf(one, 'f'), keyOf(other, 'f')) || compare(one.sourcedId, other.sourcedId);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What somebody looks for. */
export interface NameSearch {
  /** With what each key begins that leads to whom it finds. */
  readonly prefix: string;
  /** Whether it finds somebody by a key of this kind. */
  findsBy(named: Named, kind: KeyKind): boolean;
}

/**
 * Reads what was typed: the beginning of a family name, of a given name, of both in either order (`Garcia, Ana` or `Ana
 * Garcia`), or of a sourcedId. Undefined for a text without a letter or digit, which finds nobody.
 */
export function nameSearch(typed: string): NameSearch | undefined {
  const text = typed.trim();
  const comma = text.indexOf(',');
  const family = folded(comma < 0 ? text : text.slice(0, comma));
  if (family === '') return undefined;
  const prefix = shortened(family);
  const given = comma < 0 ? '' : folded(text.slice(comma + 1));
  if (given !== '') {
    const finds = ({ familyName, givenName }: Named) =>
      folded(familyName).startsWith(family) && folded(givenName).startsWith(given);
    return { prefix, findsBy: (named, kind) => kind === 'f' && finds(named) };
  }
  const id = text.toLowerCase();
  return {
    prefix,
    findsBy: (named, kind) => {
      if (kind === 'i') return named.sourcedId.toLowerCase().startsWith(id);
      const [first, last] = kind === 'f' ? [named.familyName, named.givenName] : [named.givenName, named.familyName];
      return folded(`${first} ${last}`).startsWith(family);
    },
  };
}

/** By which of their keys a search finds somebody: the first kind that does, so that nobody is found twice. */
export const foundBy = (named: Named, search: NameSearch): KeyKind | undefined =>
  KEY_KINDS.find((kind) => search.findsBy(named, kind));
