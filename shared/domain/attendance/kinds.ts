import { type Fraction, larger, ONE, ZERO } from '../fraction.ts';
import { missedByDailyRows, missedByPeriods } from './dayMissed.ts';
import { type DayTotal, plusPortion, wholeDays } from './dayTotal.ts';
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

const isOfKind: Readonly<Record<AbsenceKind, (row: AttendanceEvent) => boolean>> = {
  excused: (row) => row.category === 'Excused Absence',
  unexcused: (row) => row.category === 'Unexcused Absence',
  medical: (row) => row.absenceClass === 'medical',
  outOfSchoolSuspension: (row) => row.absenceClass === 'outOfSchoolSuspension',
};

/**
 * Days missed by kind: per kind what its own rows missed of each day, at most 1 a day. Kinds may overlap, and a day that
 * two kinds share is in both, so they need not add up to the days missed. Shares as they are, whatever the partial-day
 * rule.
 */
export function absencesByKind({ absentDays }: AttendanceTally): AbsencesByKind {
  const whole = { excused: 0, unexcused: 0, medical: 0, outOfSchoolSuspension: 0 };
  const others: AbsentDay[] = [];
  for (const absent of absentDays) {
    const [row] = absent.rows;
    if (row === undefined || absent.rows.length > 1 || absent.share !== ONE) others.push(absent);
    else {
      if (isOfKind.excused(row)) whole.excused += 1;
      else if (isOfKind.unexcused(row)) whole.unexcused += 1;
      if (row.absenceClass === undefined) continue;
      if (isOfKind.medical(row)) whole.medical += 1;
      else if (isOfKind.outOfSchoolSuspension(row)) whole.outOfSchoolSuspension += 1;
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
  for (const absent of others) total = plusPortion(total, shareOfKind(absent, kind));
  return total;
}

/** What the rows of one kind missed of a day. */
function shareOfKind({ day, span, rows, share, periods }: AbsentDay, kind: AbsenceKind): Fraction {
  const own = rows.filter(isOfKind[kind]);
  if (own.length === rows.length) return share;
  if (own.length === 0) return ZERO;
  const minutes = span.calendar.instructionalMinutes.get(day);
  return larger(missedByDailyRows(own, minutes), missedByPeriods(own, minutes, periods));
}
