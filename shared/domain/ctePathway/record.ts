import type { Day } from '../calendar/day.ts';
import type { SortedAttempts } from '../graduation/attempts.ts';
import type { Credits } from '../graduation/credits.ts';
import type { RowReference } from '../tiers/result.ts';

/** One course of a pathway; any of its codes is that course, as one for each semester. */
export interface PathwayCourse {
  readonly title: string;
  readonly courseCodes: readonly string[];
  /** Earned in these codes, it is done. */
  readonly credits: Credits;
}

/** A program of study of the tenant file. */
export interface Pathway {
  readonly id: string;
  readonly title: string;
  readonly careerPathways: readonly string[];
  readonly cipCodes: readonly string[];
  /** In the order in which they are taken. */
  readonly courses: readonly PathwayCourse[];
  readonly credentialRequired: boolean;
}

/** A CTE row of programs.csv in force on the day as of which the student is judged. */
export interface Participation {
  readonly careerPathway?: string;
  readonly cipCode?: string;
  readonly programName?: string;
  readonly row: RowReference;
}

/** An industry credential of credentials.csv. */
export interface Credential {
  readonly title: string;
  readonly careerPathway?: string;
  readonly cipCode?: string;
  readonly row: RowReference;
}

/** A course that runs, is asked for or is booked, this school year or the next. */
export interface ScheduledCourse {
  readonly courseCode: string;
  readonly title: string;
}

/** What is known of a student in one pathway or several. */
export interface CteRecord {
  /** As of which day the student is judged (`judgedDay`). */
  readonly day: Day;
  readonly exited: boolean;
  /** At least one. */
  readonly participations: readonly Participation[];
  readonly attempts: SortedAttempts;
  readonly credentials: readonly Credential[];
  readonly scheduled: readonly ScheduledCourse[];
}

export interface CteContext {
  readonly pathways: readonly Pathway[];
  readonly creditsPerFullCourse: Credits;
  /** Whether a course is of a pathway that the tenant file does not list: its subject says so. */
  readonly isCteCourse: (courseCode: string, academicSubject?: string) => boolean;
  readonly concentratorCourses: number;
  readonly completerCourses: number;
  readonly offTrackTier: 1 | 2 | 3;
  /** Version of the threshold set. */
  readonly version: string;
}
