import { usersFile } from '../sis/files/users.ts';
import { FILES } from '../sis/registry.ts';

/** Columns of a table that say whose a row is, and columns that list ids of people. */
export interface SubjectColumns {
  readonly whose: readonly string[];
  readonly lists: readonly string[];
}

/** A table that no file makes any more. */
const USUAL: SubjectColumns = { whose: ['studentSourcedId', 'userSourcedId'], lists: ['agentSourcedIds'] };

/** Which columns of a table name people: its own id of users.csv, and references to it. */
export function subjectColumns(table: string): SubjectColumns {
  const file = FILES.find(({ name }) => name === table);
  if (!file) return USUAL;
  const named = Object.entries(file.references ?? {}).flatMap(([column, target]) =>
    target === usersFile.name ? [column] : [],
  );
  const isList = (column: string) => column.endsWith('Ids');
  const own = table === usersFile.name ? ['sourcedId'] : [];
  return { whose: [...own, ...named.filter((column) => !isList(column))], lists: named.filter(isList) };
}
