import { formatDay } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { Reason } from '../tiers/result.ts';
import type { AttendanceContext } from './context.ts';
import { isStale } from './coverage.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import { isExited } from './enrolledSpans.ts';
import { evidenceOfRows } from './evidence.ts';
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
  found.push(...projectionNotices(tally, standing, context));
  if (isExited(record.enrollments, context)) found.push({ flag: 'exited' });
  found.push(...staleNotices(tally, context), ...notTakenNotices(everywhere), ...transferNotices(record, context));
  found.push(...rowsNotice('nonInstructionalEvents', everywhere.nonInstructional));
  found.push(...rowsNotice('unmeasuredPartials', everywhere.unmeasured));
  found.push(...rowsNotice('uncountedEvents', everywhere.elsewhere));
  found.push(...rowsNotice('notTakenEvents', everywhere.notTaken));
  found.push(...periodNotices(record, everywhere, context), ...overlapNotices(record, context));
  return found;
}

/** Days of period rows where the number of periods that met is a guess, or does not agree with the timetable. */
function periodNotices(
  { events }: AttendanceRecord,
  { absentDays }: AttendanceTally,
  { asOf }: AttendanceContext,
): readonly Notice[] {
  const days = absentDays.filter(({ periods }) => periods !== undefined);
  if (days.length === 0) return [];
  const guessedAt = new Map<SchoolId, boolean>();
  const isGuess = ({ span: { school }, periods }: AbsentDay): boolean => {
    if (periods === undefined || periods.fromTimetable) return false;
    const known =
      guessedAt.get(school) ?? periodsAreGuessed(events.filter((row) => row.school === school && row.day <= asOf));
    guessedAt.set(school, known);
    return known;
  };
  const rowsOf = (those: readonly AbsentDay[]) => those.flatMap(({ rows }) => rows);
  return [
    ...rowsNotice('periodsMetUnknown', rowsOf(days.filter(isGuess))),
    ...rowsNotice('periodsNotInTimetable', rowsOf(days.filter(({ periods }) => periods?.beyondTimetable))),
  ];
}

/** Days that are neither present nor absent, because attendance was not taken. */
function notTakenNotices({ counted }: AttendanceTally): readonly Notice[] {
  const dates: string[] = [];
  for (const { calendar, days, from, to, notTaken } of counted.spans) {
    if (notTaken === 0) continue;
    const until = Math.min(to, calendar.coveredTo ?? to);
    const taken = new Set(days);
    for (const day of calendar.instructionalDays) {
      if (day >= from && day <= until && !taken.has(day)) dates.push(formatDay(day));
    }
  }
  return dates.length === 0
    ? []
    : [{ flag: 'daysNotTaken', reason: { code: 'daysNotTaken', value: `${dates.length}`, dates } }];
}

/** Enrolments at one time: each day counted at one school, by rule. */
function overlapNotices({ enrollments }: AttendanceRecord, context: AttendanceContext): readonly Notice[] {
  if (enrollments.length < 2) return [];
  const { asOf, schoolYear, settings } = context;
  const within = { first: schoolYear.first, last: Math.min(asOf, schoolYear.last) };
  return overlaps(enrollments, within, settings.exitDayCounts).map(({ counted, other, from, to }) => {
    // One that goes on has no last day yet: the as-of day would change it every night.
    const detail = { counted, other, from: formatDay(from), ...(to < within.last && { to: formatDay(to) }) };
    return { flag: 'overlappingEnrollments', reason: { code: 'overlappingEnrollments', detail } };
  });
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
function projectionNotices(tally: AttendanceTally, standing: Standing, context: AttendanceContext): readonly Notice[] {
  const crossing = projectedCrossing(tally, standing, context);
  if (crossing === undefined) return [];
  const detail = { projectedCut: context.cutPoints.tier2.text };
  return [{ flag: 'projected', reason: { code: 'projectedCrossing', dates: [formatDay(crossing)], detail } }];
}

/** A school behind its own calendar: the student is assessed as of the last day it covers. */
function staleNotices({ counted }: AttendanceTally, context: AttendanceContext): readonly Notice[] {
  const found: Notice[] = [];
  for (const { uncovered, calendar, school } of counted.spans) {
    if (uncovered === 0 || calendar.coveredTo === undefined) continue;
    if (!isStale(calendar, context.asOf, context.cutPoints.staleAfterDays)) continue;
    const detail = { school, coveredTo: formatDay(calendar.coveredTo) };
    found.push({ flag: 'stale', reason: { code: 'stale', detail } });
  }
  return found;
}

/** Days at another district are shown whether they count or not. */
function transferNotices(record: AttendanceRecord, context: AttendanceContext): readonly Notice[] {
  const all = transferDays(record.enrollments, context);
  if (all.length === 0) return [];
  const { enrolled, absent } = transferDaysBy(all, context.asOf);
  const detail = {
    enrolled: formatDays(enrolled),
    absent: formatDays(absent),
    counted: context.settings.countTransferDays,
  };
  return [{ flag: 'transferDays', reason: { code: 'transferDays', value: formatShare(absent, enrolled), detail } }];
}

function rowsNotice(flag: string, rows: readonly AttendanceEvent[]): readonly Notice[] {
  if (rows.length === 0) return [];
  return [{ flag, reason: { code: flag, value: `${rows.length}`, ...evidenceOfRows(rows) } }];
}
