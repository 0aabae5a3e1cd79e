import type { SchoolId, StudentId } from '../../domain/identity.ts';
import { causeOf, happeningsOf } from '../../domain/tiers/happenings.ts';
import { DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { schoolsListing } from '../../store/directory.ts';
import type { NewHappening, NewTierChange, StudentChange, StudentState } from './change.ts';

/** What abandoned publications may have written for a student. */
export interface TornStudent {
  readonly schools: Set<SchoolId>;
  readonly undone: number[];
}

export interface DiffedRun {
  readonly runId: string;
  /** ISO day. */
  readonly asOf: string;
  /** No run was published before: transitions are the baseline. */
  readonly first: boolean;
}

/** Whether a state is the published one, made of its very parts. */
export const sameState = (before: StudentState, now: StudentState): boolean =>
  before.directory === now.directory && now.tiers.every((entry, index) => entry === before.tiers[index]);

/**
 * What has to be written so that readers see `now` instead of `before`; undefined when they are the same. Rows that an
 * abandoned publication may have touched are written whether they differ or not, and lists it may have put the student
 * on lose them.
 */
export function studentChange(
  sourcedId: StudentId,
  before: StudentState | undefined,
  now: StudentState | undefined,
  torn: TornStudent | undefined,
  run: DiffedRun,
): StudentChange | undefined {
  if (before && now && !torn && sameState(before, now)) return undefined;
  const relisted = torn !== undefined || !sameEntry(before, now);
  if (!relisted && before && now && sameTiers(before, now)) return undefined;
  const listedAt = relisted && now ? schoolsListing(now.directory) : [];
  const wasListedAt = new Set([...(before ? schoolsListing(before.directory) : []), ...(torn?.schools ?? [])]);
  return {
    kind: 'student',
    sourcedId,
    row: now ?? null,
    listedAt,
    unlistedAt: relisted ? [...wasListedAt].filter((school) => !listedAt.includes(school)).sort() : [],
    tierChanges: now ? transitions(before, now, run) : [],
    happenings: now ? happenings(before, now, run) : [],
    undone: torn?.undone ?? [],
  };
}

const sameTiers = (before: StudentState, now: StudentState): boolean =>
  before.tiers.length === now.tiers.length &&
  now.tiers.every(({ domain, signature }) => entryOf(before, domain)?.signature === signature);

const entryOf = (state: StudentState | undefined, domain: Domain) =>
  state?.tiers.find((entry) => entry.domain === domain);

function sameEntry(before: StudentState | undefined, now: StudentState | undefined): boolean {
  if (!before || !now) return before === now;
  const [was, is] = [before.directory, now.directory];
  const { givenName, familyName, grade, school, exited } = is;
  return (
    was.givenName === givenName &&
    was.familyName === familyName &&
    was.grade === grade &&
    was.school === school &&
    was.exited === exited &&
    same(was.schools, is.schools) &&
    same(was.programs, is.programs) &&
    DOMAINS.every(
      (domain) =>
        was.tiers[domain] === is.tiers[domain] &&
        was.moving?.[domain] === is.moving?.[domain] &&
        same(was.flags?.[domain], is.flags?.[domain]),
    )
  );
}

const same = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

function transitions(before: StudentState | undefined, now: StudentState, run: DiffedRun): readonly NewTierChange[] {
  return now.tiers.flatMap((entry) => {
    const was = entryOf(before, entry.domain);
    // Who is first heard of, and of whom nothing is known, has moved nowhere.
    if (was?.tier === entry.tier || (!was && entry.tier === 'notAssessed')) return [];
    return [
      {
        sourcedId: now.directory.sourcedId,
        domain: entry.domain,
        from: was?.tier ?? null,
        to: entry.tier,
        cause: causeOf(was, entry, run.first),
        reasonCodes: entry.reasonCodes,
        asOf: entry.since,
        runId: run.runId,
      },
    ];
  });
}

function happenings(before: StudentState | undefined, now: StudentState, run: DiffedRun): readonly NewHappening[] {
  return now.tiers.flatMap((entry) => {
    const found = happeningsOf(entryOf(before, entry.domain), entry, run.first);
    return found.map((each) => ({ ...each, asOf: run.asOf, runId: run.runId }));
  });
}
