import { type Course, CURRICULUM, HIGH_GRADES, PERIODS } from './curriculum.ts';
import { type District, studentsOf } from './district.ts';
import type { Student } from './people.ts';

const SECTION_SIZE = 25;

/** A class of the timetable, or a homeroom, which has no course of its own. */
export interface Section {
  readonly sourcedId: string;
  readonly school: string;
  readonly grade: string;
  readonly course?: Course;
  readonly period: string;
  readonly teacher: string;
}

/** The number of a student's homeroom within the grade; those of one homeroom go through the day together. */
const homeroomNumber = (student: Student) => Math.floor(student.index / 13 / SECTION_SIZE);

export const homeroomOf = (student: Student): string =>
  `C-${student.school.sourcedId}-${student.grade}-${homeroomNumber(student)}`;

/** A high school student's classes; none below grade 9. */
export function classesOf(student: Student): readonly { readonly sourcedId: string; readonly course: Course }[] {
  return (CURRICULUM[student.grade] ?? []).map((course) => ({
    sourcedId: `C-${student.school.sourcedId}-${course.code}-${homeroomNumber(student)}`,
    course,
  }));
}

/** A homeroom's courses begin one period later than those of the one before, so that no two meet in one period. */
export const periodOf = (student: Student, course: number): string =>
  String(((course + homeroomNumber(student)) % PERIODS) + 1);

export const isInHighSchool = (student: Student): boolean => HIGH_GRADES.includes(student.grade);

/** Every homeroom and every class that somebody is in, in the order of the first student in it. */
export function sectionsOf(district: District): readonly Section[] {
  const sections = new Map<string, Section>();
  const turns = new Map<string, number>();
  const add = (student: Student, sourcedId: string, period: string, course?: Course) => {
    if (sections.has(sourcedId)) return;
    const { grade } = student;
    const school = student.school.sourcedId;
    const turn = turns.get(school) ?? 0;
    turns.set(school, turn + 1);
    const teacher = teacherOf(district, school, turn);
    sections.set(sourcedId, { sourcedId, school, grade, period, teacher, ...(course && { course }) });
  };
  for (const student of studentsOf(district)) {
    add(student, homeroomOf(student), 'HR');
    classesOf(student).forEach(({ sourcedId, course }, place) => {
      add(student, sourcedId, periodOf(student, place), course);
    });
  }
  return [...sections.values()];
}

/** Every school has teachers; they take its classes in turn. */
function teacherOf(district: District, school: string, turn: number): string {
  const teachers = district.staff.filter((each) => each.role === 'teacher' && each.org === school);
  return teachers[turn % teachers.length]?.sourcedId ?? '';
}
