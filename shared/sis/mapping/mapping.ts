import * as z from 'zod';
import { issuesOf } from './checks.ts';
import { extended, spreadOut, strayNames } from './extend.ts';
import { codeMaps, fileMapping, formatShape } from './fileMapping.ts';

/** How the files of a source that does not speak OneRoster are read. */
export const mappingSchema = z
  .strictObject({
    title: z.string().optional(),
    /** Where the source's columns are documented. */
    documentation: z.array(z.string()).optional(),
    files: z.array(fileMapping).min(1),
    /** What a draft could not place, for the person who finishes it; not read. */
    unplaced: z.unknown().optional(),
  })
  .superRefine((mapping, context) => {
    for (const [index, file] of mapping.files.entries()) {
      for (const { path, message } of issuesOf(file)) {
        context.addIssue({ code: 'custom', path: ['files', index, ...path], message });
      }
    }
  });

/** What is said once for all files; `format` and `codes` are spread out over the files before those are read. */
const settingsOfAll = z.looseObject({
  format: z.strictObject(formatShape).partial().optional(),
  codes: z.record(z.string(), codeMaps).optional(),
});

export type Mapping = z.infer<typeof mappingSchema>;

export interface MappingError {
  readonly path: string;
  readonly message: string;
}

export type MappingOutcome = { readonly mapping: Mapping } | { readonly errors: readonly MappingError[] };

/** Answers the content of a ready-made mapping by its name; undefined when there is none. */
export type ReadyMade = (name: string) => unknown;

/** Puts a mapping on top of the one it extends; every error at once, each with its path. */
export function composed(
  content: unknown,
  readyMade: ReadyMade,
): { readonly content: unknown } | { readonly errors: readonly MappingError[] } {
  const { data } = z.looseObject({ extends: z.unknown() }).safeParse(content);
  if (data?.extends === undefined) return { content };
  const base = typeof data.extends === 'string' ? readyMade(data.extends) : undefined;
  if (base === undefined) return { errors: [{ path: 'extends', message: 'names no ready-made mapping' }] };
  const errors = strayNames(base, content);
  return errors.length > 0 ? { errors } : { content: extended(base, content) };
}

/** Reads a mapping's content; every error at once, each with its path. */
export function readMapping(content: unknown): MappingOutcome {
  const settings = settingsOfAll.safeParse(content);
  const parsed = mappingSchema.safeParse(settings.success ? spreadOut(content) : withoutSettings(content));
  if (settings.success && parsed.success) return { mapping: parsed.data };
  const issues = [...(settings.error?.issues ?? []), ...(parsed.error?.issues ?? [])];
  return { errors: issues.map((issue) => ({ path: pathOf(issue.path, content), message: messageOf(issue) })) };
}

function withoutSettings(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const { format: _, codes: __, ...rest } = content as Readonly<Record<string, unknown>>;
  return rest;
}

/** `files.2 (attendance).columns.X` where the file has a name: in a mapping that extends another, nobody counts. */
function pathOf(path: readonly PropertyKey[], content: unknown): string {
  const { data } = z
    .looseObject({ files: z.array(z.looseObject({ name: z.string() }).or(z.unknown())) })
    .safeParse(content);
  const parts = path.map((part, index) => {
    const file = index === 1 && path[0] === 'files' ? data?.files[Number(part)] : undefined;
    return file && typeof file === 'object' && 'name' in file ? `${String(part)} (${String(file.name)})` : String(part);
  });
  return parts.join('.') || '(file)';
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.map((key) => `"${key}"`).join(', ')} is not a setting`;
  if (issue.code === 'invalid_type')
    return issue.message.includes('undefined') ? 'is missing' : `must be of type ${issue.expected}`;
  return issue.message;
}
