import type { Day } from '../../../shared/domain/calendar/day.ts';

const MS_PER_DAY = 86_400_000;
const GENERATED_AT = /^("?)waymark\.generatedAt\1,"?([^"\r\n]*)"?/m;

/**
 * A manifest as of a trial's day: it is taken as made when that day was over, so that attendance counts as known up to the
 * day, as it does for an export without `waymark.generatedAt`, and nothing comes from the future. What `file.attendanceEvents.to`
 * and attendanceTaken.csv say holds all the same.
 */
export function manifestAsOf(manifest: string, asOf: Day): string {
  // Noon UTC of the day after: the as-of day is over in every time zone.
  const over = (asOf + 1.5) * MS_PER_DAY;
  return manifest.replace(GENERATED_AT, (line, _quote, made: string) =>
    Number.isNaN(Date.parse(made)) ? line : `waymark.generatedAt,${new Date(over).toISOString()}`,
  );
}
