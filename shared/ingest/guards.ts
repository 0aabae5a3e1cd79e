import type { FileRows } from '../lake/fileRows.ts';
import type { MergeCounts } from '../lake/mergeCounts.ts';
import { stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';
import type { ParseOutcome } from '../sis/parse/parseFile.ts';
import type { Hold } from '../store/entities.ts';

/** So many records may go from a part of a file's scope, whatever share they are. */
const MANY_ROWS = 10;

/** More than 10 and more than 10 %: so much at once is more likely a slip than the truth. */
export const isMany = (going: number, of: number): boolean => going > MANY_ROWS && going * 10 > of;

/**
 * Whether a hold is a guard's: the data could be read and looks implausible, which a person may know better. Whatever
 * else holds a drop means that it could not be read as it was sent.
 */
export const isGuard = ({ code }: Hold): boolean => code.startsWith('guard.');

export interface GuardedFile {
  readonly file: string;
  readonly mode: 'bulk' | 'delta';
  readonly rows: FileRows;
  readonly outcome: ParseOutcome;
  readonly counts: MergeCounts;
}

/** Why a file cannot be trusted as it was read. */
export function readingHolds({ file, rows, outcome }: GuardedFile): readonly Hold[] {
  if (outcome.brokenBy === 'csv.record_too_large') {
    const message = `A line of ${file} has no end within 16 MiB, most likely because a quote was never closed: nothing after it was read.`;
    return [{ code: 'file.endless_line', file, message }];
  }
  if (outcome.truncated) {
    const message = `${file} breaks off: it was probably cut off on its way. Send it again.`;
    return [{ code: 'file.truncated', file, message }];
  }
  if (outcome.unusable) {
    return [{ code: 'file.unusable', file, message: `The header of ${file} cannot be used: no row could be read.` }];
  }
  const rejected = outcome.rejected + rows.superseded;
  // More than 5 %.
  if (rejected * 20 <= outcome.rows) return [];
  const message = `${rejected} of ${outcome.rows} rows of ${file} are rejected, more than 5 %: correct them and send it again, or release the drop to go on without them.`;
  return [{ code: 'guard.rejections', file, message }];
}

/**
 * Why what a file would take away looks like an accident: more than 10 rows and more than 10 % of a school's records in a
 * school year, or a school that had records and is missing. A school is missed from its eleventh record on, because a few
 * absences or roles may well all be gone; its enrolments are missed from the first.
 */
export function deletionHolds({ file, mode, rows, counts }: GuardedFile): readonly Hold[] {
  const holds: Hold[] = [];
  const carried = new Set([...rows.schoolsSpokenOf()].map((code) => rows.schoolName(code)));
  const missedFrom = rows.schema.name === schoolEnrollmentsFile.name ? 1 : MANY_ROWS + 1;
  const missing = new Map<string, number>();
  for (const { school, schoolYear, stored, going } of counts.scope()) {
    if (mode === 'bulk' && school !== '' && !carried.has(school)) {
      missing.set(school, (missing.get(school) ?? 0) + stored);
    } else if (isMany(going, stored)) {
      const where = `${school === '' ? '' : ` of school ${school}`}${schoolYear === 0 ? '' : ` in ${schoolYear}`}`;
      const message = `${going} of ${stored} records${where} would be deleted, more than 10 %.`;
      holds.push({ code: 'guard.deletions', file, ...(school !== '' && { school }), message });
    }
  }
  for (const [school, stored] of missing) {
    if (stored < missedFrom) continue;
    const had = stored === 1 ? '1 record' : `${stored} records`;
    const message = `School ${school} had ${had} in the scope of ${file} and has none in this drop: send them, or release it if they are gone.`;
    holds.push({ code: 'guard.school_missing', file, school, message });
  }
  return holds;
}

/** A school that a bulk list of schools no longer has: whatever else the drop says of it would be lost with it. */
export function schoolListHolds(before: Table, after: Table, file: string): readonly Hold[] {
  const kept = new Set(idsOfSchools(after, () => true));
  const isSchool = (type: string | undefined) => type === 'school';
  return idsOfSchools(before, isSchool)
    .filter((school) => !kept.has(school))
    .map((school): Hold => {
      const message = `School ${school} is no longer in ${file}: send it, or delete it with a delta row.`;
      return { code: 'guard.school_missing', file, school, message };
    });
}

function idsOfSchools(orgs: Table, isWanted: (type: string | undefined) => boolean): readonly string[] {
  const [ids, types] = [orgs.strings('sourcedId'), orgs.strings('type')];
  const rows = Array.from({ length: orgs.rowCount }, (_, row) => row);
  return rows.flatMap((row) => (isWanted(stringAt(types, row)) ? (stringAt(ids, row) ?? []) : []));
}
