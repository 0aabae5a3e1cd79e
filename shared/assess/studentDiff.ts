import type { SchoolId, StudentId } from '../domain/identity.ts';
import { DOMAINS, type Domain, type DomainResult } from '../domain/tiers/result.ts';
import { schoolsListing } from '../store/directory.ts';
import type { TierEntry } from '../store/entities.ts';
import type { AssessedStudent } from './assessStudents.ts';
import type { NewTierChange, StudentChange, StudentState } from './change.ts';

/** What abandoned publications may have written for a student. */
export interface TornStudent {
  readonly schools: Set<SchoolId>;
  readonly undone: { readonly domain: Domain; readonly publication: number }[];
}

export interface DiffedRun {
  readonly runId: string;
  /** ISO day. */
  readonly asOf: string;
  /** No run was published before: transitions are the baseline. */
  readonly first: boolean;
}

/** What readers will see of a student: a tier whose result has not changed keeps its entry as it was published. */
export function studentState(
  { result, directory }: AssessedStudent,
  before: StudentState | undefined,
  run: DiffedRun,
): StudentState {
  const tiers = DOMAINS.map((domain) => {
    const published = before?.tiers.find((entry) => entry.domain === domain);
    const assessed = result.domains[domain];
    return published?.signature === assessed.signature ? published : tierEntry(domain, assessed, published, run);
  });
  return { sourcedId: result.sourcedId, directory, tiers };
}

/** Whether a state is the published one, made of its very parts. */
export const sameState = (before: StudentState, now: StudentState): boolean =>
  before.directory === now.directory && now.tiers.every((entry, index) => entry === before.tiers[index]);

function tierEntry(domain: Domain, result: DomainResult, before: TierEntry | undefined, run: DiffedRun): TierEntry {
  const { tier, reasons, flags, thresholds, signature } = result;
  return {
    domain,
    tier,
    reasonCodes: reasons.map(({ code }) => code),
    flags,
    thresholds,
    signature,
    since: before?.tier === tier ? before.since : (result.asOf ?? run.asOf),
    runId: run.runId,
  };
}

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
  const listedAt = relisted && now ? schoolsListing(now.directory) : [];
  const wasListedAt = new Set([...(before ? schoolsListing(before.directory) : []), ...(torn?.schools ?? [])]);
  const tiers = DOMAINS.flatMap((domain) => {
    const [was, is] = [entryOf(before, domain), entryOf(now, domain)];
    const unchanged = was === is || (is !== undefined && was?.signature === is.signature);
    return unchanged && !torn ? [] : [{ domain, entry: is ?? null }];
  });
  const change: StudentChange = {
    kind: 'student',
    sourcedId,
    ...(relisted && { directory: now?.directory ?? null }),
    listedAt,
    unlistedAt: relisted ? [...wasListedAt].filter((school) => !listedAt.includes(school)).sort() : [],
    tiers,
    tierChanges: now ? transitions(before, now, run) : [],
    undone: torn?.undone ?? [],
  };
  return relisted || tiers.length > 0 ? change : undefined;
}

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
    same(was.flags, is.flags) &&
    DOMAINS.every((domain) => was.tiers[domain] === is.tiers[domain])
  );
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

function transitions(before: StudentState | undefined, now: StudentState, run: DiffedRun): readonly NewTierChange[] {
  return now.tiers.flatMap((entry) => {
    const was = entryOf(before, entry.domain);
    if (was?.tier === entry.tier) return [];
    const cause = run.first ? 'baseline' : was && was.thresholds !== entry.thresholds ? 'thresholds' : 'data';
    return [
      {
        sourcedId: now.sourcedId,
        domain: entry.domain,
        from: was?.tier ?? null,
        to: entry.tier,
        cause,
        reasonCodes: entry.reasonCodes,
        asOf: entry.since,
        runId: run.runId,
      },
    ];
  });
}
