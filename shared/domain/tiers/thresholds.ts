import { type Day, formatDay } from '../calendar/day.ts';

/**
 * The threshold set in force on a day: each from its `effectiveFrom` (ISO day) until the next one's. Undefined before the
 * first. Of two from the same day the later in the list.
 */
export function inForce<Set extends { readonly effectiveFrom: string }>(
  sets: readonly Set[],
  day: Day,
): Set | undefined {
  const today = formatDay(day);
  let latest: Set | undefined;
  for (const set of sets) {
    if (set.effectiveFrom <= today && set.effectiveFrom >= (latest?.effectiveFrom ?? '')) latest = set;
  }
  return latest;
}

/** What a day is judged by: the set in force, and before the first set that one. Throws where there is none. */
export function judgedBy<Set extends { readonly effectiveFrom: string }>(sets: readonly Set[], day: Day): Set {
  const [some, ...others] = sets;
  if (some === undefined) throw new RangeError('a district has at least one threshold set');
  const first = others.reduce((earliest, set) => (set.effectiveFrom < earliest.effectiveFrom ? set : earliest), some);
  return inForce(sets, day) ?? first;
}

/** The first grading period of a school year, or what follows it. */
export type GradingPeriod = 'first' | 'remaining';

/** Whom a rule of a set is for: a student who fits every member that is there. */
export interface RuleCondition {
  /** CEDS codes: `09`. */
  readonly gradeLevels?: readonly string[] | undefined;
  /** sourcedIds of schools that list the student. */
  readonly schools?: readonly string[] | undefined;
  readonly gradingPeriod?: GradingPeriod | undefined;
}

/** What rules look at, as of the day that is assessed; grade and school are empty when unknown. */
export interface RuleSubject {
  readonly gradeLevel: string;
  readonly school: string;
  readonly gradingPeriod: GradingPeriod;
}

export function isMeant(when: RuleCondition, { gradeLevel, school, gradingPeriod }: RuleSubject): boolean {
  return (
    (when.gradeLevels === undefined || when.gradeLevels.includes(gradeLevel)) &&
    (when.schools === undefined || when.schools.includes(school)) &&
    (when.gradingPeriod === undefined || when.gradingPeriod === gradingPeriod)
  );
}

/**
 * Settings with what a rule says laid over them: objects member by member, anything else as a whole. What the rule does
 * not name stays.
 */
export function overlaid<Settings>(settings: Settings, rule: unknown): Settings {
  if (!isObject(settings) || !isObject(rule)) return rule as Settings;
  const result: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries(rule)) {
    if (value !== undefined) result[name] = overlaid(result[name], value);
  }
  return result as Settings;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names a set with the rules that were laid over it, counted from 1 in their order: `2026-27+1+3`. */
export const versionWith = (version: string, places: readonly number[]): string =>
  [version, ...places.map((place) => place + 1)].join('+');

/** A session of academicSessions.csv; both days belong to it. */
export interface Session {
  readonly type: string;
  readonly first: Day;
  readonly last: Day;
}

/**
 * The first grading period among the sessions of one school year: the earliest session of type `gradingPeriod`, without
 * any the earliest `term` or `semester`; of those that begin on one day the shortest. Undefined where there is none.
 */
export function firstGradingPeriod<S extends Session>(sessions: Iterable<S>): S | undefined {
  let first: S | undefined;
  for (const session of sessions) {
    const rank = RANKS[session.type];
    if (rank === undefined) continue;
    const before =
      first && (rank - (RANKS[first.type] ?? 0) || session.first - first.first || session.last - first.last);
    if (before === undefined || before < 0) first = session;
  }
  return first;
}

const RANKS: Readonly<Record<string, number>> = { gradingPeriod: 0, term: 1, semester: 1 };

/** Which period a day of the school year lies in; days before its first period belong to that one. */
export const gradingPeriodOn = (day: Day, first: Session | undefined): GradingPeriod =>
  first !== undefined && day <= first.last ? 'first' : 'remaining';
