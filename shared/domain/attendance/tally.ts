import type { Day } from '../calendar/day.ts';
import { DayIndex } from '../calendar/dayIndex.ts';
import type { SchoolId } from '../identity.ts';
import type { AttendanceContext } from './context.ts';
import { type CountedDays, type CountedSpan, countedDays } from './countedDays.ts';
import { missedByDailyRows, missedByPeriods } from './dayMissed.ts';
import { type DayTotal, isAboveZero, larger, NO_DAYS, ONE_DAY, sumOfPortions } from './dayTotal.ts';
import { type DayPeriods, isPeriodRow, periodOf, periodsOfDay } from './periods.ts';
import type { AttendanceEvent, AttendanceRecord } from './record.ts';
import { effectOf, isAtLeastHalf, type RowEffect, statedShare } from './rowEffect.ts';

/** A counted day of which something was missed. */
export interface AbsentDay {
  readonly position: number;
  readonly day: Day;
  readonly span: CountedSpan;
  /** What the day counts by the district's partial-day rule, 0 to 1 (the half-day rule may make a share 0). */
  readonly portion: DayTotal;
  /** The share really missed, whatever the rule, above 0; federal figures and kinds of absence go by it. */
  readonly share: DayTotal;
  /** Every row of that day at the counted school, the attended ones included, in a fixed order. */
  readonly rows: readonly AttendanceEvent[];
  /** Undefined where no row speaks of a period. */
  readonly periods: DayPeriods | undefined;
}

/** Rows that are counted apart or not at all; each list ascending by day. */
export interface RowsApart {
  /** Tardies that missed less than half the day: never turned into absences, whatever their number. */
  readonly tardies: AttendanceEvent[];
  /** In-school suspension: presence, reported. */
  readonly inSchoolSuspensions: AttendanceEvent[];
  /** Partial absences without a usable measure. */
  readonly unmeasured: AttendanceEvent[];
  /** Rows on enrolled days without instruction: weekends, holidays, snow days. */
  readonly nonInstructional: AttendanceEvent[];
  /** Absences at a school that does not count that day: the student is enrolled elsewhere then, or nowhere. */
  readonly elsewhere: AttendanceEvent[];
  /** Absences on days for which the school, or every class of the student, did not finish taking attendance. */
  readonly notTaken: AttendanceEvent[];
}

/** One student's attendance added up, day by day. */
export interface AttendanceTally extends Readonly<RowsApart> {
  readonly counted: CountedDays;
  /** Ascending. */
  readonly absentDays: readonly AbsentDay[];
  readonly missed: DayTotal;
}

interface PlacedEvent {
  readonly position: number;
  readonly span: CountedSpan;
  readonly event: AttendanceEvent;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows of a day in an order that does not depend on the order they came in. */
function byRow(a: AttendanceEvent, b: AttendanceEvent): number {
  return (
    byText(periodOf(a) ?? '', periodOf(b) ?? '') ||
    byText(a.category, b.category) ||
    byText(a.row.drop, b.row.drop) ||
    byText(a.row.file, b.row.file) ||
    a.row.line - b.row.line
  );
}

/**
 * Adds a student's rows up on the days that count. Only the rows of the school that counts a day count on it.
 * @param only the one school whose days are looked at
 */
export function tallyAttendance(
  record: AttendanceRecord,
  context: AttendanceContext,
  only?: SchoolId,
): AttendanceTally {
  const counted = countedDays(record, context, only);
  const apart: RowsApart = {
    tardies: [],
    inSchoolSuspensions: [],
    unmeasured: [],
    nonInstructional: [],
    elsewhere: [],
    notTaken: [],
  };
  const placed = placeEvents(record.events, counted, apart, context);
  const absentDays: AbsentDay[] = [];
  for (let start = 0, end = 0; start < placed.length; start = end) {
    const head = placed[start];
    if (head === undefined) break;
    end = start + 1;
    while (placed[end]?.position === head.position) end += 1;
    const day =
      end === start + 1 && !isPeriodRow(head.event)
        ? dayOfOneRow(head, apart)
        : dayOfRows(placed.slice(start, end), head, apart, record, context);
    if (day !== undefined) absentDays.push(day);
  }
  return {
    tardies: apart.tardies,
    inSchoolSuspensions: apart.inSchoolSuspensions,
    unmeasured: apart.unmeasured,
    nonInstructional: apart.nonInstructional,
    elsewhere: apart.elsewhere,
    notTaken: apart.notTaken,
    counted,
    absentDays,
    missed: sumOfPortions(absentDays),
  };
}

/** Finds each row's counted day; rows on days that do not count are kept apart, those that are not known yet fall away. */
function placeEvents(
  events: readonly AttendanceEvent[],
  { spans }: CountedDays,
  apart: RowsApart,
  { asOf, schoolYear }: AttendanceContext,
): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  let isAscending = true;
  let before = -1;
  for (const event of events) {
    const { day } = event;
    const span = spanOf(event, spans);
    if (span === undefined) {
      const isKnown = day >= schoolYear.first && day <= asOf && day <= schoolYear.last;
      if (isKnown && effectOf(event, undefined) !== 'present') apart.elsewhere.push(event);
      continue;
    }
    const place = span.index.from(day);
    if (span.days[place] !== day) setOff(event, span, apart);
    else if (place < span.end) {
      const position = span.offset + place - span.first;
      if (position <= before) isAscending = false;
      before = position;
      placed.push({ position, span, event });
    }
  }
  inOrder(apart.nonInstructional);
  inOrder(apart.elsewhere);
  inOrder(apart.notTaken);
  return isAscending ? placed : placed.sort((a, b) => a.position - b.position || byRow(a.event, b.event));
}

function inOrder(rows: AttendanceEvent[]): void {
  if (rows.length > 1) rows.sort((a, b) => a.day - b.day || byRow(a, b));
}

/** The span of the school that counts on a row's day. */
function spanOf({ day, school }: AttendanceEvent, spans: readonly CountedSpan[]): CountedSpan | undefined {
  for (const span of spans) if (day >= span.from && day <= span.to && school === span.school) return span;
  return undefined;
}

/** A row on an enrolled day that does not count: without instruction, or without attendance taken. */
function setOff(event: AttendanceEvent, { calendar: { instructionalDays } }: CountedSpan, apart: RowsApart): void {
  const place = DayIndex.of(instructionalDays).from(event.day);
  if (instructionalDays[place] !== event.day) apart.nonInstructional.push(event);
  else if (effectOf(event, undefined) !== 'present') apart.notTaken.push(event);
}

/** What the one row of a day, a daily one, says was missed of it; undefined when nothing was. */
function dayOfOneRow({ position, span, event }: PlacedEvent, apart: RowsApart): AbsentDay | undefined {
  const stated = statedShare(event, span.calendar);
  const effect = effectOf(event, stated);
  const share = effect === 'missed' ? (stated ?? ONE_DAY) : NO_DAYS;
  if (share === NO_DAYS) {
    setApart(event, effect, apart);
    return undefined;
  }
  return { position, day: event.day, span, portion: share, share, rows: [event], periods: undefined };
}

/** What was missed of a day; undefined when nothing was. The larger of its daily rows and its period rows counts. */
function dayOfRows(
  placed: readonly PlacedEvent[],
  { position, span, event }: PlacedEvent,
  apart: RowsApart,
  record: AttendanceRecord,
  context: AttendanceContext,
): AbsentDay | undefined {
  const { calendar } = span;
  const rows = placed.map((each) => each.event);
  const periods = rows.some(isPeriodRow) ? periodsOfDay(rows, event, record, context) : undefined;
  const daily = missedByDailyRows(rows, calendar);
  const byPeriods = missedByPeriods(rows, calendar, periods);
  const share = larger(daily, byPeriods);
  const isMissed = isAboveZero(share);
  if (!isMissed || rows.length > 1) {
    for (const row of rows) setApart(row, effectOf(row, statedShare(row, calendar)), apart);
  }
  if (!isMissed) return undefined;
  const halfDay = context.settings.partialDayRule === 'halfDay';
  const ruled = halfDay ? (isAtLeastHalf(byPeriods) ? ONE_DAY : NO_DAYS) : byPeriods;
  return { position, day: event.day, span, portion: larger(daily, ruled), share, rows, periods };
}

function setApart(row: AttendanceEvent, effect: RowEffect, apart: RowsApart): void {
  if (row.absenceClass === 'inSchoolSuspension') apart.inSchoolSuspensions.push(row);
  if (effect === 'tardy') apart.tardies.push(row);
  else if (effect === 'unmeasured') apart.unmeasured.push(row);
}
