import { type CalendarEvent, isInstructionalDay } from '../domain/calendar/calendarEvent.ts';
import { type Day, weekdayOf } from '../domain/calendar/day.ts';
import { integerAt, stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';

const SATURDAY = 6;

interface SchoolDay {
  /** Events by calendar of the school; the empty name where it has one only. */
  readonly events: Map<string, CalendarEvent[]>;
  minutes?: number;
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
    for (let row = 0; row < table.rowCount; row++) {
      const day = this.#dayOf(stringAt(schools, row) ?? '', integerAt(dates, row) ?? 0);
      const calendar = stringAt(calendars, row) ?? '';
      const event = stringAt(events, row) as CalendarEvent | undefined;
      if (event) day.events.set(calendar, [...(day.events.get(calendar) ?? []), event]);
      const given = integerAt(minutes, row);
      if (given !== undefined) day.minutes ??= given;
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

  #dayOf(school: string, date: Day): SchoolDay {
    let days = this.#days.get(school);
    if (!days) {
      days = new Map();
      this.#days.set(school, days);
    }
    let day = days.get(date);
    if (!day) {
      day = { events: new Map() };
      days.set(date, day);
    }
    return day;
  }
}
