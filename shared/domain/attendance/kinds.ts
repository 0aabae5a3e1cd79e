import { larger, ZERO } from '../fraction.ts';
import { missedByDailyRows, missedByPeriods } from './dayMissed.ts';
import { type DayTotal, NO_DAYS, plusPortion } from './dayTotal.ts';
import type { AttendanceEvent } from './record.ts';
import type { AbsentDay, AttendanceTally } from './tally.ts';

/** Kinds of absence, told apart beside the total; medical and suspended days are excused or unexcused as well. */
export const ABSENCE_KINDS = ['excused', 'unexcused', 'medical', 'outOfSchoolSuspension'] as const;
export type AbsenceKind = (typeof ABSENCE_KINDS)[number];

const isOfKind: Readonly<Record<AbsenceKind, (row: AttendanceEvent) => boolean>> = {
  excused: (row) => row.category === 'Excused Absence',
  unexcused: (row) => row.category === 'Unexcused Absence',
  medical: (row) => row.absenceClass === 'medical',
  outOfSchoolSuspension: (row) => row.absenceClass === 'outOfSchoolSuspension',
};

/**
 * Days missed by kind: per kind what its own rows missed of each day, at most 1 a day. Kinds may overlap, and a day that
 * two kinds share is in both, so they need not add up to the days missed. Shares as they are, whatever the partial-day
 * rule. Kinds without any are left out.
 */
export function absencesByKind({ absentDays }: AttendanceTally): ReadonlyMap<AbsenceKind, DayTotal> {
  const totals = new Map<AbsenceKind, DayTotal>();
  for (const absent of absentDays) {
    for (const kind of ABSENCE_KINDS) {
      const rows = absent.rows.filter(isOfKind[kind]);
      if (rows.length === 0) continue;
      const share = rows.length === absent.rows.length ? absent.share : shareOf(rows, absent);
      if (share !== ZERO) totals.set(kind, plusPortion(totals.get(kind) ?? NO_DAYS, share));
    }
  }
  return totals;
}

function shareOf(rows: readonly AttendanceEvent[], { day, span, periodsMet }: AbsentDay) {
  const minutes = span.calendar.instructionalMinutes.get(day);
  return larger(missedByDailyRows(rows, minutes), missedByPeriods(rows, minutes, periodsMet));
}
