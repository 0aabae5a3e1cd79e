import type { Day } from '../calendar/day.ts';
import type { Fraction } from '../fraction.ts';
import type { SchoolId } from '../identity.ts';
import type { RowReference } from '../tiers/result.ts';

/** One enrolment at a school, as in schoolEnrollments.csv (Ed-Fi StudentSchoolAssociation). */
export interface SchoolEnrollment {
  readonly school: SchoolId;
  /** The entry day counts. */
  readonly entry: Day;
  /** The exit day does not count unless the tenant says so; absent while open. */
  readonly exit?: Day | undefined;
  /** Ed-Fi ExitWithdrawType; `No show` and `Invalid enrollment` contribute nothing anywhere. */
  readonly exitType?: string | undefined;
  readonly primary?: boolean;
  /** Days at another district, shown, counted for tiers only when the tenant says so. */
  readonly transferDaysEnrolled?: Fraction | undefined;
  readonly transferDaysAbsent?: Fraction | undefined;
}

/** Ed-Fi AttendanceEventCategory. */
export const ATTENDANCE_CATEGORIES = [
  'Excused Absence',
  'Unexcused Absence',
  'Tardy',
  'Early departure',
  'Partial',
  'In Attendance',
  'Present',
] as const;
export type AttendanceCategory = (typeof ATTENDANCE_CATEGORIES)[number];

/** `absenceClass` of attendanceEvents.csv: why, where that decides how an absence counts. */
export const ABSENCE_CLASSES = [
  'medical',
  'outOfSchoolSuspension',
  'inSchoolSuspension',
  'schoolActivity',
  'homebound',
  'religious',
  'bereavement',
  'other',
] as const;
export type AbsenceClass = (typeof ABSENCE_CLASSES)[number];

/** One row of attendanceEvents.csv. No row on a closed day means present. */
export interface AttendanceEvent {
  readonly school: SchoolId;
  readonly day: Day;
  readonly category: AttendanceCategory;
  readonly absenceClass?: AbsenceClass | undefined;
  /** Share of the day missed, as given. */
  readonly portionOfDay?: Fraction | undefined;
  readonly minutesMissed?: number | undefined;
  /** Present on a period row; daily rows have none. `AM`/`PM` for half-day codes. */
  readonly period?: string | undefined;
  readonly classSourcedId?: string | undefined;
  readonly row: RowReference;
}

/** A school's instructional days, ascending, with the minutes of each where the calendar gives them. */
export interface SchoolCalendar {
  readonly school: SchoolId;
  readonly instructionalDays: readonly Day[];
  readonly instructionalMinutes: ReadonlyMap<Day, number>;
  /**
   * The instructional days without those up to `coveredTo` for which attendance was not taken (attendanceTaken.csv): they
   * are neither present nor absent. Absent where every day counts.
   */
  readonly takenDays?: readonly Day[];
  /** The last day for which the school's attendance is known; absent when it has never sent any. */
  readonly coveredTo?: Day;
}

/** A class a student attends, as in enrollments.csv; both days belong to it, an open end is open. */
export interface ClassEnrollment {
  readonly classSourcedId: string;
  readonly school: SchoolId;
  readonly begin?: Day;
  readonly end?: Day;
}

/** A student's attendance of one school year, over all schools. */
export interface AttendanceRecord {
  readonly enrollments: readonly SchoolEnrollment[];
  /** In any order; exact repeats of a row were taken out when the file was read. */
  readonly events: readonly AttendanceEvent[];
  /** The student's classes, where something is known of single ones (`AttendanceContext.classDays`). */
  readonly classes?: readonly ClassEnrollment[];
}
