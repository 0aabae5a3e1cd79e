import { isOfStudent, withoutStudent } from '../domain/purge/naming.ts';
import { namesId, utf8 } from './bytes.ts';

/** What is left of an object, and how many lines or entries it has lost. */
export interface Rewritten {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

const decoder = new TextDecoder();

/**
 * An object without what it says of one student; undefined when it says nothing. Lines and values of others stay as they
 * are, byte for byte. Throws a `TypeError` for a kind of object that nobody knows to read.
 */
export function objectWithout(key: string, bytes: Uint8Array, id: string): Rewritten | undefined {
  if (!namesId(bytes, id) && !namesId(bytes, JSON.stringify(id).slice(1, -1))) return undefined;
  if (key.endsWith('.ndjson')) return linesWithout(bytes, id);
  if (key.endsWith('.json')) return jsonWithout(bytes, id);
  if (key.endsWith('.csv')) return csvWithout(bytes, id);
  throw new TypeError('an object of an unknown kind');
}

/** NDJSON: a line that is the student's goes, one that names the student among others is written without. */
export function linesWithout(bytes: Uint8Array, id: string): Rewritten | undefined {
  let rows = 0;
  const kept = decoder
    .decode(bytes)
    .split('\n')
    .flatMap((line) => {
      if (!namesId(utf8(line), id)) return [line];
      const value = JSON.parse(line) as unknown;
      if (isOfStudent(value, id) || (Array.isArray(value) && value[0] === id)) {
        rows += 1;
        return [];
      }
      const next = withoutStudent(value, id);
      if (next === value) return [line];
      rows += 1;
      return [JSON.stringify(next)];
    });
  return rows === 0 ? undefined : { bytes: utf8(kept.join('\n')), rows };
}

function jsonWithout(bytes: Uint8Array, id: string): Rewritten | undefined {
  const value = JSON.parse(decoder.decode(bytes)) as unknown;
  const next = isOfStudent(value, id) ? {} : withoutStudent(value, id, 'students');
  return next === value ? undefined : { bytes: utf8(JSON.stringify(next)), rows: 1 };
}

/** Lists of rejected rows: a line that quotes the id goes. */
function csvWithout(bytes: Uint8Array, id: string): Rewritten {
  const lines = decoder.decode(bytes).split('\r\n');
  const kept = lines.filter((line) => !namesId(utf8(line), id));
  return { bytes: utf8(kept.join('\r\n')), rows: lines.length - kept.length };
}
