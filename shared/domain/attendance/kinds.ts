import { missedByDailyRows, missedByPeriods } from './dayMissed.ts';
import { type DayTotal, larger, NO_DAYS, ONE_DAY, plus, wholeDays } from './dayTotal.ts';
import type { AttendanceEvent } from './record.ts';
import type { AbsentDay, AttendanceTally } from './tally.ts';

/** Days missed by kind; medical and suspended days are excused or unexcused as well. */
export interface AbsencesByKind {
  readonly excused: DayTotal;
  readonly unexcused: DayTotal;
  readonly medical: DayTotal;
  readonly outOfSchoolSuspension: DayTotal;
}

export type AbsenceKind = keyof AbsencesByKind;

function isOfKind({ category, absenceClass }: AttendanceEvent, kind: AbsenceKind): boolean {
  switch (kind) {
    case 'excused':
      return category === 'Excused Absence';
    case 'unexcused':
      return category === 'Unexcused Absence';
    case 'medical':
      return absenceClass === 'medical';
    case 'outOfSchoolSuspension':
      return absenceClass === 'outOfSchoolSuspension';
  }
}

/**
 * Days missed by kind: per kind what its own rows missed of each day, at most 1 a day. Kinds may overlap, and a day that
 * two kinds share is in both, so they need not add up to the days missed. Shares as they are, whatever the partial-day
 * rule.
 */
export function absencesByKind({ absentDays }: AttendanceTally): AbsencesByKind {
  const whole = { excused: 0, unexcused: 0, medical: 0, outOfSchoolSuspension: 0 };
  const others: AbsentDay[] = [];
  for (const absent of absentDays) {
    const row = absent.rows[0];
    if (row === undefined || absent.rows.length > 1 || absent.share !== ONE_DAY) others.push(absent);
    else {
      if (isOfKind(row, 'excused')) whole.excused += 1;
      else if (isOfKind(row, 'unexcused')) whole.unexcused += 1;
      if (row.absenceClass === undefined) continue;
      if (isOfKind(row, 'medical')) whole.medical += 1;
      else if (isOfKind(row, 'outOfSchoolSuspension')) whole.outOfSchoolSuspension += 1;
    }
  }
  return {
    excused: plusOthers(whole.excused, others, 'excused'),
    unexcused: plusOthers(whole.unexcused, others, 'unexcused'),
    medical: plusOthers(whole.medical, others, 'medical'),
    outOfSchoolSuspension: plusOthers(whole.outOfSchoolSuspension, others, 'outOfSchoolSuspension'),
  };
}

/** Whole days of one row each, and what a kind missed of the days that are not so simple. */
function plusOthers(whole: number, others: readonly AbsentDay[], kind: AbsenceKind): DayTotal {
  let total = wholeDays(whole);
  for (const absent of others) {
    const share = shareOfKind(absent, kind);
    if (share !== NO_DAYS) total = plus(total, share);
  }
  return total;
}

/** What the rows of one kind missed of a day. */
function shareOfKind({ span, rows, share, periods }: AbsentDay, kind: AbsenceKind): DayTotal {
  const first = rows[0];
  if (rows.length === 1 && first !== undefined) return isOfKind(first, kind) ? share : NO_DAYS;
  const own = rows.filter((row) => isOfKind(row, kind));
  if (own.length === rows.length) return share;
  if (own.length === 0) return NO_DAYS;
  return larger(missedByDailyRows(own, span.calendar), missedByPeriods(own, span.calendar, periods));
}
