import type { FileAccount, SchoolAccount } from '../store/entities.ts';
import type { ReadTable } from './readTables.ts';

/** Every row of a file accounted for; a repeated row is unchanged, as one that is left out is, a replaced one rejected. */
export function accountsOf({ name, file, outcome, repeats, omitted, counts }: ReadTable): FileAccount {
  const { added, corrected, unchanged, deleted, removed } = counts.total;
  return {
    file,
    table: name,
    rows: outcome.rows,
    accepted: added + corrected,
    unchanged: unchanged + repeats.duplicates + omitted,
    rejected: outcome.rejected + repeats.superseded,
    deleted,
    removed,
  };
}

/** What a file did to the records of each school. */
export function schoolAccountsOf({ file, counts }: ReadTable): readonly SchoolAccount[] {
  return counts.bySchool().map((account) => ({ file, ...account }));
}
