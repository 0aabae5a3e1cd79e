import { parseFraction } from '../fraction.ts';
import { atLeastShare, type DayTotal, isExact, totalOf } from './dayTotal.ts';

/** A share of enrolled days at which something begins; reached means at least this, exactly. */
export interface CutPoint {
  /** As configured: `10/100`. */
  readonly text: string;
  readonly share: DayTotal;
}

/** One version of the attendance cut points; days are enrolled or missed days, not calendar days. */
export interface AttendanceCutPoints {
  readonly version: string;
  readonly tier2: CutPoint;
  readonly tier3: CutPoint;
  readonly watch: CutPoint;
  /** Fewer enrolled days than this: not assessed. */
  readonly minimumDays: number;
  /** From this many enrolled days on shares decide, before it counts of missed days. */
  readonly rateFromDays: number;
  readonly earlyTier2Days: number;
  readonly earlyWatchDays: number;
  /** A lower tier needs the value below the cut on each of this many counted days. */
  readonly stepDownDays: number;
  /** A school this many of its school days behind is stale. */
  readonly staleAfterDays: number;
}

/** The attendance part of a threshold set as a tenant's file writes it. */
export interface AttendanceThresholdSet {
  readonly version: string;
  readonly attendance: Omit<AttendanceCutPoints, 'version' | 'tier2' | 'tier3' | 'watch'> & {
    readonly tier2: string;
    readonly tier3: string;
    readonly watch: string;
  };
}

/** Reads a share such as `10/100` or `0.10`; a `RangeError` for anything else. */
export function cutPoint(text: string): CutPoint {
  const share = parseFraction(text);
  if (share === undefined) throw new RangeError(`${text} is no exact share`);
  return { text, share: totalOf(share) };
}

/** The cut points of a tenant's threshold set. */
export function attendanceCutPoints({ version, attendance }: AttendanceThresholdSet): AttendanceCutPoints {
  return {
    ...attendance,
    version,
    tier2: cutPoint(attendance.tier2),
    tier3: cutPoint(attendance.tier3),
    watch: cutPoint(attendance.watch),
  };
}

/** Whether missed over enrolled days is at or above a cut point. No enrolled day reaches none. */
export function reaches(missed: DayTotal, enrolled: DayTotal, { share }: CutPoint): boolean {
  const isSmall = missed.exact === undefined && enrolled.exact === undefined && share.exact === undefined;
  const has = missed.numerator * enrolled.denominator * share.denominator;
  const needed = share.numerator * enrolled.numerator * missed.denominator;
  if (isSmall && isExact(has) && isExact(needed)) return enrolled.numerator > 0 && has >= needed;
  return atLeastShare(missed, enrolled, share);
}
