import type { CourseAbout } from '../../domain/academics/record.ts';
import { type Subject, subjectReader } from '../../domain/academics/subjects.ts';
import { stringAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AcademicSettings } from '../../tenant/academics.ts';
import type { DistrictTables } from '../students/districtTables.ts';

/** What rows and the catalogue say of courses. */
export interface CourseCatalog {
  /** A course by its code, with what a row says of it; the row goes before the catalogue. */
  about(courseCode: string, title: string | undefined, subject: string | undefined): CourseAbout;
  /** The course of a class; a class without one stands for itself. */
  ofClass(classSourcedId: string): CourseAbout;
  /** What a subject word alone means. */
  subjectOf(word: string): Subject;
}

interface Listed {
  readonly code: string;
  readonly title?: string;
  readonly subjects: readonly string[];
  readonly subjectCodes: readonly string[];
}

/** Reads courses.csv and classes.csv when the first course is asked for. */
export function courseCatalog({ courses, classes }: DistrictTables, { courseMap }: AcademicSettings): CourseCatalog {
  const read = subjectReader(courseMap);
  let listed: ReadonlyMap<string, Listed> | undefined;
  let byId: ReadonlyMap<string, Listed> | undefined;
  const open = () => {
    const all = catalogued(courses);
    byId = all.byId;
    listed = all.byCode;
    return all;
  };
  const rowOfClass = lazily(() => rowsById(classes));
  const aboutClasses = new Map<string, CourseAbout>();
  const aboutClass = (id: string): CourseAbout => {
    const row = rowOfClass().get(id);
    const classTitle = row === undefined ? undefined : stringAt(classes.strings('title'), row);
    const courseId = row === undefined ? undefined : stringAt(classes.strings('courseSourcedId'), row);
    const course = courseId === undefined ? undefined : (byId ?? open().byId).get(courseId);
    const own = row === undefined ? [] : cellWords(stringAt(classes.strings('subjects'), row));
    const ownCodes = row === undefined ? [] : listOf(stringAt(classes.strings('subjectCodes'), row));
    const code = course?.code ?? courseId ?? id;
    const subjects = [...own, ...(course?.subjects ?? [])];
    const subjectCodes = [...ownCodes, ...(course?.subjectCodes ?? [])];
    return {
      code,
      title: course?.title ?? classTitle ?? code,
      subject: read({ courseCode: code, subjects, subjectCodes }),
    };
  };
  return {
    about(courseCode, title, subject) {
      const course = (listed ?? open().byCode).get(courseCode);
      const subjects = [...(subject === undefined ? [] : [subject]), ...(course?.subjects ?? [])];
      const words = { courseCode, subjects, subjectCodes: course?.subjectCodes ?? [] };
      return { code: courseCode, title: title ?? course?.title ?? courseCode, subject: read(words) };
    },
    ofClass(id) {
      const known = aboutClasses.get(id);
      if (known) return known;
      const made = aboutClass(id);
      aboutClasses.set(id, made);
      return made;
    },
    subjectOf: (word) => read({ subjects: [word], subjectCodes: [] }),
  };
}

/** Subjects are a list, and some have commas in their names. */
const cellWords = (cell: string | undefined): readonly string[] => {
  const words = listOf(cell);
  return cell === undefined || words.length < 2 ? words : [cell, ...words];
};

function catalogued(courses: DistrictTables['courses']) {
  const [ids, codes, titles] = [courses.strings('sourcedId'), courses.strings('courseCode'), courses.strings('title')];
  const [subjects, subjectCodes] = [courses.strings('subjects'), courses.strings('subjectCodes')];
  const byId = new Map<string, Listed>();
  const byCode = new Map<string, Listed>();
  for (let row = 0; row < courses.rowCount; row++) {
    const id = stringAt(ids, row) ?? '';
    const title = stringAt(titles, row);
    const code = stringAt(codes, row) ?? id;
    const course: Listed = {
      code,
      ...(title !== undefined && { title }),
      subjects: cellWords(stringAt(subjects, row)),
      subjectCodes: listOf(stringAt(subjectCodes, row)),
    };
    byId.set(id, course);
    const other = byCode.get(code);
    if (other === undefined || isBefore(course, other)) byCode.set(code, course);
  }
  return { byId, byCode };
}

/** Of several courses with one code the order of rows does not choose. */
const isBefore = (a: Listed, b: Listed): boolean => JSON.stringify(a) < JSON.stringify(b);

function rowsById(classes: DistrictTables['classes']): ReadonlyMap<string, number> {
  const ids = classes.strings('sourcedId');
  const rows = new Map<string, number>();
  for (let row = 0; row < classes.rowCount; row++) rows.set(stringAt(ids, row) ?? '', row);
  return rows;
}

/** Made at the first call and kept. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
