import type { Day } from '../../domain/calendar/day.ts';

/** What is the latest of a class, and of a session where those are apart. */
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
export function keepLatest(kept: Latest[], { place, session, row, day, weight }: Latest): void {
  for (let index = 0; index < kept.length; index++) {
    const known = kept[index];
    if (known?.place !== place || known.session !== session) continue;
    if (day > known.day || (day === known.day && weight > known.weight))
      kept[index] = { place, session, row, day, weight };
    return;
  }
  kept.push({ place, session, row, day, weight });
}
