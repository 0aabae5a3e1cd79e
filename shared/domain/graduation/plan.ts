import type { Credits } from './credits.ts';

/** One area of a requirement plan (Ed-Fi CreditsBySubject, CreditsByCourse, CreditsByCreditCategory). */
export interface RequirementArea {
  readonly code: string;
  readonly title: string;
  readonly credits: Credits;
  readonly subjects: readonly string[];
  readonly courseCodes: readonly string[];
  readonly creditCategories: readonly string[];
  /** An elective area: it takes every course, and what the other areas have no room for. */
  readonly any: boolean;
}

/** What a diploma asks for (Ed-Fi GraduationPlan). */
export interface RequirementPlan {
  readonly id: string;
  readonly title: string;
  /** All counted credits add up to this, whether an area needed them or not. */
  readonly totalCredits: Credits;
  readonly areas: readonly RequirementArea[];
  /** Credits due after each term since first-time ninth grade, up to the total; absent where they grow evenly. */
  readonly expectedCredits?: readonly Credits[];
}

/** What of a course decides where it fits. */
export interface CourseKind {
  readonly courseCode: string;
  readonly academicSubject?: string;
  readonly creditCategories: readonly string[];
}

const normal = (text: string) => text.trim().toLowerCase();
const names = (list: readonly string[], text: string) => list.some((each) => normal(each) === normal(text));

/** Whether an area's lists name the course, by subject, code or category; letter case does not matter. */
export function isNamedBy(area: RequirementArea, course: CourseKind): boolean {
  return (
    names(area.courseCodes, course.courseCode) ||
    (course.academicSubject !== undefined && names(area.subjects, course.academicSubject)) ||
    course.creditCategories.some((category) => names(area.creditCategories, category))
  );
}

/** Whether a course may fill an area. */
export function fits(area: RequirementArea, course: CourseKind): boolean {
  return area.any || isNamedBy(area, course);
}
