import { ByteLookup } from '../cells/byteLookup.ts';
import type { RowRefusal } from '../fileSpec.ts';
import type { FieldsOfRecord } from '../mapping/derivedRecord.ts';
import type { Layout } from './header.ts';

const decoder = new TextDecoder();

/** OneRoster 1.1 took `inactive` out and has it read as `tobedeleted`; spreadsheets and exports vary the case. */
const SPELLINGS: readonly string[] = ['active', 'tobedeleted', 'inactive'].flatMap((word) => [
  word,
  word.toUpperCase(),
  `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
]);
const ACTIVE_SPELLINGS = SPELLINGS.length / 3;
const statuses = new ByteLookup(SPELLINGS);

const INSTANT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export interface RowStatus {
  readonly given: boolean;
  readonly deletes: boolean;
  readonly refusal?: RowRefusal;
}

const BLANK: RowStatus = { given: false, deletes: false };
const ACTIVE: RowStatus = { given: true, deletes: false };
const DELETED: RowStatus = { given: true, deletes: true };

/**
 * What `status` says of the row. A file with a `status` of its own (courseRequests, milestones) uses the same column: there
 * a word of deletion deletes and every other one is the row's own. `dateLastModified` is read in delta rows alone, where both
 * are required.
 */
export function rowStatusOf(scanner: FieldsOfRecord, layout: Layout, mode: 'bulk' | 'delta'): RowStatus {
  const status = layout.status < 0 ? BLANK : statusCell(scanner, layout);
  if (mode === 'bulk' || status.refusal) return status;
  const refusal = deltaRefusal(scanner, layout, status);
  return refusal ? { ...status, refusal } : status;
}

/** Whether a row says when it was changed. */
export function isDated({ starts, ends, fieldCount }: FieldsOfRecord, { dateLastModified }: Layout): boolean {
  return dateLastModified >= 0 && dateLastModified < fieldCount && starts[dateLastModified] !== ends[dateLastModified];
}

function statusCell(scanner: FieldsOfRecord, layout: Layout): RowStatus {
  const field = layout.status;
  const start = scanner.starts[field] ?? 0;
  const end = scanner.ends[field] ?? 0;
  return field >= scanner.fieldCount ? BLANK : statusIn(layout, scanner.bytes, start, end);
}

/** What the bytes of a status cell say. */
export function statusIn({ status: field, fields }: Layout, bytes: Uint8Array, start: number, end: number): RowStatus {
  if (start === end) return BLANK;
  const found = statuses.find(bytes, start, end);
  if (found >= 0) return found < ACTIVE_SPELLINGS ? ACTIVE : DELETED;
  if (fields.includes(field)) return ACTIVE;
  const message = 'status is neither active nor tobedeleted: write one of them, or leave it empty in a bulk file.';
  return { ...ACTIVE, refusal: { column: 'status', code: 'row.invalid_enum', message } };
}

function deltaRefusal(scanner: FieldsOfRecord, layout: Layout, status: RowStatus): RowRefusal | undefined {
  if (layout.status >= 0 && !status.given) return requiredInDelta('status', 'active or tobedeleted');
  if (layout.dateLastModified < 0) return undefined;
  const start = scanner.starts[layout.dateLastModified] ?? 0;
  const text = decoder.decode(scanner.bytes.subarray(start, scanner.ends[layout.dateLastModified] ?? start));
  if (text === '') return requiredInDelta('dateLastModified', 'an instant such as 2024-09-03T06:00:00Z');
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return undefined;
  const message = 'dateLastModified is not an instant: write it in ISO 8601 and UTC, such as 2024-09-03T06:00:00Z.';
  return { column: 'dateLastModified', code: 'row.invalid_datetime', message };
}

function requiredInDelta(column: string, expects: string): RowRefusal {
  return {
    column,
    code: 'row.field_required_in_delta',
    message: `${column} is empty, and a row of a delta file needs it: write ${expects}.`,
  };
}
