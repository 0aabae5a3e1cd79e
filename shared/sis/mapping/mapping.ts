import * as z from 'zod';
import { type CellType, REFUSED } from '../cells/cell.ts';
import { isDateFormat } from '../cells/dateFormat.ts';
import { FILES } from '../registry.ts';

const targetFile = z.string().refine((name) => FILES.some((file) => file.name === name), {
  message: `name a file of the drop: ${FILES.map((file) => file.name).join(', ')}`,
});

const value = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** What a code of the source means: target columns and their values. It fills only cells that are empty. */
const codeMeaning = z.record(z.string(), value);

/** How one file of a source that does not speak OneRoster is read. */
export const fileMapping = z.strictObject({
  /** Name of the source's file, `*` for any characters: `attendance_*.csv`. */
  source: z.string().min(1),
  target: targetFile,
  /** How files without a manifest are taken. */
  mode: z.enum(['bulk', 'delta']).default('bulk'),
  delimiter: z
    .string()
    .regex(/^[\t !-~]$/, 'write one ASCII character')
    .refine((delimiter) => delimiter !== '"', 'a quote cannot be the delimiter')
    .default(','),
  encoding: z.enum(['utf-8', 'cp1252']).default('utf-8'),
  quoteEscape: z.enum(['"', '\\']).default('"'),
  /** Words that mean an empty cell, such as `NULL` and `\N`. */
  nullTokens: z.array(z.string().min(1)).default([]),
  dateFormat: z
    .string()
    .refine(isDateFormat, 'write year, month and day once each, such as MM/DD/YYYY or D.M.YYYY; * ends in anything')
    .optional(),
  /** Spaces around cells do not count. */
  trim: z.boolean().default(false),
  /** Source column → target column. A source column named like a target column needs no entry. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Target column → the value of every row. */
  constants: z.record(z.string(), value).default({}),
  /** Target column → code in the source → what it means. */
  codes: z.record(z.string(), z.record(z.string(), codeMeaning)).default({}),
});

export const mappingSchema = z.strictObject({ files: z.array(fileMapping).min(1) }).superRefine((mapping, context) => {
  for (const [index, file] of mapping.files.entries()) {
    for (const { path, column } of targetColumnsOf(file)) {
      if (columnsOf(file.target).includes(column)) continue;
      context.addIssue({
        code: 'custom',
        path: ['files', index, ...path],
        message: `${file.target} has no column "${column}"`,
      });
    }
    for (const { path, message } of refusedValues(file)) {
      context.addIssue({ code: 'custom', path: ['files', index, ...path], message });
    }
  }
});

export type FileMapping = z.infer<typeof fileMapping>;
export type Mapping = z.infer<typeof mappingSchema>;

const DELTA_COLUMNS = ['status', 'dateLastModified'];

function columnsOf(target: string): readonly string[] {
  const spec = FILES.find((file) => file.name === target);
  return [...(spec?.columns.map((column) => column.name) ?? []), ...DELTA_COLUMNS];
}

function targetColumnsOf(file: FileMapping) {
  return [
    ...Object.entries(file.columns).map(([source, column]) => ({ path: ['columns', source], column })),
    ...Object.keys(file.constants).map((column) => ({ path: ['constants', column], column })),
    ...Object.keys(file.codes).map((column) => ({ path: ['codes', column], column })),
    ...Object.entries(file.codes).flatMap(([owner, codes]) =>
      Object.entries(codes).flatMap(([code, meaning]) =>
        Object.keys(meaning).map((column) => ({ path: ['codes', owner, code, column], column })),
      ),
    ),
  ];
}

/** Values of the mapping that their columns cannot hold: said when the mapping is read, not when the first row meets one. */
function refusedValues(file: FileMapping): readonly { readonly path: string[]; readonly message: string }[] {
  const columns = FILES.find(({ name }) => name === file.target)?.columns ?? [];
  return valuesOf(file).flatMap(({ path, column, value }) => {
    const type = columns.find(({ name }) => name === column)?.type;
    if (!type || holds(type, value, file.dateFormat)) return [];
    return [{ path, message: `${column} cannot be "${value}": write ${type.expects}` }];
  });
}

function valuesOf(file: FileMapping) {
  return [
    ...Object.entries(file.constants).map(([column, value]) => ({ path: ['constants', column], column, value })),
    ...Object.entries(file.codes).flatMap(([owner, codes]) =>
      Object.entries(codes).flatMap(([code, meaning]) =>
        Object.entries(meaning).map(([column, value]) => ({ path: ['codes', owner, code, column], column, value })),
      ),
    ),
  ];
}

function holds(type: CellType, value: string, dateFormat: string | undefined): boolean {
  const bytes = new TextEncoder().encode(value);
  const read = type.bind({ intern: () => 0, internString: () => 0, ...(dateFormat !== undefined && { dateFormat }) });
  return bytes.length > 0 && read(bytes, 0, bytes.length) !== REFUSED;
}

export interface MappingError {
  readonly path: string;
  readonly message: string;
}

/** Reads a mapping file's content; every error at once, each with its path. */
export function readMapping(content: unknown): { mapping: Mapping } | { errors: readonly MappingError[] } {
  const parsed = mappingSchema.safeParse(content);
  if (parsed.success) return { mapping: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(file)', message: issue.message })),
  };
}

/** How a file of the source is mapped: the first entry whose pattern fits its name; undefined when none does. */
export function mappingOf(mapping: Mapping | undefined, fileName: string): FileMapping | undefined {
  return mapping?.files.find((file) => patternOf(file.source).test(fileName));
}

function patternOf(source: string): RegExp {
  const literal = source.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}
