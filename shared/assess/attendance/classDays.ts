import type { ClassDays } from '../../domain/attendance/context.ts';
import type { Day } from '../../domain/calendar/day.ts';
import type { SchoolYear } from '../../domain/calendar/schoolYear.ts';
import { groupRows, integerAt, stringAt } from '../../lake/rows.ts';
import { type IntColumn, NULL_INT, type Table } from '../../lake/table.ts';

/** Rows of a table by class and day: a district has a class for every few students and a row for each of its days. */
class RowsByClass {
  readonly #codes: ReadonlyMap<string, number>;
  readonly #offsets: Int32Array;
  readonly #rows: Int32Array;
  readonly #days: IntColumn;

  constructor(table: Table) {
    const classes = table.strings('classSourcedId');
    const { offsets, rows } = groupRows(classes, table.rowCount);
    this.#codes = new Map(classes.values.map((id, code) => [id, code]));
    this.#offsets = offsets;
    this.#rows = rows;
    this.#days = table.ints('date');
    for (let code = 0; code < classes.values.length; code++) this.#sort(this.#ofCode(code));
  }

  /** The rows of a class, ascending by day. */
  of(classSourcedId: string): Int32Array {
    const code = this.#codes.get(classSourcedId);
    return code === undefined ? NONE : this.#ofCode(code);
  }

  /** Those of one day. */
  on(classSourcedId: string, day: Day): Int32Array {
    const rows = this.of(classSourcedId);
    return rows.subarray(this.#indexFrom(rows, day), this.#indexFrom(rows, day + 1));
  }

  #ofCode(code: number): Int32Array {
    return this.#rows.subarray(this.#offsets[code], this.#offsets[code + 1]);
  }

  #dayOf(row: number | undefined): Day {
    return this.#days.values[row ?? -1] ?? NULL_INT;
  }

  #indexFrom(rows: Int32Array, day: Day): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#dayOf(rows[middle]) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Files usually come by day; sorting what is sorted would take longer than looking. */
  #sort(rows: Int32Array): void {
    for (let index = 1; index < rows.length; index++) {
      if (this.#dayOf(rows[index - 1]) <= this.#dayOf(rows[index])) continue;
      rows.sort((a, b) => this.#dayOf(a) - this.#dayOf(b) || a - b);
      return;
    }
  }
}

const NONE = new Int32Array(0);

/** A list made once for each class. */
function perClass<T>(make: (classSourcedId: string) => T): (classSourcedId: string) => T {
  const made = new Map<string, T>();
  return (id) => {
    let found = made.get(id);
    if (found === undefined) {
      found = make(id);
      made.set(id, found);
    }
    return found;
  };
}

/**
 * What classMeetings.csv and attendanceTaken.csv say of single classes; undefined where neither says anything. A class that
 * attendanceTaken.csv names in the school year is held to it from its first day there on: a day on which it met, by
 * classMeetings.csv, without a complete row is one on which its attendance was not taken. Where the meetings are not
 * known, a row that says so itself is needed: a class need not meet every day.
 */
export function classDaysOf(
  { classMeetings, attendanceTaken }: { readonly classMeetings: Table; readonly attendanceTaken: Table },
  year: Pick<SchoolYear, 'first' | 'last'>,
): ClassDays | undefined {
  const ofClasses = attendanceTaken.strings('classSourcedId').codes.some((code) => code !== NULL_INT);
  if (classMeetings.rowCount === 0 && !ofClasses) return undefined;
  const meetings = new RowsByClass(classMeetings);
  const met = classMeetings.ints('date');
  const periods = classMeetings.strings('period');
  const marks = new RowsByClass(attendanceTaken);
  const marked = attendanceTaken.ints('date');
  const complete = attendanceTaken.ints('complete');
  const within = (day: Day | undefined): day is Day => day !== undefined && day >= year.first && day <= year.last;

  const takenDays = perClass((id) => {
    const days = new Map<Day, boolean>();
    for (const row of marks.of(id)) {
      const day = integerAt(marked, row);
      if (within(day)) days.set(day, (days.get(day) ?? true) && integerAt(complete, row) !== 0);
    }
    const [first] = days.keys();
    if (first === undefined) return days;
    for (const row of meetings.of(id)) {
      const day = integerAt(met, row);
      if (within(day) && day >= first && !days.has(day)) days.set(day, false);
    }
    return days;
  });
  const untaken = perClass((id) =>
    [...takenDays(id)].flatMap(([day, taken]) => (taken ? [] : [day])).sort((a, b) => a - b),
  );
  return {
    periodsMet: (id, day) => {
      if (meetings.of(id).length === 0) return undefined;
      return Array.from(meetings.on(id, day), (row) => stringAt(periods, row) ?? '');
    },
    taken: (id, day) => takenDays(id).get(day),
    daysNotTaken: untaken,
  };
}
