import type { RequestedCourse } from '../../domain/graduation/record.ts';
import { stringAt } from '../../lake/rows.ts';
import { NULL_INT } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';

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
      const year = years[row] ?? NULL_INT;
      if (year < schoolYear.name) continue;
      const courseCode = stringAt(codes, row) ?? '';
      const title = titles.get(courseCode) ?? courseCode;
      found.push({ courseCode, title, schoolYear: year, credits: credits[row] || 0 });
    }
    return found.length > 0 ? found : NO_REQUESTS;
  };
}

const NO_REQUESTS: readonly RequestedCourse[] = [];
