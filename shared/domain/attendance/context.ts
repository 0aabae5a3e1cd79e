import type { Day } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { AttendanceCutPoints } from './cutPoints.ts';
import type { SchoolCalendar } from './record.ts';

/** How the period rows of a day become a day: their share of it, or the whole day once at least half is missed. */
export type PartialDayRule = 'periodShare' | 'halfDay';

/** What a district decides about counting. */
export interface AttendanceSettings {
  readonly partialDayRule: PartialDayRule;
  /** Whether the day of exit is an enrolled day; by default it is not. */
  readonly exitDayCounts: boolean;
  /** Whether days at another district (`transferDaysEnrolled`, `transferDaysAbsent`) count for tiers. */
  readonly countTransferDays: boolean;
  /** Whether days at a school the student has left this year count for tiers; federal figures are per school anyway. */
  readonly previousSchoolDays: 'kept' | 'dropped';
}

/** What is known of single classes, day by day. */
export interface ClassDays {
  /** Periods in which a class met on a day, none included; undefined where classMeetings.csv does not know the class. */
  readonly periodsMet: (classSourcedId: string, day: Day) => readonly string[] | undefined;
  /** Whether its attendance was taken on a day; undefined where attendanceTaken.csv says nothing of it. */
  readonly taken: (classSourcedId: string, day: Day) => boolean | undefined;
  /** The days, ascending, on which its attendance was not taken. */
  readonly daysNotTaken: (classSourcedId: string) => readonly Day[];
}

/** What a student's attendance is judged by, the same for every student of a run. */
export interface AttendanceContext {
  /** The last closed day of the run; nothing later counts. */
  readonly asOf: Day;
  readonly schoolYear: { readonly first: Day; readonly last: Day };
  readonly calendars: ReadonlyMap<SchoolId, SchoolCalendar>;
  readonly settings: AttendanceSettings;
  readonly cutPoints: AttendanceCutPoints;
  /** False when attendanceEvents.csv never came this year: then nobody is assessed. */
  readonly attendanceReceived: boolean;
  /** Absent where neither classMeetings.csv nor attendanceTaken.csv says anything of classes. */
  readonly classDays?: ClassDays;
}
