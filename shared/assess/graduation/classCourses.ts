import type { Day } from '../../domain/calendar/day.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import { stringAt } from '../../lake/rows.ts';
import { NULL_INT } from '../../lake/table.ts';
import { listOf } from '../../sis/cells/types.ts';
import { sessionsOf } from '../students/academicSessions.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

/** A class as the course that is taught in it. */
export interface ClassCourse {
  readonly courseCode: string;
  readonly title: string;
  /** Credit terms of this school year that its terms span; none where they are not known. */
  readonly from: number;
  readonly to: number;
  /** When its first term begins, and its last one ends. */
  readonly begins?: Day;
  readonly ends?: Day;
}

/** A class that a student attends or will. */
export interface TakenClass extends ClassCourse {
  readonly current: boolean;
}

/**
 * The courses of a student's classes that are not over on the day they are judged, those of the next school year included;
 * homerooms bring no credit. Classes are looked up as students come.
 */
export function classesOfStudents(
  inputs: AssessmentInputs,
  titles: ReadonlyMap<string, string>,
  spanOf: SpanOf,
): (student: number) => readonly TakenClass[] {
  const { tables, students, asOf, placeOf } = inputs;
  const table = tables.enrollments;
  const rows = rowsOfPeople(table, 'userSourcedId', students.indexOf);
  const classes = table.strings('classSourcedId');
  const roles = table.strings('role');
  const asStudent = roles.values.indexOf('student');
  const [begins, ends] = [table.ints('beginDate').values, table.ints('endDate').values];
  let courseOf: ((classCode: number) => ClassCourse | undefined) | undefined;
  return (student) => {
    const day = placeOf(student).judged?.day ?? asOf;
    const found: TakenClass[] = [];
    for (const row of rows.of(student)) {
      const end = ends[row] ?? NULL_INT;
      if (roles.codes[row] !== asStudent || (end !== NULL_INT && end < day)) continue;
      courseOf ??= classCourses(inputs, classes.values, titles, spanOf);
      const course = courseOf(classes.codes[row] ?? NULL_INT);
      if (course === undefined || (course.ends ?? day) < day) continue;
      const begin = Math.max(begins[row] ?? NULL_INT, course.begins ?? NULL_INT);
      found.push({ ...course, current: begin <= day + 1 });
    }
    return found;
  };
}

function classCourses(
  { tables, schoolYear }: AssessmentInputs,
  ids: readonly string[],
  titles: ReadonlyMap<string, string>,
  spanOf: SpanOf,
): (code: number) => ClassCourse | undefined {
  const { classes } = tables;
  const codeOf = courseCodes(tables);
  const sessions = new Map(sessionsOf(tables.academicSessions).map((session) => [session.sourcedId, session]));
  const [courses, terms] = [classes.strings('courseSourcedId'), classes.strings('termSourcedIds')];
  const rowOf = rowsOfClasses(tables);
  const make = (code: number): ClassCourse | undefined => {
    const row = rowOf.get(ids[code] ?? '');
    if (row === undefined) return undefined;
    const held = listOf(stringAt(terms, row)).flatMap((id) => sessions.get(id) ?? []);
    const courseCode = codeOf.get(stringAt(courses, row) ?? '') ?? '';
    const named = { courseCode, title: titles.get(courseCode) ?? courseCode };
    const spans = held
      .filter((session) => session.schoolYear === schoolYear.name)
      .map((session) => spanOf(session.schoolYear, session.sourcedId));
    const from = spans.length > 0 ? Math.min(...spans.map((span) => span.from)) : 0;
    const to = spans.length > 0 ? Math.max(...spans.map((span) => span.to)) : 0;
    if (held.length === 0) return { ...named, from, to };
    const [begins, ends] = [held.map((each) => each.begins), held.map((each) => each.ends)];
    return { ...named, from, to, begins: Math.min(...begins), ends: Math.max(...ends) };
  };
  const made = new Map<number, ClassCourse | undefined>();
  return (code) => {
    if (!made.has(code)) made.set(code, make(code));
    return made.get(code);
  };
}

/** Course codes by the course's sourcedId, which stands for a missing code. */
function courseCodes({ courses }: AssessmentInputs['tables']): ReadonlyMap<string, string> {
  const [ids, codes] = [courses.strings('sourcedId'), courses.strings('courseCode')];
  const known = new Map<string, string>();
  for (let row = 0; row < courses.rowCount; row++) {
    const id = stringAt(ids, row) ?? '';
    known.set(id, stringAt(codes, row) ?? id);
  }
  return known;
}

function rowsOfClasses({ classes }: AssessmentInputs['tables']): ReadonlyMap<string, number> {
  const [ids, types] = [classes.strings('sourcedId'), classes.strings('classType')];
  const rows = new Map<string, number>();
  for (let row = 0; row < classes.rowCount; row++)
    if (stringAt(types, row) !== 'homeroom') rows.set(stringAt(ids, row) ?? '', row);
  return rows;
}
