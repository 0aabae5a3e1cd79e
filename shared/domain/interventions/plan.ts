import type { Day } from '../calendar/day.ts';
import type { StaffId, StudentId } from '../identity.ts';
import type { Domain } from '../tiers/result.ts';

/** How often progress is checked, counted in school time: weeks without school do not count. */
export const CHECK_IN_FREQUENCIES = ['daily', 'weekly', 'biweekly', 'monthly'] as const;
export type CheckInFrequency = (typeof CHECK_IN_FREQUENCIES)[number];

/**
 * An intervention plan. It has five parts, and without any one of them it is not a plan: the need, the strategy, the
 * timeline, the goal and the monitoring (Panorama, Guide to MTSS).
 */
export interface InterventionPlan {
  readonly planId: string;
  readonly studentSourcedId: StudentId;
  readonly domain: Domain;
  /** What the data shows the student needs. */
  readonly need: string;
  /** What will be done about it, by whom, how often. */
  readonly strategy: string;
  readonly timeline: Timeline;
  /** What will be true when it has worked, measurable. */
  readonly goal: string;
  readonly monitoring: Monitoring;
}

/** Both days belong to the plan. */
export interface Timeline {
  readonly start: Day;
  readonly end: Day;
}

export interface Monitoring {
  /** How progress is measured: `attendance since the last check-in`. */
  readonly method: string;
  readonly frequency: CheckInFrequency;
  /** Who checks in, and is reminded. */
  readonly responsible: StaffId;
}

export type TimelineProblem = 'endBeforeStart' | 'noSchoolDays' | 'tooLong';

/** A plan outlives no school year by much: a longer one is a typing error. */
const LONGEST_PLAN_DAYS = 400;

/** What is wrong with a timeline, given the school's instructional days (ascending); undefined when nothing is. */
export function timelineProblem(timeline: Timeline, instructionalDays: readonly Day[]): TimelineProblem | undefined {
  if (timeline.end < timeline.start) return 'endBeforeStart';
  if (timeline.end - timeline.start > LONGEST_PLAN_DAYS) return 'tooLong';
  const meets = instructionalDays.some((day) => timeline.start <= day && day <= timeline.end);
  return meets ? undefined : 'noSchoolDays';
}
