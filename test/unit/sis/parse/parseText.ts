import type { Diagnostic } from '../../../../shared/domain/diagnostic.ts';
import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import type { ParseContext, ParseOptions, ParseOutcome } from '../../../../shared/sis/parse/parseFile.ts';
import { parseFile } from '../../../../shared/sis/parse/parseFile.ts';
import { MemoryBuilder, type MemoryRow, type ProtectedKey } from '../memoryBuilder.ts';

export interface ParsedText extends ParseOutcome {
  readonly records: readonly MemoryRow[];
  readonly protectedKeys: readonly ProtectedKey[];
  readonly diagnostics: readonly Diagnostic[];
  /** `line column code` of each rejected row or file. */
  readonly rejects: readonly string[];
  /** Codes of notices. */
  readonly notices: readonly string[];
}

interface Options extends Partial<Pick<ParseOptions, 'version' | 'mode'>> {
  readonly context?: Partial<ParseContext>;
  readonly chunkBytes?: number;
}

/** Parses a text or bytes as one file of a drop. */
export async function parseText(
  spec: FileSpec,
  content: string | Uint8Array,
  options: Options = {},
): Promise<ParsedText> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const builder = new MemoryBuilder(spec.table);
  const diagnostics: Diagnostic[] = [];
  const outcome = await parseFile({
    spec,
    version: options.version ?? '1.2',
    mode: options.mode ?? 'bulk',
    chunks: chunked(bytes, options.chunkBytes ?? 7),
    builder,
    context: { instructionalMinutes: () => undefined, ...options.context },
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  const rejected = diagnostics.filter((diagnostic) => diagnostic.severity === 'rejected');
  return {
    ...outcome,
    records: builder.rows,
    protectedKeys: builder.protectedKeys,
    diagnostics,
    rejects: rejected.map(({ line, column, code }) =>
      [line, column, code].filter((part) => part !== undefined).join(' '),
    ),
    notices: diagnostics.filter((diagnostic) => diagnostic.severity === 'notice').map((diagnostic) => diagnostic.code),
  };
}

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
