import { createHash } from 'node:crypto';
import * as z from 'zod';
import { cursorKeyOfDistrict } from '../store/cursorKey.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';
import { seal, unseal } from './seal.ts';

const VERSION = 1;
const envelope = z.tuple([z.literal(VERSION), z.string(), z.unknown()]);

/**
 * A list's cursors. A cursor holds where the next page starts and a fingerprint of who asked for what, in whose place, so that one from
 * another query or another caller is refused. It is sealed with the district's key: nobody can read, make or change one.
 */
export interface Cursors<Position> {
  next(position: Position): string;
  /** Throws `cursor.invalid` or `cursor.other_query`. */
  start(cursor: string | undefined): Position | undefined;
}

let keyOfInstance: Promise<Uint8Array> | undefined;

/** The district's key, read once in a function instance; a reading that fails is tried again by the next request. */
function districtKey(): Promise<Uint8Array> {
  keyOfInstance ??= cursorKeyOfDistrict().catch((error: unknown) => {
    keyOfInstance = undefined;
    throw error;
  });
  return keyOfInstance;
}

/** Cursors of one list as one caller asked for it; `query` without `cursor` and `limit` decides what the list is. */
export async function cursorsOf<Schema extends z.ZodType>(
  operationId: string,
  caller: Caller,
  query: Readonly<Record<string, unknown>>,
  position: Schema,
): Promise<Cursors<z.infer<Schema>>> {
  return cursorsUnder(await districtKey(), operationId, caller, query, position);
}

/** The same under a given key of 32 bytes. */
export function cursorsUnder<Schema extends z.ZodType>(
  key: Uint8Array,
  operationId: string,
  caller: Caller,
  query: Readonly<Record<string, unknown>>,
  position: Schema,
): Cursors<z.infer<Schema>> {
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([operationId, caller.subject, caller.staffId, sorted]))
    .digest('base64url')
    .slice(0, 16);
  return {
    next: (where) => seal(key, JSON.stringify([VERSION, fingerprint, where])),
    start: (cursor) => {
      if (cursor === undefined) return undefined;
      const [, of, where] = opened(key, cursor);
      if (of !== fingerprint) throw new Problem('cursor.other_query');
      const parsed = position.safeParse(where);
      if (!parsed.success) throw new Problem('cursor.invalid');
      return parsed.data;
    },
  };
}

function opened(key: Uint8Array, cursor: string): z.infer<typeof envelope> {
  const text = unseal(key, cursor);
  const parsed = text === undefined ? undefined : envelope.safeParse(JSON.parse(text));
  if (!parsed?.success) throw new Problem('cursor.invalid');
  return parsed.data;
}
