import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';

const VERSION = 1;
const envelope = z.tuple([z.literal(VERSION), z.string(), z.unknown()]);

/**
 * A list's cursors. A cursor holds where the next page starts and a fingerprint of who asked for what, so that one from
 * another query or another caller is refused. It is opaque to callers, who pass it back as it came.
 */
export interface Cursors<Position> {
  next(position: Position): string;
  /** Throws `cursor.invalid` or `cursor.other_query`. */
  start(cursor: string | undefined): Position | undefined;
}

/** Cursors of one list as one caller asked for it; `query` without `cursor` and `limit` decides what the list is. */
export function cursorsOf<Schema extends z.ZodType>(
  operationId: string,
  caller: Caller,
  query: Readonly<Record<string, unknown>>,
  position: Schema,
): Cursors<z.infer<Schema>> {
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([operationId, caller.subject, sorted]))
    .digest('base64url')
    .slice(0, 16);
  return {
    next: (where) => Buffer.from(JSON.stringify([VERSION, fingerprint, where])).toString('base64url'),
    start: (cursor) => {
      if (cursor === undefined) return undefined;
      const [, of, where] = opened(cursor);
      if (of !== fingerprint) throw new Problem('cursor.other_query');
      const parsed = position.safeParse(where);
      if (!parsed.success) throw new Problem('cursor.invalid');
      return parsed.data;
    },
  };
}

function opened(cursor: string): z.infer<typeof envelope> {
  try {
    return envelope.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('cursor.invalid');
  }
}
