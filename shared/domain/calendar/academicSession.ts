import type { Day } from './day.ts';

/** A row of academicSessions.csv: a term, semester, grading period or school year. Both days belong to it. */
export interface AcademicSession {
  readonly sourcedId: string;
  readonly title: string;
  readonly type: string;
  /** Named by the year in which it ends. */
  readonly schoolYear: number;
  readonly begins: Day;
  readonly ends: Day;
}
