import { formatDay } from '../calendar/day.ts';
import { MAX_ROW_REFERENCES, type Reason, type RowReference } from '../tiers/result.ts';
import type { AttendanceContext } from './context.ts';
import type { AttendanceCutPoints, CutPoint } from './cutPoints.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import type { AttendanceEvent } from './record.ts';
import { effectOf, statedShare } from './rowEffect.ts';
import type { Standing } from './standing.ts';
import type { HeldTier } from './stepDown.ts';
import type { AbsentDay, AttendanceTally } from './tally.ts';
import { basisOf, tierOf } from './tierOf.ts';

/** At most 50 row references; how many more there are beside them. */
export function withRows(rows: readonly AttendanceEvent[]): Pick<Reason, 'rows' | 'moreRows'> {
  if (rows.length === 0) return {};
  const references: RowReference[] = [];
  for (const { row } of rows) {
    if (references.length === MAX_ROW_REFERENCES) break;
    references.push(row);
  }
  const more = rows.length - references.length;
  return more === 0 ? { rows: references } : { rows: references, moreRows: more };
}

/** ISO days in ascending order, each once. */
export function datesOf(rows: readonly AttendanceEvent[]): readonly string[] {
  const dates: string[] = [];
  for (const { day } of rows) {
    const date = formatDay(day);
    if (dates.at(-1) !== date) dates.push(date);
  }
  return dates;
}

/** The rows of a day that say something was missed. */
function missedRows({ day, span, rows }: AbsentDay): readonly AttendanceEvent[] {
  if (rows.length === 1) return rows;
  const minutes = span.calendar.instructionalMinutes.get(day);
  return rows.filter((row) => effectOf(row, statedShare(row, minutes)) === 'missed');
}

/** Days that count as missed and the rows that say so. */
function evidence(tally: AttendanceTally): Pick<Reason, 'dates' | 'rows' | 'moreRows'> {
  const dates: string[] = [];
  const rows: AttendanceEvent[] = [];
  for (const absent of tally.absentDays) {
    if (absent.portion.numerator === 0n) continue;
    dates.push(formatDay(absent.day));
    for (const row of missedRows(absent)) rows.push(row);
  }
  return dates.length === 0 ? {} : { dates, ...withRows(rows) };
}

/** The cut point a standing's own tier is told by: the one it reached, else the one it stayed below. */
function cutOf(standing: Standing, cuts: AttendanceCutPoints): CutPoint {
  return tierOf(standing, cuts) === 3 ? cuts.tier3 : cuts.tier2;
}

/**
 * What decided the computed tier. From 20 enrolled days on `absenceRate`, missed over enrolled days against its cut;
 * before that `daysMissed` or `tooFewDays` with the rate beside it, which then decides nothing and has no cut point.
 */
export function decidingReasons(
  tally: AttendanceTally,
  standing: Standing,
  { settings, cutPoints }: AttendanceContext,
): readonly Reason[] {
  const { missed, enrolled } = standing;
  const detail = { rule: settings.partialDayRule, missed: formatDays(missed) };
  const rate = { code: 'absenceRate', value: formatShare(missed, enrolled) };
  const basis = basisOf(standing, cutPoints);
  switch (basis) {
    case 'absenceRate':
      return [{ ...rate, cutPoint: cutOf(standing, cutPoints).text, ...evidence(tally), detail }];
    case 'daysMissed':
      return [
        { code: basis, value: detail.missed, cutPoint: `${cutPoints.earlyTier2Days}`, ...evidence(tally), detail },
        { ...rate, detail },
      ];
    case 'tooFewDays':
      return [
        { code: basis, cutPoint: `${cutPoints.minimumDays}` },
        { ...rate, ...evidence(tally), detail },
      ];
  }
}

/** Why a tier above the computed one is kept: the last day on which the value was at or above its cut. */
export function heldReason({ since }: HeldTier, cuts: AttendanceCutPoints): Reason {
  const byCount = basisOf(since, cuts) === 'daysMissed';
  return {
    code: 'stepDownHeld',
    value: byCount ? formatDays(since.missed) : formatShare(since.missed, since.enrolled),
    cutPoint: byCount ? `${cuts.earlyTier2Days}` : cutOf(since, cuts).text,
    dates: [formatDay(since.day)],
    detail: { days: cuts.stepDownDays },
  };
}
