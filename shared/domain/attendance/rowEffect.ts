import { type Fraction, ONE } from '../fraction.ts';
import { type DayTotal, isAboveZero, NO_DAYS, ONE_DAY, partsOf, totalOf } from './dayTotal.ts';
import type { AttendanceEvent, SchoolCalendar } from './record.ts';

/**
 * What one row says about its day. `unmeasured` is a `Partial` or `Early departure` that says neither share nor usable
 * minutes: such rows are rejected when the file is read, and never count as nothing missed in silence.
 */
export type RowEffect = 'present' | 'tardy' | 'missed' | 'unmeasured';

export function isAtLeastHalf({ numerator, denominator, exact }: DayTotal): boolean {
  return exact === undefined ? numerator * 2 >= denominator : exact.numerator * 2n >= exact.denominator;
}

/** All of the day; shares are in lowest terms, so that there is one way to write it. */
export const isWholeDay = ({ numerator, denominator, exact }: DayTotal): boolean =>
  exact === undefined && numerator === denominator;

/** Keeps a share between 0 and 1; none and all of a day are the constants, which add up fast. */
export function toPortion(share: DayTotal): DayTotal {
  if (!isAboveZero(share)) return NO_DAYS;
  const { numerator, denominator } = share.exact ?? share;
  return numerator >= denominator ? ONE_DAY : share;
}

/** The portions that sources write, a few dozen at most; the reader hands the same object out for the same share. */
const portions = new WeakMap<Fraction, DayTotal>();

function portionAsGiven(given: Fraction): DayTotal {
  if (given === ONE) return ONE_DAY;
  let portion = portions.get(given);
  if (portion === undefined) {
    portion = toPortion(totalOf(given));
    portions.set(given, portion);
  }
  return portion;
}

/**
 * The share of the day a row states: as given, else minutes missed over the day's instructional minutes.
 * Undefined when it states neither, or minutes of a day whose length is unknown.
 */
export function statedShare(event: AttendanceEvent, { instructionalMinutes }: SchoolCalendar): DayTotal | undefined {
  if (event.portionOfDay !== undefined) return portionAsGiven(event.portionOfDay);
  if (event.minutesMissed === undefined) return undefined;
  const minutes = instructionalMinutes.get(event.day);
  return minutes === undefined || minutes <= 0 ? undefined : toPortion(partsOf(event.minutesMissed, minutes));
}

/** How a row counts, given the share it states. Out-of-school suspension is absence under any category. */
export function effectOf(event: AttendanceEvent, stated: DayTotal | undefined): RowEffect {
  switch (event.absenceClass) {
    // The student was taught, elsewhere.
    case 'inSchoolSuspension':
    case 'schoolActivity':
    case 'homebound':
      return 'present';
    case 'outOfSchoolSuspension':
      return 'missed';
  }
  switch (event.category) {
    case 'Present':
    case 'In Attendance':
      return 'present';
    case 'Excused Absence':
    case 'Unexcused Absence':
      return 'missed';
    case 'Tardy':
      return stated !== undefined && isAtLeastHalf(stated) ? 'missed' : 'tardy';
    case 'Early departure':
    case 'Partial':
      return stated === undefined ? 'unmeasured' : 'missed';
  }
}
