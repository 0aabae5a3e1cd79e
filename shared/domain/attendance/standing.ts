import type { Day } from '../calendar/day.ts';
import { countedDayAt } from './countedDays.ts';
import { type DayTotal, minus, plus, wholeDays } from './dayTotal.ts';
import type { AttendanceTally } from './tally.ts';
import { type TransferDays, transferDaysBy } from './transferDays.ts';

/** Missed and enrolled days of a student up to and including one counted day. */
export interface Standing {
  readonly day: Day;
  readonly missed: DayTotal;
  readonly enrolled: DayTotal;
}

/**
 * The standings as of the last counted day, the one before, and so on back, at most `howMany` of them: each is computed
 * from the same data as of its day, never from what was published then.
 * @param transfers the transfer days that count for tiers; empty where they do not
 */
export function standingsBackwards(
  tally: AttendanceTally,
  transfers: readonly TransferDays[],
  howMany: number,
): readonly Standing[] {
  const standings: Standing[] = [];
  let missed = tally.missed;
  let absent = tally.absentDays.length - 1;
  const oldest = Math.max(0, tally.counted.count - howMany);
  for (let position = tally.counted.count - 1; position >= oldest; position--) {
    const day = countedDayAt(tally.counted, position);
    if (day === undefined) break;
    standings.push(withTransfers({ day, missed, enrolled: wholeDays(position + 1) }, transfers));
    const last = tally.absentDays[absent];
    if (last?.position === position) {
      missed = minus(missed, last.portion);
      absent -= 1;
    }
  }
  return standings;
}

/** The standing as of the last counted day; undefined without any. */
export function lastStanding(tally: AttendanceTally, transfers: readonly TransferDays[]): Standing | undefined {
  const day = countedDayAt(tally.counted, tally.counted.count - 1);
  if (day === undefined) return undefined;
  return withTransfers({ day, missed: tally.missed, enrolled: wholeDays(tally.counted.count) }, transfers);
}

function withTransfers(standing: Standing, transfers: readonly TransferDays[]): Standing {
  if (transfers.length === 0) return standing;
  const { enrolled, absent } = transferDaysBy(transfers, standing.day);
  return {
    day: standing.day,
    missed: plus(standing.missed, absent),
    enrolled: plus(standing.enrolled, enrolled),
  };
}
