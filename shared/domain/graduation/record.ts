import type { Day } from '../calendar/day.ts';
import type { CourseAttempt } from './attempts.ts';
import type { Credits } from './credits.ts';
import type { TermSpan } from './termSpan.ts';

/** A course of courseRequests.csv for this school year or a later one. */
export interface RequestedCourse {
  readonly courseCode: string;
  readonly title: string;
  readonly schoolYear: number;
  readonly credits: Credits;
}

/** A class a student attends now, as enrollments.csv has it; its credit is known by its length alone. */
export interface AttendedCourse {
  readonly courseCode: string;
  readonly title: string;
  /** Credit terms of the year in which it still runs: those that have not posted. */
  readonly terms: number;
}

/** What is known of a student's way to graduation as of a day. */
export interface GraduationRecord {
  /** As of which day the student is judged (`judgedDay`). */
  readonly day: Day;
  readonly exited: boolean;
  /** School years of first-time ninth grade as the enrolments state them, or the first transcript of grade 09. */
  readonly firstNinthGradeYears: readonly number[];
  /** graduationPlanId of the enrolment, else the tenant's default. */
  readonly plan: string;
  /** Last terms that have posted at the student's school, this year and the year before. */
  readonly posted: { readonly thisYear: number; readonly yearBefore: number };
  readonly attempts: readonly CourseAttempt[];
  readonly requested: readonly RequestedCourse[];
  /** Where the SIS sends no running attempts: the classes attended. */
  readonly attended: readonly AttendedCourse[];
}

export type SpanOf = (schoolYear: number, term: string) => TermSpan;
