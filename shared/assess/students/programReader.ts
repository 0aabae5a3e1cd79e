import { NULL_INT } from '../../lake/table.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

const NONE: readonly string[] = [];

/**
 * Reads the types of the programs a student takes part in on the as-of day, sorted. Who only stands on a program's list in a
 * status that the tenant file calls inactive takes no part in it.
 */
export function programReader({
  tables,
  students,
  asOf,
  tenant,
}: Pick<AssessmentInputs, 'tables' | 'students' | 'asOf' | 'tenant'>): (student: number) => readonly string[] {
  const table = tables.programs;
  if (table.rowCount === 0) return () => NONE;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const types = table.strings('programType');
  const [begins, ends] = [table.ints('beginDate').values, table.ints('endDate').values];
  const statuses = table.strings('participationStatus');
  const inactive = new Set(tenant.ctePathways.inactiveStatuses.map((status) => status.toLowerCase()));
  const isInactive = statuses.values.map((status) => inactive.has(status.toLowerCase()));
  const takesPart = (row: number): boolean => {
    const end = ends[row] ?? NULL_INT;
    if (isInactive[statuses.codes[row] ?? NULL_INT]) return false;
    return (begins[row] ?? NULL_INT) <= asOf && (end === NULL_INT || end >= asOf);
  };
  return (student) => {
    let found: Set<string> | undefined;
    for (const row of rows.of(student)) {
      const type = types.values[types.codes[row] ?? NULL_INT];
      if (type === undefined || !takesPart(row)) continue;
      found ??= new Set();
      found.add(type);
    }
    return found === undefined ? NONE : [...found].sort();
  };
}
