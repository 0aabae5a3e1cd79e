import { type Day, formatDay } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { Reason } from '../tiers/result.ts';
import type { AttendanceContext } from './context.ts';
import { isStale } from './coverage.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import { isExited } from './enrolledSpans.ts';
import { evidenceOfRows, withEvidence } from './evidence.ts';
import { overlaps } from './overlaps.ts';
import { periodsAreGuessed } from './periods.ts';
import { projectedCrossing } from './projection.ts';
import type { AttendanceEvent, AttendanceRecord } from './record.ts';
import type { Standing } from './standing.ts';
import type { AbsentDay, AttendanceTally } from './tally.ts';
import { basisOf, isWatched } from './tierOf.ts';
import { transferDays, transferDaysBy } from './transferDays.ts';

/** A flag with the reason that explains it. Flags are no tiers and never change one. */
export interface Notice {
  readonly flag: string;
  readonly reason?: Reason;
}

/** The days a tier is made of, and those of the year at all schools. */
export interface Tallies {
  readonly tally: AttendanceTally;
  readonly everywhere: AttendanceTally;
}

/** Everything worth saying beside the tier, in a fixed order. */
export function notices(
  record: AttendanceRecord,
  { tally, everywhere }: Tallies,
  standing: Standing,
  context: AttendanceContext,
): readonly Notice[] {
  const found: Notice[] = [];
  if (isWatched(standing, context.cutPoints)) found.push(watchNotice(standing, context));
  const crossing = projectedCrossing(tally, standing, context);
  if (crossing !== undefined) found.push(projectionNotice(crossing, context));
  if (isExited(record.enrollments, context)) found.push({ flag: 'exited' });
  addStaleNotices(found, tally, context);
  addNotTakenNotice(found, everywhere);
  addTransferNotice(found, record, context);
  addRowsNotice(found, 'nonInstructionalEvents', everywhere.nonInstructional);
  addRowsNotice(found, 'unmeasuredPartials', everywhere.unmeasured);
  addRowsNotice(found, 'uncountedEvents', everywhere.elsewhere);
  addRowsNotice(found, 'notTakenEvents', everywhere.notTaken);
  addPeriodNotices(found, record, everywhere, context);
  addOverlapNotices(found, record, context);
  return found;
}

/** Days of period rows where the number of periods that met is a guess, or does not agree with the timetable. */
function addPeriodNotices(
  found: Notice[],
  { events }: AttendanceRecord,
  { absentDays }: AttendanceTally,
  { asOf }: AttendanceContext,
): void {
  const days = absentDays.filter(({ periods }) => periods !== undefined);
  if (days.length === 0) return;
  const guessedAt = new Map<SchoolId, boolean>();
  const isGuess = ({ span: { school }, periods }: AbsentDay): boolean => {
    if (periods === undefined || periods.fromTimetable) return false;
    const known =
      guessedAt.get(school) ?? periodsAreGuessed(events.filter((row) => row.school === school && row.day <= asOf));
    guessedAt.set(school, known);
    return known;
  };
  const rowsOf = (those: readonly AbsentDay[]) => those.flatMap(({ rows }) => rows);
  addRowsNotice(found, 'periodsMetUnknown', rowsOf(days.filter(isGuess)));
  addRowsNotice(found, 'periodsNotInTimetable', rowsOf(days.filter(({ periods }) => periods?.beyondTimetable)));
}

/** Days that are neither present nor absent, because attendance was not taken. */
function addNotTakenNotice(found: Notice[], { counted }: AttendanceTally): void {
  const dates: string[] = [];
  for (const { calendar, days, from, to, notTaken } of counted.spans) {
    if (notTaken === 0) continue;
    const until = Math.min(to, calendar.coveredTo ?? to);
    const taken = new Set(days);
    for (const day of calendar.instructionalDays) {
      if (day >= from && day <= until && !taken.has(day)) dates.push(formatDay(day));
    }
  }
  if (dates.length === 0) return;
  found.push({ flag: 'daysNotTaken', reason: { code: 'daysNotTaken', value: `${dates.length}`, dates } });
}

/** Enrolments at one time: each day counted at one school, by rule. */
function addOverlapNotices(found: Notice[], { enrollments }: AttendanceRecord, context: AttendanceContext): void {
  if (enrollments.length < 2) return;
  const { asOf, schoolYear, settings } = context;
  const within = { first: schoolYear.first, last: Math.min(asOf, schoolYear.last) };
  for (const { counted, other, from, to } of overlaps(enrollments, within, settings.exitDayCounts)) {
    // One that goes on has no last day yet: the as-of day would change it every night.
    const detail = { counted, other, from: formatDay(from), ...(to < within.last && { to: formatDay(to) }) };
    found.push({ flag: 'overlappingEnrollments', reason: { code: 'overlappingEnrollments', detail } });
  }
}

function watchNotice(standing: Standing, { cutPoints }: AttendanceContext): Notice {
  const { missed, enrolled } = standing;
  const reason: Reason =
    basisOf(standing, cutPoints) === 'daysMissed'
      ? { code: 'watchBand', value: formatDays(missed), cutPoint: `${cutPoints.earlyWatchDays}` }
      : { code: 'watchBand', value: formatShare(missed, enrolled), cutPoint: cutPoints.watch.text };
  return { flag: 'watch', reason };
}

/** The day on which the student would reach the tier 2 cut at the pace of the last 20 school days. */
function projectionNotice(crossing: Day, { cutPoints }: AttendanceContext): Notice {
  const detail = { projectedCut: cutPoints.tier2.text };
  return { flag: 'projected', reason: { code: 'projectedCrossing', dates: [formatDay(crossing)], detail } };
}

/** A school behind its own calendar: the student is assessed as of the last day it covers. */
function addStaleNotices(found: Notice[], { counted }: AttendanceTally, context: AttendanceContext): void {
  for (const { uncovered, calendar, school } of counted.spans) {
    if (uncovered === 0 || calendar.coveredTo === undefined) continue;
    if (!isStale(calendar, context.asOf, context.cutPoints.staleAfterDays)) continue;
    const detail = { school, coveredTo: formatDay(calendar.coveredTo) };
    found.push({ flag: 'stale', reason: { code: 'stale', detail } });
  }
}

/** Days at another district are shown whether they count or not. */
function addTransferNotice(found: Notice[], record: AttendanceRecord, context: AttendanceContext): void {
  const all = transferDays(record.enrollments, context);
  if (all.length === 0) return;
  const { enrolled, absent } = transferDaysBy(all, context.asOf);
  const detail = {
    enrolled: formatDays(enrolled),
    absent: formatDays(absent),
    counted: context.settings.countTransferDays,
  };
  const value = formatShare(absent, enrolled);
  found.push({ flag: 'transferDays', reason: { code: 'transferDays', value, detail } });
}

function addRowsNotice(found: Notice[], flag: string, rows: readonly AttendanceEvent[]): void {
  if (rows.length === 0) return;
  found.push({ flag, reason: withEvidence({ code: flag, value: `${rows.length}` }, evidenceOfRows(rows)) });
}
