import type { AttendedCourse, RequestedCourse, SpanOf } from '../../domain/graduation/record.ts';
import { stringAt } from '../../lake/rows.ts';
import { NULL_INT } from '../../lake/table.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AssessmentInputs } from '../assessStudents.ts';
import { isCurrent } from '../currentSpan.ts';
import { rowsOfPeople } from '../rowsOfPeople.ts';
import { sessionsOf } from './termSpans.ts';

/** Titles of the course catalogue by course code; a course without a code goes by its sourcedId. */
export function courseTitles({ courses }: AssessmentInputs['tables']): ReadonlyMap<string, string> {
  const [ids, codes, titles] = [courses.strings('sourcedId'), courses.strings('courseCode'), courses.strings('title')];
  const known = new Map<string, string>();
  for (let row = 0; row < courses.rowCount; row++) {
    const code = stringAt(codes, row) ?? stringAt(ids, row) ?? '';
    const title = stringAt(titles, row) ?? code;
    const other = known.get(code);
    if (other === undefined || title < other) known.set(code, title);
  }
  return known;
}

/** Courses a student asked for or is booked into, this school year or later. */
export function requestReader(
  { tables, students, schoolYear }: AssessmentInputs,
  titles: ReadonlyMap<string, string>,
): (student: number) => readonly RequestedCourse[] {
  const table = tables.courseRequests;
  if (table.rowCount === 0) return () => NO_REQUESTS;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const years = table.ints('schoolYear').values;
  const codes = table.strings('courseCode');
  const credits = table.decimals('potentialCredits').values;
  return (student) => {
    const found: RequestedCourse[] = [];
    for (const row of rows.of(student)) {
      if ((years[row] ?? NULL_INT) < schoolYear.name) continue;
      const courseCode = stringAt(codes, row) ?? '';
      found.push({ courseCode, title: titles.get(courseCode) ?? courseCode, credits: credits[row] || 0 });
    }
    return found.length > 0 ? found : NO_REQUESTS;
  };
}

const NO_REQUESTS: readonly RequestedCourse[] = [];

/** A class as its course. */
interface ClassCourse {
  readonly courseCode: string;
  readonly title: string;
  /** Credit terms of the year that its terms span. */
  readonly from: number;
  readonly to: number;
}

/**
 * The courses of the classes a student attends on the as-of day, with the credit terms of each that have not posted;
 * homerooms bring no credit. Classes are looked up as students come.
 */
export function attendanceOfCourses(
  inputs: AssessmentInputs,
  titles: ReadonlyMap<string, string>,
  spanOf: SpanOf,
): (student: number, posted: number) => readonly AttendedCourse[] {
  const { tables, students, asOf } = inputs;
  const table = tables.enrollments;
  const rows = rowsOfPeople(table, 'userSourcedId', students.indexOf);
  const classes = table.strings('classSourcedId');
  const roles = table.strings('role');
  const asStudent = roles.values.indexOf('student');
  const [begins, ends] = [table.ints('beginDate').values, table.ints('endDate').values];
  const day = (value: number | undefined) => (value === undefined || value === NULL_INT ? undefined : value);
  let courseOf: ((classCode: number) => ClassCourse | undefined) | undefined;
  return (student, posted) => {
    const found: AttendedCourse[] = [];
    for (const row of rows.of(student)) {
      if (roles.codes[row] !== asStudent || !isCurrent(day(begins[row]), day(ends[row]), asOf)) continue;
      courseOf ??= classCourses(inputs, classes.values, titles, spanOf);
      const course = courseOf(classes.codes[row] ?? NULL_INT);
      if (course === undefined) continue;
      const terms = Math.max(0, course.to - Math.max(course.from, posted));
      found.push({ courseCode: course.courseCode, title: course.title, terms });
    }
    return found;
  };
}

function classCourses(
  { tables, asOf, schoolYear }: AssessmentInputs,
  ids: readonly string[],
  titles: ReadonlyMap<string, string>,
  spanOf: SpanOf,
): (code: number) => ClassCourse | undefined {
  const { classes, courses } = tables;
  const [courseIds, courseCodes] = [courses.strings('sourcedId'), courses.strings('courseCode')];
  const codeOf = new Map<string, string>();
  for (let row = 0; row < courses.rowCount; row++) {
    const id = stringAt(courseIds, row) ?? '';
    codeOf.set(id, stringAt(courseCodes, row) ?? id);
  }
  const sessions = new Map(sessionsOf(tables.academicSessions).map((session) => [session.sourcedId, session]));
  const [classIds, types] = [classes.strings('sourcedId'), classes.strings('classType')];
  const [ofCourse, terms] = [classes.strings('courseSourcedId'), classes.strings('termSourcedIds')];
  const rowOf = new Map<string, number>();
  for (let row = 0; row < classes.rowCount; row++) {
    if (stringAt(types, row) !== 'homeroom') rowOf.set(stringAt(classIds, row) ?? '', row);
  }
  const made = new Map<number, ClassCourse | undefined>();
  const make = (code: number): ClassCourse | undefined => {
    const row = rowOf.get(ids[code] ?? '');
    if (row === undefined) return undefined;
    const held = listOf(stringAt(terms, row)).flatMap((id) => sessions.get(id) ?? []);
    const ofYear = held.filter((session) => session.schoolYear === schoolYear.name);
    if (held.length > 0 && !ofYear.some((session) => session.ends >= asOf)) return undefined;
    const spans = ofYear.map((session) => spanOf(session.schoolYear, session.sourcedId));
    const courseCode = codeOf.get(stringAt(ofCourse, row) ?? '') ?? '';
    const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))];
    const known = spans.length > 0 ? { from, to } : { from: 0, to: 0 };
    return { courseCode, title: titles.get(courseCode) ?? courseCode, ...known };
  };
  return (code) => {
    if (!made.has(code)) made.set(code, make(code));
    return made.get(code);
  };
}
