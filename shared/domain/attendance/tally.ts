import type { Day } from '../calendar/day.ts';
import { indexFrom } from '../calendar/instructionalDays.ts';
import { type Fraction, larger, ONE, ZERO } from '../fraction.ts';
import type { AttendanceContext } from './context.ts';
import { type CountedDays, type CountedSpan, countedDays } from './countedDays.ts';
import { missedByDailyRow, missedByDailyRows, missedByPeriods, periodOf, periodsMetBy } from './dayMissed.ts';
import { type DayTotal, sumOfPortions } from './dayTotal.ts';
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
  /** Periods that met; 0 where no row speaks of one. */
  readonly periodsMet: number;
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

/** Adds a student's rows up on the days that count. Only the rows of the school that counts a day count on it. */
export function tallyAttendance(record: AttendanceRecord, context: AttendanceContext): AttendanceTally {
  const counted = countedDays(record, context);
  const apart: RowsApart = { tardies: [], inSchoolSuspensions: [], unmeasured: [], nonInstructional: [] };
  const placed = placeEvents(record.events, counted, apart);
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
  return { ...apart, counted, absentDays, missed: sumOfPortions(absentDays) };
}

/** Finds each row's counted day; rows outside of every counted day fall away, those on days off are kept apart. */
function placeEvents(events: readonly AttendanceEvent[], counted: CountedDays, apart: RowsApart): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  for (const event of events) {
    for (const span of counted.spans) {
      if (event.day < span.from || event.day > span.to || event.school !== span.school) continue;
      const days = span.calendar.instructionalDays;
      const index = indexFrom(days, event.day);
      if (days[index] !== event.day) apart.nonInstructional.push(event);
      else if (index < span.end) placed.push({ position: span.offset + index - span.first, span, event });
    }
  }
  apart.nonInstructional.sort((a, b) => a.day - b.day || byRow(a, b));
  return isAscending(placed) ? placed : placed.sort((a, b) => a.position - b.position || byRow(a.event, b.event));
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
  if (rows.length === 1 && periodOf(event) === undefined) {
    const share = missedByDailyRow(event, minutes);
    return share === ZERO ? undefined : { position, day, span, portion: share, share, rows, periodsMet: 0 };
  }
  const hasPeriods = rows.some((row) => periodOf(row) !== undefined);
  const periodsMet = hasPeriods ? periodsMetBy(rows, timetableOf(record, context, day)) : 0;
  const daily = missedByDailyRows(rows, minutes);
  const periods = missedByPeriods(rows, minutes, periodsMet);
  const share = larger(daily, periods);
  if (share.numerator === 0n) return undefined;
  const halfDay = context.settings.partialDayRule === 'halfDay';
  const ruled = halfDay ? (isAtLeastHalf(periods) ? ONE : ZERO) : periods;
  return { position, day, span, portion: larger(daily, ruled), share, rows, periodsMet };
}

function timetableOf(record: AttendanceRecord, context: AttendanceContext, day: Day): ReadonlySet<string> | undefined {
  const { periodsMet } = context;
  if (periodsMet === undefined || record.classes === undefined) return undefined;
  return new Set(record.classes.flatMap((each) => periodsMet(each, day) ?? []));
}

function setApart(rows: readonly AttendanceEvent[], { calendar }: CountedSpan, apart: RowsApart): void {
  for (const row of rows) {
    if (row.absenceClass === 'inSchoolSuspension') apart.inSchoolSuspensions.push(row);
    const effect = effectOf(row, statedShare(row, calendar.instructionalMinutes.get(row.day)));
    if (effect === 'tardy') apart.tardies.push(row);
    else if (effect === 'unmeasured') apart.unmeasured.push(row);
  }
}
