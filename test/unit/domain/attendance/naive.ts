import type { AttendanceContext } from '../../../../shared/domain/attendance/context.ts';
import type {
  AttendanceEvent,
  AttendanceRecord,
  SchoolEnrollment,
} from '../../../../shared/domain/attendance/record.ts';
import type { Day } from '../../../../shared/domain/calendar/day.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';

/**
 * The attendance rules once more, written from their sentences alone: one calendar day after the other, with sets, in
 * units of which every portion the generators make is a whole number. Slow, and shares no code with the domain.
 */
export const UNITS_PER_DAY = 5_460_000;

export interface NaiveResult {
  readonly tier: AssessedTier;
  readonly enrolled: number;
  /** In units. */
  readonly missed: number;
  readonly federal: Readonly<Record<string, { enrolled: number; absent: number }>>;
  readonly tardies: number;
}

const units = (numerator: number | bigint, denominator: number | bigint): number => {
  const value = (BigInt(numerator) * BigInt(UNITS_PER_DAY)) / BigInt(denominator);
  if ((BigInt(numerator) * BigInt(UNITS_PER_DAY)) % BigInt(denominator) !== 0n) throw new Error('no whole unit');
  return Number(value);
};

function schoolOn(day: Day, enrollments: readonly SchoolEnrollment[], exitDayCounts: boolean): string | undefined {
  const open = enrollments
    .filter((each) => each.exitType !== 'No show' && each.exitType !== 'Invalid enrollment')
    .filter((each) => each.entry <= day)
    .filter((each) => each.exit === undefined || day < each.exit || (exitDayCounts && day === each.exit));
  const primary = open.filter((each) => each.primary === true);
  const from = primary.length > 0 ? primary : open;
  const latest = Math.max(...from.map((each) => each.entry));
  return from
    .filter((each) => each.entry === latest)
    .map((each) => each.school)
    .sort()[0];
}

function statedUnits(event: AttendanceEvent, minutes: number | undefined): number | undefined {
  if (event.portionOfDay) {
    return Math.min(UNITS_PER_DAY, units(event.portionOfDay.numerator, event.portionOfDay.denominator));
  }
  if (event.minutesMissed === undefined || !minutes) return undefined;
  return Math.min(UNITS_PER_DAY, units(event.minutesMissed, minutes));
}

const PRESENCE = ['inSchoolSuspension', 'schoolActivity', 'homebound'];

const isTardy = (event: AttendanceEvent, minutes: number | undefined): boolean =>
  event.category === 'Tardy' &&
  ![...PRESENCE, 'outOfSchoolSuspension'].includes(event.absenceClass ?? '') &&
  rowUnits(event, minutes) === 0;

/** Units missed by a row; undefined where it is an absence that states no share. */
function rowUnits(event: AttendanceEvent, minutes: number | undefined): number | undefined {
  const stated = statedUnits(event, minutes);
  if (PRESENCE.includes(event.absenceClass ?? '')) return 0;
  if (event.absenceClass === 'outOfSchoolSuspension' || event.category.endsWith('Absence')) return stated;
  if (event.category === 'Tardy') return stated !== undefined && stated * 2 >= UNITS_PER_DAY ? stated : 0;
  if (event.category === 'Partial' || event.category === 'Early departure') return stated ?? 0;
  return 0;
}

/** The student's classes at a school on a day. */
const classesOf = (record: AttendanceRecord, school: string, day: Day): string[] =>
  (record.classes ?? [])
    .filter((each) => each.school === school && (each.begin ?? day) <= day && day <= (each.end ?? day))
    .map((each) => each.classSourcedId);

/** Sentence by sentence: the periods of the day, one cell each, and what its rows say of each. */
function periodUnits(
  events: readonly AttendanceEvent[],
  minutes: number | undefined,
  classes: readonly string[],
  context: AttendanceContext,
  day: Day,
): number {
  const meets = (id: string) => context.classDays?.periodsMet(id, day) ?? [];
  const left = (id: string) => context.classDays?.taken(id, day) === false;
  const taken = classes.filter((id) => !left(id)).flatMap(meets);
  const leftOut = classes
    .filter(left)
    .flatMap(meets)
    .filter((period) => !taken.includes(period));
  const said = events
    .filter((each) => each.classSourcedId === undefined || !left(each.classSourcedId))
    .map((each) => {
      const own = each.classSourcedId === undefined ? [] : meets(each.classSourcedId);
      const all = each.period !== undefined ? [each.period] : own.length > 0 ? own : [each.classSourcedId ?? ''];
      return { each, periods: all.filter((period) => !leftOut.includes(period)) };
    });
  const spoken = said.flatMap(({ periods }) => periods);
  const halves = spoken.every((period) => period === 'AM' || period === 'PM');
  const met = halves ? ['AM', 'PM'] : [...new Set([...taken, ...spoken])];
  let sum = 0;
  for (const period of met) {
    const cells = said.flatMap(({ each, periods }) => {
      if (!periods.includes(period)) return [];
      const stated = rowUnits(each, minutes);
      return stated === undefined ? units(1, met.length) : stated / periods.length;
    });
    sum += Math.max(0, ...cells);
  }
  return Math.min(UNITS_PER_DAY, sum);
}

function dailyUnits(events: readonly AttendanceEvent[], minutes: number | undefined): number {
  const sum = events.reduce((total, each) => total + (rowUnits(each, minutes) ?? UNITS_PER_DAY), 0);
  return Math.min(UNITS_PER_DAY, sum);
}

/** Whether a day's attendance is known for the student: the school took it, and some class did where one did not. */
function isTaken(record: AttendanceRecord, context: AttendanceContext, school: string, day: Day): boolean {
  const { instructionalDays = [], takenDays = instructionalDays } = context.calendars.get(school) ?? {};
  if (!takenDays.includes(day)) return false;
  const said = classesOf(record, school, day).map((id) => context.classDays?.taken(id, day));
  return !said.includes(false) || said.includes(true);
}

/** Tier by the day's own value, without holding any. */
function computedTier(missed: number, enrolled: number): AssessedTier {
  const days = missed / UNITS_PER_DAY;
  if (enrolled < 10) return 'notAssessed';
  if (enrolled < 20) return days >= 4 ? 2 : 1;
  if (missed * 5 >= enrolled * UNITS_PER_DAY) return 3;
  return missed * 10 >= enrolled * UNITS_PER_DAY ? 2 : 1;
}

/** @param only the one school whose days are looked at */
export function naiveAttendance(record: AttendanceRecord, context: AttendanceContext, only?: string): NaiveResult {
  const federal: Record<string, { enrolled: number; absent: number }> = {};
  const history: AssessedTier[] = [];
  let enrolled = 0;
  let missed = 0;
  let tardies = 0;
  for (let day = context.schoolYear.first; day <= Math.min(context.asOf, context.schoolYear.last); day++) {
    const school = schoolOn(day, record.enrollments, context.settings.exitDayCounts);
    const calendar = school === undefined ? undefined : context.calendars.get(school);
    if (school === undefined || calendar?.coveredTo === undefined || day > calendar.coveredTo) continue;
    if (!new Set(calendar.instructionalDays).has(day) || !isTaken(record, context, school, day)) continue;
    if (only !== undefined && school !== only) continue;
    const events = record.events.filter((each) => each.day === day && each.school === school);
    const minutes = calendar.instructionalMinutes.get(day);
    const isDaily = (each: AttendanceEvent) => each.period === undefined && each.classSourcedId === undefined;
    const daily = dailyUnits(events.filter(isDaily), minutes);
    const periodRows = events.filter((each) => !isDaily(each));
    const periods = periodUnits(periodRows, minutes, classesOf(record, school, day), context, day);
    const ruled =
      context.settings.partialDayRule === 'halfDay' ? (periods * 2 >= UNITS_PER_DAY ? UNITS_PER_DAY : 0) : periods;
    federal[school] ??= { enrolled: 0, absent: 0 };
    federal[school].enrolled += 1;
    if (Math.max(daily, periods) * 2 >= UNITS_PER_DAY) federal[school].absent += 1;
    enrolled += 1;
    missed += Math.max(daily, ruled);
    tardies += events.filter((each) => isTardy(each, minutes)).length;
    history.push(computedTier(missed, enrolled));
  }
  const rank = (tier: AssessedTier): number => (tier === 'notAssessed' ? 0 : tier);
  const today = history.at(-1) ?? 'notAssessed';
  const tier = [...history.slice(-10)].sort((a, b) => rank(b) - rank(a))[0] ?? 'notAssessed';
  return { tier: today === 'notAssessed' ? today : tier, enrolled, missed, federal, tardies };
}
