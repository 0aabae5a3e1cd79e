import type { Day } from './day.ts';

/** Ascending days with the place of every calendar day among them, for lookups that come by the million. */
export class DayIndex {
  readonly days: readonly Day[];
  readonly #first: Day;
  /** For each calendar day from `#first` to the last of `days`. */
  readonly #places: Int32Array;

  private constructor(days: readonly Day[]) {
    const first = days[0] ?? 0;
    const span = days.length === 0 ? 0 : (days.at(-1) ?? first) - first + 1;
    this.days = days;
    this.#first = first;
    this.#places = new Int32Array(span);
    for (let place = 0, offset = 0; offset < span; offset++) {
      this.#places[offset] = place;
      if (days[place] === first + offset) place += 1;
    }
  }

  static readonly #made = new WeakMap<readonly Day[], DayIndex>();

  /** The index of a list that is never changed, made once. */
  static of(days: readonly Day[]): DayIndex {
    let index = DayIndex.#made.get(days);
    if (index === undefined) {
      index = new DayIndex(days);
      DayIndex.#made.set(days, index);
    }
    return index;
  }

  /** As `indexFrom`: the place of the first day on or after `day`; `days.length` when none is. */
  from(day: Day): number {
    const offset = day - this.#first;
    if (offset <= 0) return 0;
    return this.#places[offset] ?? this.days.length;
  }
}
