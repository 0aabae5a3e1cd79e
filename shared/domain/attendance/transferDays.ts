import type { Day } from '../calendar/day.ts';
import { smaller } from '../fraction.ts';
import type { AttendanceContext } from './context.ts';
import { type DayTotal, NO_DAYS, plus, totalOf } from './dayTotal.ts';
import { byPreference, isEnrollment, lastEnrolledDay } from './enrolledSpans.ts';
import type { SchoolEnrollment } from './record.ts';

/** Days at another district, brought along by an enrolment; undated, so they belong to its entry. */
export interface TransferDays {
  readonly entry: Day;
  readonly enrolled: DayTotal;
  /** Never more than enrolled. */
  readonly absent: DayTotal;
}

/** No transfer days, for enrolments and sums without any. */
const NO_TRANSFER: Omit<TransferDays, 'entry'> = { enrolled: NO_DAYS, absent: NO_DAYS };

/**
 * The transfer days of a student, ascending by entry. Two enrolments that overlap on their entry speak of the same days:
 * the preferred one's count. They are always shown, counted for tiers where the district says so, never in federal
 * figures.
 */
export function transferDays(
  enrollments: readonly SchoolEnrollment[],
  { asOf, schoolYear, settings }: AttendanceContext,
): readonly TransferDays[] {
  if (!anyStates(enrollments)) return NONE;
  const last = Math.min(asOf, schoolYear.last);
  const stating = enrollments.filter(
    (each) =>
      each.transferDaysEnrolled !== undefined &&
      each.transferDaysEnrolled.numerator > 0n &&
      isEnrollment(each) &&
      each.entry <= last &&
      lastEnrolledDay(each, settings.exitDayCounts) >= Math.max(each.entry, schoolYear.first),
  );
  if (stating.length === 0) return [];
  stating.sort(byPreference);
  const taken: SchoolEnrollment[] = [];
  for (const each of stating) {
    const overlaps = (other: SchoolEnrollment) =>
      other.entry <= each.entry && each.entry <= lastEnrolledDay(other, settings.exitDayCounts);
    if (!taken.some(overlaps)) taken.push(each);
  }
  return taken.map(toTransferDays).sort((a, b) => a.entry - b.entry);
}

const NONE: readonly TransferDays[] = [];

function anyStates(enrollments: readonly SchoolEnrollment[]): boolean {
  for (const each of enrollments) if (each.transferDaysEnrolled !== undefined) return true;
  return false;
}

function toTransferDays({ entry, transferDaysEnrolled, transferDaysAbsent }: SchoolEnrollment): TransferDays {
  const enrolled = transferDaysEnrolled === undefined ? NO_DAYS : totalOf(transferDaysEnrolled);
  if (transferDaysEnrolled === undefined || transferDaysAbsent === undefined)
    return { entry, enrolled, absent: NO_DAYS };
  const absent = smaller(transferDaysAbsent, transferDaysEnrolled);
  return {
    entry,
    enrolled,
    absent: absent.numerator > 0n ? totalOf(absent) : NO_DAYS,
  };
}

/** The transfer days known on a day: those of enrolments entered by then. */
export function transferDaysBy(all: readonly TransferDays[], day: Day): Omit<TransferDays, 'entry'> {
  let sum = NO_TRANSFER;
  for (const { entry, enrolled, absent } of all) {
    if (entry <= day) sum = { enrolled: plus(sum.enrolled, enrolled), absent: plus(sum.absent, absent) };
  }
  return sum;
}
