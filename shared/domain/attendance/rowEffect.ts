import { compare, type Fraction, fraction, ONE, reduce, ZERO } from '../fraction.ts';
import type { AbsenceClass, AttendanceEvent } from './record.ts';

/**
 * What one row says about its day. `unmeasured` is a `Partial` or `Early departure` that says neither share nor usable
 * minutes: such rows are rejected when the file is read, and never count as nothing missed in silence.
 */
export type RowEffect = 'present' | 'tardy' | 'missed' | 'unmeasured';

const HALF = fraction(1, 2);

export const isAtLeastHalf = (share: Fraction): boolean => share === ONE || compare(share, HALF) >= 0;

/** Classes of absence that are presence: the student was taught, elsewhere. */
const PRESENCE: ReadonlySet<AbsenceClass> = new Set(['inSchoolSuspension', 'schoolActivity', 'homebound']);

/** Keeps a share between 0 and 1; all of a day is the one constant `ONE`, which adds up fast. */
export function toPortion(share: Fraction): Fraction {
  if (share.numerator <= 0n) return ZERO;
  return share.numerator >= share.denominator ? ONE : reduce(share);
}

/**
 * The share of the day a row states: as given, else minutes missed over the day's instructional minutes.
 * Undefined when it states neither, or minutes of a day whose length is unknown.
 */
export function statedShare(event: AttendanceEvent, instructionalMinutes: number | undefined): Fraction | undefined {
  if (event.portionOfDay !== undefined) return toPortion(event.portionOfDay);
  if (event.minutesMissed === undefined || instructionalMinutes === undefined || instructionalMinutes <= 0) {
    return undefined;
  }
  return toPortion(fraction(event.minutesMissed, instructionalMinutes));
}

/** How a row counts, given the share it states. Out-of-school suspension is absence under any category. */
export function effectOf(event: AttendanceEvent, stated: Fraction | undefined): RowEffect {
  if (event.absenceClass !== undefined) {
    if (PRESENCE.has(event.absenceClass)) return 'present';
    if (event.absenceClass === 'outOfSchoolSuspension') return 'missed';
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
