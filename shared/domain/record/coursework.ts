import type { PersonName, StaffId } from '../identity.ts';
import type { IsoDay, SchoolOfRecord } from './studentRecord.ts';

/** A student's place in a class, from enrollments.csv, with what classes.csv and courses.csv say of it. */
export interface ClassOfRecord {
  readonly classSourcedId: string;
  readonly title?: string;
  readonly courseCode?: string;
  readonly courseTitle?: string;
  readonly school: SchoolOfRecord;
  readonly location?: string;
  readonly periods: readonly string[];
  /** Ascending by their first day. */
  readonly terms: readonly TermOfRecord[];
  /** The primary one first. */
  readonly teachers: readonly TeacherOfRecord[];
  readonly beginDate?: IsoDay;
  readonly endDate?: IsoDay;
}

export interface TermOfRecord {
  readonly title: string;
  readonly startDate: IsoDay;
  readonly endDate: IsoDay;
}

export interface TeacherOfRecord {
  readonly sourcedId: StaffId;
  readonly givenName?: PersonName;
  readonly familyName?: PersonName;
}

/** courseTranscripts.csv: a course attempted, and the credits it gave. */
export interface TranscriptOfRecord {
  readonly schoolYear: number;
  readonly term: string;
  readonly courseCode: string;
  /** As the row has it, else as courses.csv does. */
  readonly courseTitle?: string;
  readonly academicSubject?: string;
  readonly creditCategories: readonly string[];
  readonly attemptedCredits: number;
  readonly earnedCredits: number;
  /** `Pass`, `Fail`, `Incomplete`, `Withdrawn`, `In Progress`. */
  readonly courseAttemptResult: string;
  readonly finalLetterGrade?: string;
  readonly finalNumericGrade?: number;
  readonly gradeScaleId?: string;
  readonly gradePoints?: number;
  readonly courseLevel?: string;
  readonly courseRepeatCode?: string;
  readonly methodCreditEarned?: string;
  readonly gradeLevelWhenTaken?: string;
  readonly excludeFromGraduation?: boolean;
  readonly excludeFromGpa?: boolean;
  readonly school?: SchoolOfRecord;
  readonly externalSchoolName?: string;
}

/** grades.csv: the mark of a class as of a day; ascending by that day. */
export interface GradeOfRecord {
  readonly asOfDate: IsoDay;
  readonly classSourcedId: string;
  readonly classTitle?: string;
  readonly courseTitle?: string;
  /** Title of its academic session. */
  readonly term?: string;
  readonly gradeType?: string;
  readonly letterGrade?: string;
  readonly numericGrade?: number;
  readonly gradeScaleId?: string;
  readonly missingAssignments?: number;
}

/** courseRequests.csv: credits that are planned, never earned. */
export interface PlannedCourse {
  readonly schoolYear: number;
  readonly term?: string;
  readonly courseCode: string;
  readonly courseTitle?: string;
  readonly potentialCredits?: number;
  /** `requested` or `enrolled`. */
  readonly status?: string;
}
