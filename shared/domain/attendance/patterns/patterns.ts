import type { Reason } from '../../tiers/result.ts';
import type { AttendanceCutPoints } from '../cutPoints.ts';
import type { AttendanceTally } from '../tally.ts';
import { besideBreaks } from './besideBreaks.ts';
import { consecutiveAbsences } from './consecutive.ts';
import { onePeriod } from './onePeriod.ts';
import { oneWeekday } from './oneWeekday.ts';
import { recentRateReason } from './recent.ts';
import { manyTardies } from './tardies.ts';

/** The patterns in a student's absences, each with the days that make it. They inform and change no tier. */
export function attendancePatterns(tally: AttendanceTally, cuts: AttendanceCutPoints): readonly Reason[] {
  if (tally.absentDays.length === 0 && tally.tardies.length === 0) return [];
  return [
    consecutiveAbsences(tally),
    oneWeekday(tally),
    besideBreaks(tally),
    onePeriod(tally),
    manyTardies(tally),
    recentRateReason(tally, cuts),
  ].filter((reason) => reason !== undefined);
}
