import type { Day } from '../../domain/calendar/day.ts';
import { stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';
import { lazily } from './courseCatalog.ts';
import type { Terms } from './termsOfTable.ts';

/** Which classes run, and whether a student is still in them. Classes go by their place in a list of ids. */
export interface RunningClasses {
  readonly ids: readonly string[];
  /** Places of the classes that a table's column names, by its codes. */
  placesIn(table: Table, column: string): Int32Array;
  /** Whether a term of the class holds the day; a class of unknown terms runs. */
  runs(place: number, day: Day): boolean;
  /** Whether the student has not left the class; without any row of theirs for it nothing says so. */
  attends(student: number, place: number, day: Day): boolean;
}

export function runningClasses(inputs: AssessmentInputs, terms: Terms): RunningClasses {
  const { classes } = inputs.tables;
  const places = new Map<string, number>();
  const ids: string[] = [];
  const placeOf = (id: string): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, ids.length);
    return ids.push(id) - 1;
  };
  const placesIn = (table: Table, column: string) => Int32Array.from(table.texts(column), placeOf);
  const spansOf = lazily(() => classSpans(classes, terms, placeOf));
  const attends = lazily(() => attendanceOfClasses(inputs, placesIn));
  return {
    ids,
    placesIn,
    runs: (place, day) => {
      const spans = spansOf().get(place);
      return spans === undefined || spans.some(([start, end]) => start <= day && day <= end);
    },
    attends: (student, place, day) => attends()(student, place, day),
  };
}

/** Looks for what a student has left once, and mostly finds nothing. */
function attendanceOfClasses(
  { tables: { enrollments }, students }: AssessmentInputs,
  placesIn: RunningClasses['placesIn'],
): RunningClasses['attends'] {
  const rows = rowsOfPeople(enrollments, 'userSourcedId', students.indexOf);
  const [codes, places] = [enrollments.numbers('classSourcedId'), placesIn(enrollments, 'classSourcedId')];
  const [roles, asStudent] = [enrollments.numbers('role'), enrollments.texts('role').indexOf('student')];
  const [begins, ends] = [enrollments.numbers('beginDate'), enrollments.numbers('endDate')];
  const isOpen = (row: number, day: Day): boolean => !(begins.get(row) > day) && !(ends.get(row) < day);
  const placesOf = (student: number, day: Day, open: boolean): readonly number[] => {
    const found: number[] = [];
    const end = rows.end(student);
    for (let at = rows.from(student); at < end; at++) {
      const row = rows.at(at);
      if (isOpen(row, day) === open && roles.get(row) === asStudent) found.push(places[codes.get(row)] ?? -1);
    }
    return found;
  };
  let asked: { readonly student: number; readonly day: Day; readonly left: readonly number[] } | undefined;
  return (student, place, day) => {
    if (asked?.student !== student || asked.day !== day) asked = { student, day, left: placesOf(student, day, false) };
    return !asked.left.includes(place) || placesOf(student, day, true).includes(place);
  };
}

type Span = readonly [start: Day, end: Day];

function classSpans(classes: Table, { sessions }: Terms, placeOf: (id: string) => number): ReadonlyMap<number, Span[]> {
  const spanOf = new Map(sessions.map(({ sourcedId, begins, ends }): [string, Span] => [sourcedId, [begins, ends]]));
  const [ids, termIds] = [classes.strings('sourcedId'), classes.strings('termSourcedIds')];
  const found = new Map<number, Span[]>();
  for (let row = 0; row < classes.rowCount; row++) {
    const spans: Span[] = [];
    for (const term of listOf(stringAt(termIds, row))) {
      const span = spanOf.get(term);
      if (span) spans.push(span);
    }
    if (spans.length > 0) found.set(placeOf(stringAt(ids, row) ?? ''), spans);
  }
  return found;
}
