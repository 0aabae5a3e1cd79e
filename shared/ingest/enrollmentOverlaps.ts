import { overlaps } from '../domain/attendance/overlaps.ts';
import type { SchoolEnrollment } from '../domain/attendance/record.ts';
import type { SchoolYear } from '../domain/calendar/schoolYear.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { FileRows } from '../lake/fileRows.ts';
import { dayAt, groupRows, integerAt, stringAt } from '../lake/rows.ts';
import { NULL_INT, type Table } from '../lake/table.ts';

/** So many places are told; the rest is counted. */
const TOLD = 5;

export interface OverlapContext {
  readonly file: string;
  /** The school year that is looked at. */
  readonly year: Pick<SchoolYear, 'first' | 'last'>;
  readonly exitDayCounts: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
}

interface StoredEnrollment extends SchoolEnrollment {
  readonly storedRow: number;
}

/**
 * Reports students who are enrolled at two schools, or twice at one, on the same days of the school year: each day counts
 * once, by rule. One notice for the file, with how many students and where the first of them stand.
 */
export function noteOverlaps(table: Table, rows: FileRows, context: OverlapContext): void {
  const read = enrollmentReader(table);
  const within = { first: context.year.first, last: context.year.last };
  const [entries, exits] = [table.ints('entryDate').values, table.ints('exitWithdrawDate').values];
  // Most students have enrolments of several years: only those of this one are worth an object.
  const isOfYear = (row: number): boolean => {
    const exit = exits[row] ?? NULL_INT;
    return (entries[row] ?? NULL_INT) <= within.last && (exit === NULL_INT || exit >= within.first);
  };
  const { offsets, rows: ofStudents } = groupRows(table.strings('studentSourcedId'), table.rowCount);
  const first: (readonly StoredEnrollment[])[] = [];
  let students = 0;
  for (let code = 0; code + 1 < offsets.length; code++) {
    const [start = 0, end = 0] = [offsets[code], offsets[code + 1]];
    if (end - start < 2) continue;
    const ofYear = ofStudents.subarray(start, end).filter(isOfYear);
    if (ofYear.length < 2) continue;
    const found = overlaps(Array.from(ofYear, read), within, context.exitDayCounts);
    if (found.length === 0) continue;
    students += 1;
    if (first.length < TOLD) first.push(found[0]?.enrollments ?? []);
  }
  if (students === 0) return;
  const lines = linesOf(first, table, rows);
  const places = lines.length === 0 ? '' : ` Lines ${lines.join(', ')}${students > first.length ? ' and more' : ''}.`;
  context.report({
    severity: 'notice',
    file: context.file,
    line: lines[0] ?? 0,
    column: 'entryDate',
    code: 'enrollment.overlap',
    message:
      `${students} ${students === 1 ? 'student is' : 'students are'} enrolled more than once on the same days: each day ` +
      `counts at the primary school, else at the latest entry.${places} Close the enrolment that has ended, or mark the primary school.`,
  });
}

function enrollmentReader(table: Table): (row: number) => StoredEnrollment {
  const schools = table.strings('schoolSourcedId');
  const entries = table.ints('entryDate');
  const exits = table.ints('exitWithdrawDate');
  const exitTypes = table.strings('exitWithdrawType');
  const primaries = table.ints('primarySchool');
  return (row) => {
    const exit = dayAt(exits, row);
    const exitType = stringAt(exitTypes, row);
    return {
      storedRow: row,
      school: stringAt(schools, row) ?? '',
      entry: dayAt(entries, row) ?? NULL_INT,
      primary: integerAt(primaries, row) === 1,
      ...(exit !== undefined && { exit }),
      ...(exitType !== undefined && { exitType }),
    };
  };
}

/** Where enrolments stand in this file, ascending; a delta need not carry them. */
function linesOf(pairs: readonly (readonly StoredEnrollment[])[], table: Table, rows: FileRows): readonly number[] {
  const placeOf = (name: string) => rows.schema.columns.findIndex((column) => column.name === name);
  const [student, school, entry] = [placeOf('studentSourcedId'), placeOf('schoolSourcedId'), placeOf('entryDate')];
  const students = table.strings('studentSourcedId');
  const wanted = new Map<string | undefined, StoredEnrollment[]>();
  for (const each of pairs.flat()) {
    const id = stringAt(students, each.storedRow);
    wanted.set(id, [...(wanted.get(id) ?? []), each]);
  }
  const lines: number[] = [];
  for (let row = 0; row < rows.rowCount; row++) {
    const ofStudent = wanted.get(rows.textAt(student, row));
    if (!ofStudent) continue;
    const day = rows.columns[entry]?.get(row);
    const at = rows.textAt(school, row);
    if (ofStudent.some((each) => each.entry === day && each.school === at)) lines.push(rows.lines.get(row));
  }
  return lines.sort((a, b) => a - b);
}
