import type { Day } from '../calendar/day.ts';
import type { RowReference } from '../tiers/result.ts';
import type { AcademicCutPoints } from './cutPoints.ts';
import type { ScreenerLevel } from './screenerLevels.ts';
import type { Subject } from './subjects.ts';
import type { Term } from './terms.ts';

/** Credits and grade points are whole millionths, so that sums and comparisons are exact. */
export const MILLIONTHS = 1_000_000;

/** What a course is called and what it is about. */
export interface CourseAbout {
  readonly code: string;
  readonly title: string;
  readonly subject: Subject;
}

/** A posted result, or none yet (in progress, incomplete, withdrawn). */
export type Outcome = 'passed' | 'failed' | 'open';

/** Where a row is found when a reason names it. */
export interface RowPlace {
  readonly file: 'courseTranscripts' | 'grades' | 'results' | 'assessments';
  readonly row: number;
}

/** One term's course of a transcript, or a final mark of grades.csv that no transcript has. */
export interface CourseAttempt extends RowPlace {
  /** The same for every attempt at one course. */
  readonly course: number;
  readonly about: CourseAbout;
  readonly schoolYear: number;
  readonly term: Term;
  readonly outcome: Outcome;
  /** Whether the credit was earned by a method that recovers a failure. */
  readonly recovery: boolean;
  /** Millionths of a credit. */
  readonly attempted: number;
  readonly earned: number;
  /** Millionths of a grade point; -1 when it counts in no average. */
  readonly points: number;
}

/** The latest mark of a class that runs. */
export interface CurrentMark extends RowPlace {
  readonly about: CourseAbout;
  readonly day: Day;
  readonly passes: boolean;
}

/** Missing assignments of a class that runs. */
export interface MissingWork {
  readonly about: CourseAbout;
  readonly count: number;
  readonly places: readonly RowPlace[];
}

/** One screener's row. */
export interface ScreenerScore extends RowPlace {
  readonly title: string;
  readonly subject: Subject;
  readonly day: Day;
  /** Absent when nobody explains its words. */
  readonly level?: ScreenerLevel;
}

/** Everything that academics are judged by, of one student, up to the as-of day. */
export interface AcademicRecord {
  /** Attempts of this school year and before. */
  readonly attempts: readonly CourseAttempt[];
  readonly currentMarks: readonly CurrentMark[];
  readonly missing: readonly MissingWork[];
  readonly screeners: readonly ScreenerScore[];
  /** Marks of running classes that no scale reads, and marks of a kind nobody explains. */
  readonly unreadable: readonly RowPlace[];
  /** Whether a cumulative average is judged: grades 9 to 12. */
  readonly inHighSchool: boolean;
  readonly firstTimeNinthGrader: boolean;
  /** As of which day the student is judged (`judgedDay`). */
  readonly day: Day;
  readonly exited: boolean;
}

/** Cuts, settings and references that one district's students share. */
export interface AcademicContext {
  readonly schoolYear: number;
  readonly cuts: AcademicCutPoints;
  readonly retakePolicy: 'highest' | 'latest' | 'average';
  readonly priorYearFailures: boolean;
  /** Millionths of a credit of a full-year course. */
  readonly creditsPerFullCourse: number;
  /** Whether a course may be taken again for credit and counts each time. */
  readonly isRepeatable: (code: string) => boolean;
  readonly referenceTo: (place: RowPlace) => RowReference;
}
