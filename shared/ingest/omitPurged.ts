import type { Diagnostic } from '../domain/diagnostic.ts';
import type { FileRows } from '../lake/fileRows.ts';
import type { FileSpec } from '../sis/fileSpec.ts';
import { usersFile } from '../sis/files/users.ts';
import type { Tombstones } from '../store/tombstones.ts';

export const PURGED_CODE = 'student.purged';

/**
 * Leaves out rows of students who were purged, whatever the SIS goes on sending of them, and takes their ids out of lists
 * of ids. Answers how many rows were left out; the notice names neither rows nor ids.
 */
export function omitPurged(
  { name, table, references = {} }: FileSpec,
  rows: FileRows,
  purged: Tombstones,
  report: (diagnostic: Diagnostic) => void,
  file: string,
): number {
  const people = Object.entries(references).flatMap(([column, target]) => (target === usersFile.name ? [column] : []));
  const named = name === usersFile.name ? ['sourcedId', ...people] : people;
  const columns = named.map((column) => table.columns.findIndex((each) => each.name === column));
  const [lists, own] = [columns.filter((at) => isList(rows, at)), columns.filter((at) => !isList(rows, at))];
  const omitted = rows.omit(isOmitted(rows, own, purged));
  const shortened = lists.reduce((sum, at) => sum + withoutListed(rows, at, purged), 0);
  if (omitted + shortened > 0) report(notice(file, omitted, shortened));
  return omitted;
}

const isList = ({ schema }: FileRows, at: number): boolean => schema.columns[at]?.name.endsWith('Ids') ?? false;

/** Tells rows by the codes of their ids: each distinct id is asked about once. */
function isOmitted(rows: FileRows, own: readonly number[], purged: Tombstones): (row: number) => boolean {
  const codes = own.map((at) => {
    const dictionary = rows.dictionaries[at];
    const size = dictionary?.size ?? 0;
    return { at, gone: Uint8Array.from({ length: size }, (_, code) => (purged.has(rows.textOf(at, code)) ? 1 : 0)) };
  });
  const some = codes.filter(({ gone }) => gone.includes(1));
  return (row) => some.some(({ at, gone }) => gone[rows.columns[at]?.get(row) ?? -1] === 1);
}

function withoutListed(rows: FileRows, at: number, purged: Tombstones): number {
  const cells = rows.columns[at];
  let shortened = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    const listed = rows.textAt(at, row)?.split(',') ?? [];
    const others = listed.filter((id) => !purged.has(id.trim()));
    if (others.length === listed.length) continue;
    cells?.set(row, others.length === 0 ? Number.NaN : rows.internString(at, others.join(',').trim()));
    shortened += 1;
  }
  return shortened;
}

function notice(file: string, omitted: number, shortened: number): Diagnostic {
  const rows = omitted === 1 ? '1 row was left out' : `${omitted} rows were left out`;
  const lists = shortened > 0 ? `, and ${shortened === 1 ? '1 list' : `${shortened} lists`} of ids shortened` : '';
  const message = `${rows}${lists}: the record of whom they name was purged. Take that person out of what the SIS sends.`;
  return { severity: 'notice', file, line: 0, code: PURGED_CODE, message };
}
