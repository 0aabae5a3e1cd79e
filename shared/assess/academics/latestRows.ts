import type { Day } from '../../domain/calendar/day.ts';

/** The row that is the latest of a class, and of a session where those are apart. */
export interface Latest {
  /** Of the class. */
  readonly place: number;
  readonly session: number;
  readonly row: number;
  readonly day: Day;
  /** Of several from one day the one that says worse counts. */
  readonly weight: number;
}

/** A student has few classes: a list is looked through faster than a map is made. */
export function keepLatest(kept: Latest[], latest: Latest): void {
  for (let index = 0; index < kept.length; index++) {
    const known = kept[index];
    if (known?.place !== latest.place || known.session !== latest.session) continue;
    if (latest.day > known.day || (latest.day === known.day && latest.weight > known.weight)) kept[index] = latest;
    return;
  }
  kept.push(latest);
}
