import * as z from 'zod';
import { isDateFormat } from '../cells/dateFormat.ts';
import { FILES } from '../registry.ts';
import { ENCODINGS } from './encodings.ts';

const targetFile = z.string().refine((name) => FILES.some((file) => file.name === name), {
  message: `name a file of the drop: ${FILES.map((file) => file.name).join(', ')}`,
});

const value = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const columnName = z.string().min(1);

/** How a source writes its files; said once for a mapping, or for one of its files. */
export const formatShape = {
  delimiter: z
    .string()
    .regex(/^[\t !-~]$/, 'write one ASCII character')
    .refine((delimiter) => delimiter !== '"', 'a quote cannot be the delimiter'),
  encoding: z.enum(ENCODINGS),
  quoteEscape: z.enum(['"', '\\']),
  /** Words that mean an empty cell, such as `NULL` and `\N`. */
  nullTokens: z.array(z.string().min(1)),
  /** Spaces around cells do not count. */
  trim: z.boolean(),
  dateFormat: z
    .string()
    .refine(isDateFormat, 'write year, month and day once each, such as MM/DD/YYYY or D.M.YYYY; * ends in anything'),
} as const;

/** A column that is made of others of its row. Of spaces around the outcome none is kept. */
const derivation = z
  .strictObject({
    /** The column it is made of. */
    from: columnName.optional(),
    /** `{School}-{Number}`: columns in braces; empty when one of them is. */
    template: z
      .string()
      .regex(/\{[^{}]+\}/, 'name at least one column in braces, such as {School_ID}')
      .optional(),
    /** With `part`: what stands between separators; the first part is 1, the last -1. */
    separator: z.string().min(1).optional(),
    part: z
      .int()
      .refine((part) => part !== 0, 'the first part is 1, the last -1')
      .optional(),
    /** The first character is 1. */
    start: z.int().min(1).optional(),
    length: z.int().min(1).optional(),
    /** What is taken off where the value begins with it. */
    withoutPrefix: z.string().min(1).optional(),
    /** What stands for an empty outcome. */
    whenEmpty: z.string().min(1).optional(),
  })
  .refine(({ from, template }) => (from === undefined) !== (template === undefined), 'give either from or template')
  .refine(
    ({ separator, part }) => (separator === undefined) === (part === undefined),
    'separator and part go together',
  );

/** Columns of another file of the drop, by key: PowerSchool's attendance has the id of a code, and the code stands elsewhere. */
const join = z.strictObject({
  /** Name of the other file, `*` for any characters. */
  source: z.string().min(1),
  /** Column of this file → column of the other one; together they name one row there. */
  on: z.record(columnName, columnName).refine((on) => Object.keys(on).length > 0, 'name at least one column'),
  /** Column of the other file → the name it has in this one. */
  columns: z.record(columnName, columnName),
  ...z.object(formatShape).omit({ dateFormat: true }).partial().shape,
});

/** A row with a column for each period becomes a row for each filled cell. */
const unpivot = z.strictObject({
  /** Column of the source → what `label` says of its cells. */
  columns: z.record(columnName, z.string()).refine((columns) => {
    const { length } = Object.keys(columns);
    return length > 0 && length <= MAX_UNPIVOTED;
  }, 'name from 1 to 100 columns'),
  label: columnName,
  cell: columnName,
});
const MAX_UNPIVOTED = 100;

/** What a code of the source means: target columns and their values. It fills only cells that are empty. */
const codeMeaning = z.record(z.string(), value);

/** Target column → code in the source → what it means. */
export const codeMaps = z.record(z.string(), z.record(z.string(), codeMeaning));

/** How one file of a source that does not speak OneRoster is read. */
export const fileMapping = z.strictObject({
  /** What a mapping that extends this one calls the file by. */
  name: z.string().min(1).optional(),
  /** Name of the source's file, `*` for any characters: `attendance_*.csv`. */
  source: z.string().min(1),
  target: targetFile,
  /** The file may be missing although others for the same target come. */
  optional: z.boolean().default(false),
  /** How files without a manifest are taken. */
  mode: z.enum(['bulk', 'delta']).default('bulk'),
  delimiter: formatShape.delimiter.default(','),
  encoding: formatShape.encoding.default('utf-8'),
  quoteEscape: formatShape.quoteEscape.default('"'),
  nullTokens: formatShape.nullTokens.default([]),
  trim: formatShape.trim.default(false),
  dateFormat: formatShape.dateFormat.optional(),
  /** Rows before the header, such as the title of a report; empty lines do not count. */
  skipRows: z.int().min(0).max(100).default(0),
  /** The names of the columns of a file without a header row. */
  header: z.array(columnName).min(1).optional(),
  /** Name of a column → how it is made of others. */
  derived: z.record(columnName, derivation).default({}),
  joins: z.array(join).max(10).default([]),
  unpivot: unpivot.optional(),
  /** Column → the values of the rows that are read; the others are passed over. An empty value means an empty cell. */
  only: z.record(columnName, z.array(z.string()).min(1)).default({}),
  /** Source column → target column or columns. A source column named like a target column needs no entry. */
  columns: z
    .record(columnName, z.union([z.string().transform((column) => [column]), z.array(z.string()).min(1)]))
    .default({}),
  /** Target column → the value of rows that have none. */
  constants: z.record(z.string(), value).default({}),
  codes: codeMaps.default({}),
  /** Where the columns are documented. */
  documentation: z.array(z.string()).optional(),
});

export type FileMapping = z.infer<typeof fileMapping>;
export type Derivation = z.infer<typeof derivation>;
export type Join = z.infer<typeof join>;
