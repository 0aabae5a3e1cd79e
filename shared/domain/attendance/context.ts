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
  /**
   * Periods in which a class met on a day, from classMeetings.csv; undefined where the file does not know the class.
   * Without it the rows themselves say which periods met.
   */
  readonly periodsMet?: (classSourcedId: string, day: Day) => readonly string[] | undefined;
}
