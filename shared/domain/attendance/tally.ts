import type { Day } from '../calendar/day.ts';
import { indexFrom } from '../calendar/instructionalDays.ts';
import { type Fraction, larger, ONE, ZERO } from '../fraction.ts';
import type { AttendanceContext } from './context.ts';
import { type CountedDays, type CountedSpan, countedDays } from './countedDays.ts';
import { dayMissed, periodOf, periodsMetBy } from './dayMissed.ts';
import { type DayTotal, NO_DAYS, plusPortion } from './dayTotal.ts';
import type { AttendanceEvent, AttendanceRecord } from './record.ts';
import { effectOf, isAtLeastHalf, statedShare } from './rowEffect.ts';

/** A counted day of which something was missed. */
export interface AbsentDay {
  readonly position: number;
  readonly day: Day;
  readonly span: CountedSpan;
  /** What the day counts by the district's partial-day rule; more than 0, at most 1. */
  readonly portion: Fraction;
  /** The share really missed, whatever the rule; federal figures and kinds of absence go by it. */
  readonly share: Fraction;
  /** Every row of that day at the counted school, the attended ones included, in a fixed order. */
  readonly rows: readonly AttendanceEvent[];
}

/** One student's attendance added up, day by day. */
export interface AttendanceTally {
  readonly counted: CountedDays;
  /** Ascending; also days that the half-day rule counts as present (portion 0). */
  readonly absentDays: readonly AbsentDay[];
  readonly missed: DayTotal;
  /** Rows of tardies that missed less than half the day; counted apart, never turned into absences. */
  readonly tardies: readonly AttendanceEvent[];
  /** Rows on enrolled days without instruction: weekends, holidays, snow days. Not counted. */
  readonly nonInstructional: readonly AttendanceEvent[];
  /** Partial absences without a usable measure. Not counted, and said so. */
  readonly unmeasured: readonly AttendanceEvent[];
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
  const { placed, nonInstructional } = placeEvents(record.events, counted);
  const absentDays: AbsentDay[] = [];
  const tardies: AttendanceEvent[] = [];
  const unmeasured: AttendanceEvent[] = [];
  let missed = NO_DAYS;
  for (let start = 0, end = 0; start < placed.length; start = end) {
    const head = placed[start];
    if (head === undefined) break;
    const rows: AttendanceEvent[] = [];
    for (; placed[end]?.position === head.position; end++) {
      const event = placed[end]?.event;
      if (event !== undefined) rows.push(event);
    }
    const day = absentDay(head, rows, record, context);
    if (day !== undefined) {
      absentDays.push(day);
      missed = plusPortion(missed, day.portion);
    }
    setApart(rows, head, tardies, unmeasured);
  }
  return { counted, absentDays, missed, tardies, nonInstructional, unmeasured };
}

/** Finds each row's counted day; rows outside of every counted day fall away, those on days off are kept apart. */
function placeEvents(events: readonly AttendanceEvent[], counted: CountedDays) {
  const placed: PlacedEvent[] = [];
  const nonInstructional: AttendanceEvent[] = [];
  for (const event of events) {
    for (const span of counted.spans) {
      if (event.day < span.from || event.day > span.to || event.school !== span.school) continue;
      const days = span.calendar.instructionalDays;
      const index = indexFrom(days, event.day);
      if (days[index] !== event.day) nonInstructional.push(event);
      else if (index < span.end) placed.push({ position: span.offset + index - span.first, span, event });
    }
  }
  placed.sort((a, b) => a.position - b.position || byRow(a.event, b.event));
  nonInstructional.sort((a, b) => a.day - b.day || byRow(a, b));
  return { placed, nonInstructional };
}

function absentDay(
  { position, span, event }: PlacedEvent,
  rows: readonly AttendanceEvent[],
  record: AttendanceRecord,
  context: AttendanceContext,
): AbsentDay | undefined {
  const minutes = span.calendar.instructionalMinutes.get(event.day);
  const timetable = () => periodsMetBy(rows, timetableOf(record, context, event.day));
  const { daily, periods } = dayMissed(rows, minutes, timetable);
  const share = larger(daily, periods);
  if (share.numerator === 0n) return undefined;
  const halfDay = context.settings.partialDayRule === 'halfDay';
  const ruled = halfDay ? (isAtLeastHalf(periods) ? ONE : ZERO) : periods;
  return { position, day: event.day, span, portion: larger(daily, ruled), share, rows };
}

function timetableOf(record: AttendanceRecord, context: AttendanceContext, day: Day): ReadonlySet<string> | undefined {
  const { periodsMet } = context;
  if (periodsMet === undefined || record.classes === undefined) return undefined;
  return new Set(record.classes.flatMap((each) => periodsMet(each, day) ?? []));
}

function setApart(
  rows: readonly AttendanceEvent[],
  { span, event }: PlacedEvent,
  tardies: AttendanceEvent[],
  unmeasured: AttendanceEvent[],
): void {
  for (const row of rows) {
    const effect = effectOf(row, statedShare(row, span.calendar.instructionalMinutes.get(event.day)));
    if (effect === 'tardy') tardies.push(row);
    else if (effect === 'unmeasured') unmeasured.push(row);
  }
}
