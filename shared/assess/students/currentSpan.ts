import type { Day } from '../../domain/calendar/day.ts';

/**
 * Whether a span of rostering is in force for a run: not over on its as-of day, and begun by the morning after, when
 * people read the results. An open end is open.
 */
export function isCurrent(begin: Day | undefined, end: Day | undefined, asOf: Day): boolean {
  return (end === undefined || end >= asOf) && (begin === undefined || begin <= asOf + 1);
}
