import type { Reason } from '../../tiers/result.ts';
import type { AttendanceCutPoints } from '../cutPoints.ts';
import type { AttendanceTally } from '../tally.ts';
import { besideBreaks } from './besideBreaks.ts';
import { consecutiveAbsences } from './consecutive.ts';
import { onePeriod } from './onePeriod.ts';
import { oneWeekday } from './oneWeekday.ts';
import { recentRateReason } from './recent.ts';
import { manyTardies } from './tardies.ts';

/** What may be told of a student's absences, in the order of telling. */
const PATTERNS: readonly ((tally: AttendanceTally, cuts: AttendanceCutPoints) => Reason | undefined)[] = [
  consecutiveAbsences,
  oneWeekday,
  besideBreaks,
  onePeriod,
  manyTardies,
  recentRateReason,
];

/** The patterns in a student's absences, each with the days that make it. They inform and change no tier. */
export function attendancePatterns(tally: AttendanceTally, cuts: AttendanceCutPoints): readonly Reason[] {
  const found: Reason[] = [];
  if (tally.absentDays.length === 0 && tally.tardies.length === 0) return found;
  for (const pattern of PATTERNS) {
    const reason = pattern(tally, cuts);
    if (reason !== undefined) found.push(reason);
  }
  return found;
}
