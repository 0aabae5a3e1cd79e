import { formatDay } from '../../calendar/day.ts';
import { DayIndex } from '../../calendar/dayIndex.ts';
import type { Reason } from '../../tiers/result.ts';
import type { AbsentDay, AttendanceTally } from '../tally.ts';

const FROM_DAYS = 4;

/** Whether the calendar day before or after is off, within the school's year: its first and last day border on nothing. */
function isBesideBreak({ day, span }: AbsentDay): boolean {
  const days = span.calendar.instructionalDays;
  const index = (days === span.days ? span.index : DayIndex.of(days)).from(day);
  const before = days[index - 1];
  const after = days[index + 1];
  return (before !== undefined && before < day - 1) || (after !== undefined && after > day + 1);
}

/**
 * Absences on days beside weekends, holidays and breaks: at least 4, and at least three quarters of all days with an
 * absence (two school days in five lie beside a weekend). The value is such days over all absent days.
 */
export function besideBreaks({ absentDays }: AttendanceTally): Reason | undefined {
  let beside = 0;
  for (const absent of absentDays) if (isBesideBreak(absent)) beside += 1;
  if (beside < FROM_DAYS || beside * 4 < absentDays.length * 3) return undefined;
  return {
    code: 'besideBreaks',
    value: `${beside}/${absentDays.length}`,
    dates: absentDays.filter(isBesideBreak).map(({ day }) => formatDay(day)),
  };
}
