import type { SchoolId } from '../identity.ts';
import type { AssessedTier, Domain } from './result.ts';

/** One student in one domain: what the last published run said and what this one says. */
export interface TierMove {
  readonly domain: Domain;
  /** The school that lists the student. */
  readonly school: SchoolId;
  /** Undefined when the last published run did not know the student. */
  readonly from: AssessedTier | undefined;
  /** Undefined when this run does not know the student any more. */
  readonly to: AssessedTier | undefined;
  /** See `isFirstAssessment`; such moves say nothing about the data. */
  readonly first: boolean;
}

/** Why a run is held until someone releases it; counts are students of one school. */
export interface GuardHold {
  readonly code: 'guard.tier3Rise' | 'guard.fallToTier1' | 'guard.fallToNotAssessed';
  readonly domain: Domain;
  readonly school: SchoolId;
  /** How many moved, and how many there were to compare with. */
  readonly moved: number;
  readonly before: number;
  readonly message: string;
}

/** A move of this many students or fewer never holds a run. */
const TOLERATED = 10;

interface SchoolCounts {
  readonly domain: Domain;
  readonly school: SchoolId;
  tier3Before: number;
  tier3After: number;
  raisedBefore: number;
  assessedBefore: number;
  toTier1: number;
  toNotAssessed: number;
}

/** What a published or new result tells about its basis. */
export interface AssessedBefore {
  readonly tier: AssessedTier;
  readonly reasonCodes: readonly string[];
}

/**
 * Whether a move is a first assessment of the year: the student was not assessed before, the counts of the first weeks
 * gave way to rates, or the comparison is with another school year.
 */
export function isFirstAssessment(
  before: AssessedBefore | undefined,
  after: AssessedBefore,
  sameSchoolYear: boolean,
): boolean {
  if (!sameSchoolYear || before === undefined || before.tier === 'notAssessed') return true;
  return before.reasonCodes[0] === 'daysMissed' && after.reasonCodes[0] === 'absenceRate';
}

/**
 * Compares a run with the last published one, school by school and domain by domain. It is held when in one school
 * - tier 3 more than doubles and grows by more than 10 students, or
 * - more than 10 students and more than half of those in tiers 2 and 3 fall to tier 1, or
 * - more than 10 students and more than half of those assessed become `notAssessed`.
 * First assessments of the year, and students whom only one of the runs knows, are aside.
 */
export function guardHolds(moves: Iterable<TierMove>): readonly GuardHold[] {
  const schools = new Map<string, SchoolCounts>();
  for (const move of moves) {
    if (!move.first && move.from !== undefined && move.to !== undefined) countMove(countsOf(schools, move), move);
  }
  const inOrder = [...schools].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.flatMap(([, counts]) => holdsOf(counts));
}

function countsOf(schools: Map<string, SchoolCounts>, { domain, school }: TierMove): SchoolCounts {
  const key = `${domain}\n${school}`;
  let counts = schools.get(key);
  if (counts === undefined) {
    const none = { tier3Before: 0, tier3After: 0, raisedBefore: 0, assessedBefore: 0, toTier1: 0, toNotAssessed: 0 };
    counts = { domain, school, ...none };
    schools.set(key, counts);
  }
  return counts;
}

function countMove(counts: SchoolCounts, { from, to }: TierMove): void {
  const raised = from === 2 || from === 3;
  if (from === 3) counts.tier3Before += 1;
  if (to === 3) counts.tier3After += 1;
  if (raised) counts.raisedBefore += 1;
  if (from !== 'notAssessed') counts.assessedBefore += 1;
  if (raised && to === 1) counts.toTier1 += 1;
  if (from !== 'notAssessed' && to === 'notAssessed') counts.toNotAssessed += 1;
}

function holdsOf(counts: SchoolCounts): readonly GuardHold[] {
  const { domain, school } = counts;
  const holds: GuardHold[] = [];
  const grown = counts.tier3After - counts.tier3Before;
  if (grown > TOLERATED && counts.tier3After > 2 * counts.tier3Before) {
    const message = `${domain}: tier 3 of school ${school} would rise from ${counts.tier3Before} to ${counts.tier3After} students`;
    holds.push({ code: 'guard.tier3Rise', domain, school, moved: grown, before: counts.tier3Before, message });
  }
  if (isLarge(counts.toTier1, counts.raisedBefore)) {
    const message = `${domain}: ${counts.toTier1} of ${counts.raisedBefore} students in tiers 2 and 3 of school ${school} would fall to tier 1`;
    const before = counts.raisedBefore;
    holds.push({ code: 'guard.fallToTier1', domain, school, moved: counts.toTier1, before, message });
  }
  if (isLarge(counts.toNotAssessed, counts.assessedBefore)) {
    const message = `${domain}: ${counts.toNotAssessed} of ${counts.assessedBefore} assessed students of school ${school} would not be assessed any more`;
    const before = counts.assessedBefore;
    holds.push({ code: 'guard.fallToNotAssessed', domain, school, moved: counts.toNotAssessed, before, message });
  }
  return holds;
}

const isLarge = (moved: number, of: number): boolean => moved > TOLERATED && moved * 2 > of;
