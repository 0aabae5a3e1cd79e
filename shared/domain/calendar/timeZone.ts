import { type Day, parseDay } from './day.ts';

/** What a clock on the district's wall shows at an instant. */
export interface LocalTime {
  readonly day: Day;
  /** Minutes since local midnight, 0–1439. */
  readonly minutes: number;
}

/** The local date and time of an instant in an IANA time zone. */
export function localTimeOf(instant: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const day = parseDay(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
  if (day === undefined) throw new RangeError(`${instant.toISOString()} has no date in ${timeZone}`);
  return { day, minutes: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** Minutes since midnight of a wall-clock time `HH:MM`. */
export function minutesOf(wallClock: string): number {
  const [hours = '', minutes = ''] = wallClock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/**
 * The last day whose school day is over at an instant: today once the wall clock has reached `dayClosesAt`,
 * yesterday before. A day enters numerators and denominators only when it is closed.
 */
export function lastClosedDay(instant: Date, timeZone: string, dayClosesAt: string): Day {
  const local = localTimeOf(instant, timeZone);
  return local.minutes >= minutesOf(dayClosesAt) ? local.day : local.day - 1;
}
