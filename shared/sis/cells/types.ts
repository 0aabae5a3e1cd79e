import { ByteLookup } from './byteLookup.ts';
import { type CellType, MISSING, REFUSED, type ReadCell } from './cell.ts';
import { dateReader, readIsoDate } from './dateFormat.ts';
import { decimalReader, integerReader } from './number.ts';

/** OneRoster: a GUID has fewer than 256 characters. */
const MAX_ID_LENGTH = 255;
const ID_BYTES = bytesOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-_/@');
const COMMA = 0x2c;

/** None of these takes an id that slipped in from the next column: a run of five digits is a day of this century or the last, or decimals. */
const DATE_LIKE = /^(?!\d{3}-\d\d-\d{4}$)(?:(?=(?:19|20)\d{6}(?!\d))|(?!.*\d{5}))[\d/.:\-TZ ]{1,25}$/;
const NUMBER_LIKE = /^(?!\d{3}-\d\d-\d{4}$)(?!(?:.*[^.\d])?\d{5})[\d.,%eE+\- ]{1,20}$/;
const CODE_LIKE = /^(?!.*\d{5})[\w .,/'&()+*#-]{1,32}$/;

function bytesOf(characters: string): Uint8Array {
  const allowed = new Uint8Array(256);
  for (const character of characters) allowed[character.charCodeAt(0)] = 1;
  return allowed;
}

const isId: (bytes: Uint8Array, start: number, end: number) => boolean = (bytes, start, end) => {
  if (end === start || end - start > MAX_ID_LENGTH) return false;
  for (let at = start; at < end; at += 1) if (ID_BYTES[bytes[at] ?? 0] === 0) return false;
  return true;
};

const isIdList = (bytes: Uint8Array, start: number, end: number) => {
  let first = start;
  for (let at = start; at <= end; at += 1) {
    if (at !== end && bytes[at] !== COMMA) continue;
    const from = bytes[first] === 0x20 ? first + 1 : first;
    if (!isId(bytes, from, at)) return false;
    first = at + 1;
  }
  return true;
};

/** `sourcedId` and references to it: OneRoster's GUID, fewer than 256 characters of 0–9 a–z A–Z . - _ / @. */
export const id: CellType = {
  kind: 'string',
  code: 'row.invalid_guid',
  expects: 'an id of at most 255 of the characters 0-9 a-z A-Z . - _ / @, without spaces',
  bind:
    ({ intern }) =>
    (bytes, start, end) =>
      isId(bytes, start, end) ? intern(bytes, start, end) : REFUSED,
};

/** Ids separated by commas within one cell; kept as written, `listOf` takes it apart. */
export const idList: CellType = {
  kind: 'string',
  code: 'row.invalid_list',
  expects: 'ids separated by commas inside one quoted cell, such as "T1,T2"',
  bind:
    ({ intern }) =>
    (bytes, start, end) =>
      isIdList(bytes, start, end) ? intern(bytes, start, end) : REFUSED,
};

/** Longer than any name or title; a cell that swallowed its neighbours would outgrow the record it goes into. */
const MAX_TEXT_LENGTH = 4000;

/** Whether UTF-8 has more characters than a text may have; bytes within a character count for nothing. */
function isTooLong(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= MAX_TEXT_LENGTH) return false;
  let characters = 0;
  for (let at = start; at < end; at += 1) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) characters += 1;
  return characters > MAX_TEXT_LENGTH;
}

/** A part of a person's name, an address of theirs, or free text: never shown. */
export const personalText: CellType = {
  kind: 'string',
  code: 'row.invalid_text',
  expects: `text of at most ${MAX_TEXT_LENGTH} characters`,
  bind:
    ({ intern }) =>
    (bytes, start, end) =>
      isTooLong(bytes, start, end) ? REFUSED : intern(bytes, start, end),
};

/** Text about things, not people: a title, a code of the district's own. */
export const text: CellType = personalText;

/** A short name or code of the district's own, which a message may quote. */
export const code: CellType = { ...text, quotable: CODE_LIKE };

/** A language as BCP 47 writes it: `es`, `zh-Hant`, `pt-BR`. */
export const language: CellType = {
  kind: 'string',
  code: 'row.invalid_language',
  expects: 'a language tag as in BCP 47, such as es or zh-Hant',
  quotable: CODE_LIKE,
  bind:
    ({ intern }) =>
    (bytes, start, end) =>
      LANGUAGE.test(decoder.decode(bytes.subarray(start, end))) ? intern(bytes, start, end) : REFUSED,
};
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
const decoder = new TextDecoder();

/** Values separated by commas within one cell; kept as written, `listOf` takes it apart. */
export const list: CellType = text;

/** The elements of a list cell. */
export function listOf(cell: string | undefined): readonly string[] {
  if (!cell) return [];
  return cell
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}

/** A day that says something of a person, such as a date of birth: read as `date`, never shown. */
export const personalDate: CellType = {
  kind: 'day',
  code: 'row.invalid_date',
  expects: 'a date of the calendar as YYYY-MM-DD, such as 2024-09-03',
  bind: ({ dateFormat }) => (dateFormat && dateFormat !== 'YYYY-MM-DD' ? dateReader(dateFormat) : readIsoDate),
};

/** A day, ISO 8601 or in the format of the source's mapping. */
export const date: CellType = { ...personalDate, quotable: DATE_LIKE };

/** The calendar year in which a school year ends, `2022` for 2021-22. */
export const year: CellType = {
  kind: 'integer',
  code: 'row.invalid_year',
  expects: 'the year in which the school year ends as YYYY, such as 2022',
  quotable: DATE_LIKE,
  bind: () => (bytes, start, end) => (end - start === 4 ? readYear(bytes, start, end) : REFUSED),
};
const readYear = integerReader(1900, 2199);

/** A wall-clock time `HH:MM` or `HH:MM:SS`, 24 hours; kept as written. */
export const time: CellType = {
  kind: 'string',
  code: 'row.invalid_time',
  expects: 'a time of day as HH:MM or HH:MM:SS, 24 hours',
  quotable: DATE_LIKE,
  bind:
    ({ intern }) =>
    (bytes, start, end) =>
      isTime(bytes, start, end) ? intern(bytes, start, end) : REFUSED,
};

const readHour = integerReader(0, 23);
const readSixtieth = integerReader(0, 59);

function isTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 5 && length !== 8) return false;
  for (let at = start + 2; at < end; at += 3) if (bytes[at] !== 0x3a) return false;
  if (readHour(bytes, start, start + 2) === REFUSED) return false;
  for (let at = start + 3; at < end; at += 3) if (readSixtieth(bytes, at, at + 2) === REFUSED) return false;
  return true;
}

/** A whole number within bounds. */
export function integer(minimum: number, maximum: number): CellType {
  return {
    kind: 'integer',
    code: 'row.invalid_number',
    expects: `a whole number from ${minimum} to ${maximum}`,
    quotable: NUMBER_LIKE,
    bind: () => integerReader(minimum, maximum),
  };
}

/** A decimal with at most six places within bounds. */
export function decimal(minimum: number, maximum: number): CellType {
  return {
    kind: 'decimal',
    code: 'row.invalid_number',
    expects: `a number from ${minimum} to ${maximum} with at most six decimals and a point, such as 0.5`,
    quotable: NUMBER_LIKE,
    bind: () => decimalReader(minimum, maximum),
  };
}

const TRUTHS = ['true', 'false', 'TRUE', 'FALSE', 'True', 'False', '1', '0'];
const truths = new ByteLookup(TRUTHS);
const readBoolean: ReadCell = (bytes, start, end) => {
  const found = truths.find(bytes, start, end);
  return found < 0 ? REFUSED : 1 - (found % 2);
};

/** `true` or `false`, kept as 1 or 0; spreadsheets write them in capitals. */
export const boolean: CellType = {
  kind: 'integer',
  code: 'row.invalid_boolean',
  expects: 'true or false',
  quotable: CODE_LIKE,
  bind: () => readBoolean,
};

/** One of a list of words, in just this spelling. */
export function oneOf(values: readonly string[], aliases: Readonly<Record<string, string>> = {}): CellType {
  return {
    kind: 'string',
    code: 'row.invalid_enum',
    expects: `one of ${values.join(', ')}`,
    quotable: CODE_LIKE,
    values,
    aliases,
    bind: ({ internString }) => {
      const words = [...values, ...Object.keys(aliases)];
      const meanings = [...values, ...Object.values(aliases)];
      const lookup = new ByteLookup(words);
      const codes = new Int32Array(words.length).fill(-1);
      return (bytes, start, end) => {
        const found = lookup.find(bytes, start, end);
        if (found < 0) return REFUSED;
        const known = codes[found] ?? -1;
        if (known >= 0) return known;
        const code = internString(meanings[found] ?? '');
        codes[found] = code;
        return code;
      };
    },
  };
}

/** One of a list of words, or a code of the source's own that a code map names; anything else is unmapped. */
export function coded(values: readonly string[], aliases: Readonly<Record<string, string>> = {}): CellType {
  return { ...oneOf(values, aliases), code: 'row.unmapped_code' };
}

/**
 * As `coded`, for a column whose rows count without it: a code that no map names is left out, and the file's rule tells
 * how many rows held it (`noteLeftOut`).
 */
export function codedOrEmpty(values: readonly string[], aliases: Readonly<Record<string, string>> = {}): CellType {
  const type = coded(values, aliases);
  return {
    ...type,
    leavesOut: true,
    bind: (binding) => {
      const read = type.bind(binding);
      return (bytes, start, end) => {
        const value = read(bytes, start, end);
        return value === REFUSED ? MISSING : value;
      };
    },
  };
}

/** The same column where no message may quote what it holds. */
export function withheld(type: CellType): CellType {
  const { quotable: _, ...rest } = type;
  return rest;
}
