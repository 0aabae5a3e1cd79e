import type { SchoolId } from '../../domain/identity.ts';
import { isFirstAssessment, type TierMove } from '../../domain/tiers/guard.ts';
import { pyramidRemarks } from '../../domain/tiers/pyramid.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import type { RunSummary, TierCounts, TierEntry } from '../../store/entities.ts';
import type { StudentState } from './change.ts';

/** Students of a school who went the same way in a domain: the guard's view of a run, and its preview. */
export interface Transition {
  readonly domain: Domain;
  /** Empty for students whom no school lists. */
  readonly school: SchoolId;
  /** Absent when the last published run did not know them. */
  readonly from?: AssessedTier;
  /** Absent when this run does not know them any more. */
  readonly to?: AssessedTier;
  /** A first assessment, or an override's doing: aside for the guard. */
  readonly first: boolean;
  /** On no list of the school any more. */
  readonly exited: boolean;
  readonly students: number;
}

interface CountedTransition {
  readonly transition: Omit<Transition, 'students'>;
  students: number;
}

const TIERS: readonly (AssessedTier | undefined)[] = [undefined, 'notAssessed', 1, 2, 3];

/** A number for each way a student of a school can have gone. */
function placeOf(
  domain: Domain,
  from: AssessedTier | undefined,
  to: AssessedTier | undefined,
  first: boolean,
  exited: boolean,
): number {
  const way = (DOMAINS.indexOf(domain) * TIERS.length + TIERS.indexOf(from)) * TIERS.length + TIERS.indexOf(to);
  return way * 4 + (first ? 2 : 0) + (exited ? 1 : 0);
}

/** What people set or end is no implausible data, were it for a whole school. */
const isByOverride = (from: TierEntry | undefined, to: TierEntry): boolean =>
  (from?.computed ?? to.computed) !== undefined;

/** Adds up transitions as students are compared, in space for schools, not for students. */
export class TransitionCounter {
  readonly #sameSchoolYear: boolean;
  /** By school and `placeOf`. */
  readonly #counts = new Map<SchoolId, Map<number, CountedTransition>>();

  constructor(sameSchoolYear: boolean) {
    this.#sameSchoolYear = sameSchoolYear;
  }

  add(before: StudentState | undefined, now: StudentState | undefined): void {
    for (const domain of DOMAINS) {
      const from = before?.tiers.find((entry) => entry.domain === domain);
      const to = now?.tiers.find((entry) => entry.domain === domain);
      const directory = now?.directory ?? before?.directory;
      const school = directory?.school ?? '';
      const exited = directory?.exited ?? false;
      const first = to ? isFirstAssessment(from, to, this.#sameSchoolYear) || isByOverride(from, to) : false;
      const ofSchool = this.#ofSchool(school);
      const place = placeOf(domain, from?.tier, to?.tier, first, exited);
      const counted = ofSchool.get(place);
      if (counted) {
        counted.students += 1;
        continue;
      }
      const moved = { ...(from && { from: from.tier }), ...(to && { to: to.tier }) };
      ofSchool.set(place, { transition: { domain, school, ...moved, first, exited }, students: 1 });
    }
  }

  #ofSchool(school: SchoolId): Map<number, CountedTransition> {
    const known = this.#counts.get(school) ?? new Map<number, CountedTransition>();
    this.#counts.set(school, known);
    return known;
  }

  /** In no order. */
  transitions(): readonly Transition[] {
    return [...this.#counts.values()]
      .flatMap((ofSchool) => [...ofSchool.values()])
      .map(({ transition, students }) => ({ ...transition, students }));
  }
}

/** Transitions of several counts as one, in an order of their own, not of the students'. */
export function addedUp(counts: readonly Transition[]): readonly Transition[] {
  const all = new Map<string, Transition>();
  for (const each of counts) {
    const { domain, school, from, to, first, exited, students } = each;
    const key = `${domain}\n${school}\n${from}\n${to}\n${first}\n${exited}`;
    all.set(key, { ...each, students: students + (all.get(key)?.students ?? 0) });
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, transition]) => transition);
}

/** The same, one move for each student, as the guard takes them. */
export function* movesOf(transitions: readonly Transition[]): Generator<TierMove> {
  for (const { domain, school, from, to, first, students } of transitions) {
    for (let student = 0; student < students; student++) yield { domain, school, from, to, first };
  }
}

/**
 * Students by tier, in the district and by school. Those who have left count in the district's figures and in no
 * school's.
 */
export function summariesOf(transitions: readonly Transition[]): readonly RunSummary[] {
  return DOMAINS.map((domain) => {
    const ofDomain = transitions.filter((each) => each.domain === domain);
    const listed = ofDomain.filter((each) => each.school !== '' && !each.exited);
    const schools = [...new Set(listed.map((each) => each.school))].sort();
    const counts = countsOf(ofDomain);
    const pyramid = pyramidRemarks(counts);
    return {
      domain,
      counts,
      bySchool: Object.fromEntries(
        schools.map((school) => [school, countsOf(listed.filter((each) => each.school === school))]),
      ),
      ...(pyramid.length > 0 && { pyramid }),
    };
  });
}

function countsOf(transitions: readonly Transition[]): TierCounts {
  const counts = { '1': 0, '2': 0, '3': 0, notAssessed: 0 };
  for (const { to, students } of transitions) if (to !== undefined) counts[to] += students;
  return counts;
}
