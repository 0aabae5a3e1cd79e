import type { Day } from '../calendar/day.ts';
import { indexFrom } from '../calendar/instructionalDays.ts';
import { type Fraction, larger, ONE, ZERO } from '../fraction.ts';
import type { SchoolId } from '../identity.ts';
import type { AttendanceContext } from './context.ts';
import { type CountedDays, type CountedSpan, countedDays } from './countedDays.ts';
import { missedByDailyRow, missedByDailyRows, missedByPeriods } from './dayMissed.ts';
import { type DayTotal, sumOfPortions } from './dayTotal.ts';
import { type DayPeriods, isPeriodRow, periodOf, periodsOfDay } from './periods.ts';
import type { AttendanceEvent, AttendanceRecord } from './record.ts';
import { effectOf, isAtLeastHalf, statedShare } from './rowEffect.ts';

/** A counted day of which something was missed. */
export interface AbsentDay {
  readonly position: number;
  readonly day: Day;
  readonly span: CountedSpan;
  /** What the day counts by the district's partial-day rule, 0 to 1 (the half-day rule may make a share 0). */
  readonly portion: Fraction;
  /** The share really missed, whatever the rule, above 0; federal figures and kinds of absence go by it. */
  readonly share: Fraction;
  /** Every row of that day at the counted school, the attended ones included, in a fixed order. */
  readonly rows: readonly AttendanceEvent[];
  /** Absent where no row speaks of a period. */
  readonly periods?: DayPeriods;
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

const nothingApart = (): RowsApart => ({
  tardies: [],
  inSchoolSuspensions: [],
  unmeasured: [],
  nonInstructional: [],
  elsewhere: [],
  notTaken: [],
});

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
  const apart = nothingApart();
  const isKnown = ({ day }: AttendanceEvent) =>
    day >= context.schoolYear.first && day <= Math.min(context.asOf, context.schoolYear.last);
  const placed = placeEvents(record.events, counted, apart, isKnown);
  const absentDays: AbsentDay[] = [];
  for (let start = 0, end = 0; start < placed.length; start = end) {
    const head = placed[start];
    if (head === undefined) break;
    const rows: AttendanceEvent[] = [];
    for (let next = placed[end]; next?.position === head.position; next = placed[end]) {
      rows.push(next.event);
      end += 1;
    }
    const day = absentDay(head, rows, record, context);
    if (day !== undefined) absentDays.push(day);
    if (day === undefined || rows.length > 1) setApart(rows, head.span, apart);
  }
  const { tardies, inSchoolSuspensions, unmeasured, nonInstructional, elsewhere, notTaken } = apart;
  const missed = sumOfPortions(absentDays);
  return {
    tardies,
    inSchoolSuspensions,
    unmeasured,
    nonInstructional,
    elsewhere,
    notTaken,
    counted,
    absentDays,
    missed,
  };
}

/** Finds each row's counted day; rows on days that do not count are kept apart, those that are not known yet fall away. */
function placeEvents(
  events: readonly AttendanceEvent[],
  counted: CountedDays,
  apart: RowsApart,
  isKnown: (event: AttendanceEvent) => boolean,
): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  for (const event of events) {
    const span = spanOf(event, counted.spans);
    if (span === undefined) {
      if (isKnown(event) && effectOf(event, undefined) !== 'present') apart.elsewhere.push(event);
      continue;
    }
    const index = indexFrom(span.days, event.day);
    if (span.days[index] !== event.day) setOff(event, span, apart);
    else if (index < span.end) placed.push({ position: span.offset + index - span.first, span, event });
  }
  for (const rows of [apart.nonInstructional, apart.elsewhere, apart.notTaken]) {
    if (rows.length > 1) rows.sort((a, b) => a.day - b.day || byRow(a, b));
  }
  return isAscending(placed) ? placed : placed.sort((a, b) => a.position - b.position || byRow(a.event, b.event));
}

/** The span of the school that counts on a row's day; a loop of its own, for it is walked for every row of a district. */
function spanOf({ day, school }: AttendanceEvent, spans: readonly CountedSpan[]): CountedSpan | undefined {
  for (const span of spans) if (day >= span.from && day <= span.to && school === span.school) return span;
  return undefined;
}

/** A row on an enrolled day that does not count: without instruction, or without attendance taken. */
function setOff(event: AttendanceEvent, { calendar: { instructionalDays } }: CountedSpan, apart: RowsApart): void {
  if (instructionalDays[indexFrom(instructionalDays, event.day)] !== event.day) apart.nonInstructional.push(event);
  else if (effectOf(event, undefined) !== 'present') apart.notTaken.push(event);
}

/** Whether each row lies on a later day than the one before: the usual case, with nothing left to sort. */
function isAscending(placed: readonly PlacedEvent[]): boolean {
  let before = -1;
  for (const { position } of placed) {
    if (position <= before) return false;
    before = position;
  }
  return true;
}

/** What was missed of a day; undefined when nothing was. The larger of its daily rows and its period rows counts. */
function absentDay(
  { position, span, event }: PlacedEvent,
  rows: readonly AttendanceEvent[],
  record: AttendanceRecord,
  context: AttendanceContext,
): AbsentDay | undefined {
  const { day } = event;
  const minutes = span.calendar.instructionalMinutes.get(day);
  if (rows.length === 1 && !isPeriodRow(event)) {
    const share = missedByDailyRow(event, minutes);
    return share === ZERO ? undefined : { position, day, span, portion: share, share, rows };
  }
  const periods = rows.some(isPeriodRow) ? periodsOfDay(rows, event, record, context) : undefined;
  const daily = missedByDailyRows(rows, minutes);
  const byPeriods = missedByPeriods(rows, minutes, periods);
  const share = larger(daily, byPeriods);
  if (share.numerator === 0n) return undefined;
  const halfDay = context.settings.partialDayRule === 'halfDay';
  const ruled = halfDay ? (isAtLeastHalf(byPeriods) ? ONE : ZERO) : byPeriods;
  return { position, day, span, portion: larger(daily, ruled), share, rows, ...(periods && { periods }) };
}

function setApart(rows: readonly AttendanceEvent[], { calendar }: CountedSpan, apart: RowsApart): void {
  for (const row of rows) {
    if (row.absenceClass === 'inSchoolSuspension') apart.inSchoolSuspensions.push(row);
    const effect = effectOf(row, statedShare(row, calendar.instructionalMinutes.get(row.day)));
    if (effect === 'tardy') apart.tardies.push(row);
    else if (effect === 'unmeasured') apart.unmeasured.push(row);
  }
}
