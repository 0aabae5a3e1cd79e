import type { Day } from '../domain/calendar/day.ts';
import type { SchoolYear } from '../domain/calendar/schoolYear.ts';
import type { SchoolId } from '../domain/identity.ts';
import { NULL_INT, type Table } from '../lake/table.ts';

/** What a day's rows of attendanceTaken.csv say of a school, as bits. */
const SCHOOL_COMPLETE = 1;
const SCHOOL_INCOMPLETE = 2;
const A_CLASS_COMPLETE = 4;
/** Says nothing of the school, but that it speaks of the day. */
const A_CLASS_INCOMPLETE = 8;

/** The days of a school year for which a school says that it took attendance. */
export class TakenDays {
  readonly #first: Day;
  readonly #bits: Uint8Array;

  constructor(first: Day, bits: Uint8Array) {
    this.#first = first;
    this.#bits = bits;
  }

  /** The first day the school says anything of: before, it is not held to it. */
  get first(): Day {
    return this.#first + this.#bits.findIndex((bits) => bits > 0);
  }

  /** The school's own row decides; without one, that any of its classes finished. */
  isTaken(day: Day): boolean {
    const bits = this.#bits[day - this.#first] ?? 0;
    if (bits & SCHOOL_COMPLETE) return true;
    return (bits & SCHOOL_INCOMPLETE) === 0 && (bits & A_CLASS_COMPLETE) !== 0;
  }

  /** The last day up to `upTo` for which attendance was taken. */
  lastTaken(upTo: Day): Day | undefined {
    for (let day = Math.min(upTo, this.#first + this.#bits.length - 1); day >= this.#first; day--) {
      if (this.isTaken(day)) return day;
    }
    return undefined;
  }
}

/** By school, for those that attendanceTaken.csv names in a school year. */
export function takenDaysOf(
  attendanceTaken: Table,
  { first, last }: Pick<SchoolYear, 'first' | 'last'>,
): ReadonlyMap<SchoolId, TakenDays> {
  const schools = attendanceTaken.strings('schoolSourcedId');
  const classes = attendanceTaken.strings('classSourcedId').codes;
  const dates = attendanceTaken.ints('date').values;
  const completes = attendanceTaken.ints('complete').values;
  const bySchool: (Uint8Array | undefined)[] = [];
  for (let row = 0; row < attendanceTaken.rowCount; row++) {
    const school = schools.codes[row] ?? NULL_INT;
    const day = dates[row] ?? NULL_INT;
    if (school === NULL_INT || day < first || day > last) continue;
    const bits = bySchool[school] ?? new Uint8Array(last - first + 1);
    bySchool[school] = bits;
    bits[day - first] = (bits[day - first] ?? 0) | meaningOf(classes[row] !== NULL_INT, completes[row] !== 0);
  }
  const found = new Map<SchoolId, TakenDays>();
  for (const [code, bits] of bySchool.entries()) {
    if (bits?.some((each) => each > 0)) found.set(schools.values[code] ?? '', new TakenDays(first, bits));
  }
  return found;
}

function meaningOf(isOfClass: boolean, isComplete: boolean): number {
  if (isOfClass) return isComplete ? A_CLASS_COMPLETE : A_CLASS_INCOMPLETE;
  return isComplete ? SCHOOL_COMPLETE : SCHOOL_INCOMPLETE;
}
