import { formatDay } from '../calendar/day.ts';
import type { Reason } from '../tiers/result.ts';
import type { AttendanceContext } from './context.ts';
import { isStale } from './coverage.ts';
import { periodsAreGuessed } from './dayMissed.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import { isExited } from './enrolledSpans.ts';
import { evidenceOfRows } from './evidence.ts';
import { projectedCrossing } from './projection.ts';
import type { AttendanceEvent, AttendanceRecord } from './record.ts';
import type { Standing } from './standing.ts';
import type { AttendanceTally } from './tally.ts';
import { basisOf, isWatched } from './tierOf.ts';
import { transferDays, transferDaysBy } from './transferDays.ts';

/** A flag with the reason that explains it. Flags are no tiers and never change one. */
export interface Notice {
  readonly flag: string;
  readonly reason?: Reason;
}

/** Everything worth saying beside the tier, in a fixed order. */
export function notices(
  record: AttendanceRecord,
  tally: AttendanceTally,
  standing: Standing,
  context: AttendanceContext,
): readonly Notice[] {
  const found: Notice[] = [];
  if (isWatched(standing, context.cutPoints)) found.push(watchNotice(standing, context));
  found.push(...projectionNotices(tally, standing, context));
  if (isExited(record.enrollments, context)) found.push({ flag: 'exited' });
  found.push(...staleNotices(tally, context), ...transferNotices(record, context));
  found.push(...rowsNotice('nonInstructionalEvents', tally.nonInstructional));
  found.push(...rowsNotice('unmeasuredPartials', tally.unmeasured));
  found.push(...guessedPeriodsNotice(record, tally, context));
  return found;
}

/** Days of period rows where nothing but the missed periods themselves told how many met. */
function guessedPeriodsNotice(
  { events }: AttendanceRecord,
  { absentDays }: AttendanceTally,
  { periodsMet, asOf }: AttendanceContext,
): readonly Notice[] {
  const days = absentDays.filter((absent) => absent.periodsMet > 0);
  if (days.length === 0 || periodsMet !== undefined) return [];
  if (!periodsAreGuessed(events.filter(({ day }) => day <= asOf))) return [];
  return rowsNotice(
    'periodsMetUnknown',
    days.flatMap(({ rows }) => rows),
  );
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
