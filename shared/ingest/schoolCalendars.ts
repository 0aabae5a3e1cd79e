import { type CalendarEvent, isInstructionalDay } from '../domain/calendar/calendarEvent.ts';
import { type Day, weekdayOf } from '../domain/calendar/day.ts';
import { integerAt, stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';

const SATURDAY = 6;

interface SchoolDay {
  /** Events by calendar of the school; the empty name where it has one only. */
  readonly events: ReadonlyMap<string, readonly CalendarEvent[]>;
  readonly minutes?: number;
}

const UNTOLD: SchoolDay = { events: new Map() };

/** Days that are alike are one object: a large district has hundreds of thousands of them, of a handful of kinds. */
class KindsOfDay {
  readonly #kinds = new Map<SchoolDay, Map<string, SchoolDay>>();

  /** A day with what one more row says of it. */
  with(day: SchoolDay, calendar: string, event: CalendarEvent | undefined, minutes: number | undefined): SchoolDay {
    const kinds = this.#kinds.get(day) ?? new Map<string, SchoolDay>();
    this.#kinds.set(day, kinds);
    const key = `${event}\n${minutes}\n${calendar}`;
    let next = kinds.get(key);
    if (!next) {
      const given = day.minutes ?? minutes;
      const events = new Map(day.events);
      if (event) events.set(calendar, [...(events.get(calendar) ?? []), event]);
      next = { events, ...(given !== undefined && { minutes: given }) };
      kinds.set(key, next);
    }
    return next;
  }
}

/** The days of every school's calendar, from the table of calendarDates.csv. */
export class SchoolCalendars {
  readonly #days = new Map<string, Map<Day, SchoolDay>>();

  constructor(table: Table) {
    const schools = table.strings('schoolSourcedId');
    const dates = table.ints('date');
    const events = table.strings('calendarEvent');
    const calendars = table.strings('calendarCode');
    const minutes = table.ints('instructionalMinutes');
    const kinds = new KindsOfDay();
    for (let row = 0; row < table.rowCount; row++) {
      const days = this.#daysOf(stringAt(schools, row) ?? '');
      const date = integerAt(dates, row) ?? 0;
      const event = stringAt(events, row) as CalendarEvent | undefined;
      const calendar = stringAt(calendars, row) ?? '';
      days.set(date, kinds.with(days.get(date) ?? UNTOLD, calendar, event, integerAt(minutes, row)));
    }
  }

  /** Whether the school has sent a calendar. */
  has(school: string): boolean {
    return this.#days.has(school);
  }

  /** Minutes of instruction on a day, where the calendar gives them. */
  minutesOf(school: string, day: Day): number | undefined {
    return this.#days.get(school)?.get(day)?.minutes;
  }

  /** Whether one of the school's calendars has instruction on a day. */
  isInstructional(school: string, day: Day): boolean {
    const events = this.#days.get(school)?.get(day)?.events;
    return events !== undefined && [...events.values()].some((each) => isInstructionalDay(each));
  }

  /** Whether a day is known to be none of instruction: by the calendar, or a weekend where there is no calendar. */
  isFree(school: string, day: Day): boolean {
    return this.has(school) ? !this.isInstructional(school, day) : weekdayOf(day) >= SATURDAY;
  }

  /** The last instructional day up to a day, included. */
  lastInstructionalDay(school: string, upTo: Day): Day | undefined {
    let last: Day | undefined;
    for (const day of this.#days.get(school)?.keys() ?? []) {
      if (day <= upTo && day > (last ?? Number.NEGATIVE_INFINITY) && this.isInstructional(school, day)) last = day;
    }
    return last;
  }

  #daysOf(school: string): Map<Day, SchoolDay> {
    const days = this.#days.get(school) ?? new Map<Day, SchoolDay>();
    this.#days.set(school, days);
    return days;
  }
}
