import { parseDay } from '../calendar/day.ts';
import type { Personal } from '../identity.ts';
import type { IsoDay } from '../record/studentRecord.ts';
import type { FamilyGrant } from './familyRights.ts';

/** Who recorded, gave or revoked a grant, by `sourcedId` of users.csv. */
export interface GrantActor {
  readonly kind: 'staff' | 'student';
  readonly sourcedId: Personal;
}

/** A grant with what proves it. */
export interface RecordedGrant extends FamilyGrant {
  readonly grantId: string;
  /** What was seen, and where it is kept: of grants that staff have recorded. */
  readonly evidence?: string;
  /** What the student gives the records for (34 CFR 99.30(b)(2)): of consents given here. */
  readonly purpose?: string;
  readonly recordedBy: GrantActor;
  /** Instant. */
  readonly recordedAt: string;
  /** The local day of `revokedAt`. */
  readonly revokedOn?: IsoDay;
  readonly revokedBy?: GrantActor;
}

/** What staff record of one guardian. */
export type GrantEntry = Pick<RecordedGrant, 'guardianSourcedId' | 'basis' | 'from' | 'validUntil'> & {
  readonly evidence: string;
};

/** A dependency is one of a tax year, and verified anew with the next one: some days more than a year. */
const MAX_DEPENDENCY_DAYS = 400;

/** Why an entry cannot stand; undefined when it can, or stands already. */
export function entryProblem(
  entry: GrantEntry,
  standing: readonly RecordedGrant[],
  today: IsoDay,
): 'period' | 'revoked' | undefined {
  if (standing.some((each) => isSame(each, entry))) return undefined;
  const { basis, from, validUntil, guardianSourcedId } = entry;
  const days = (parseDay(validUntil) ?? 0) - (parseDay(from) ?? 0);
  if (from > today || days < 0 || (basis === 'dependentStudent' && days > MAX_DEPENDENCY_DAYS)) return 'period';
  const isTakenBack = standing.some(
    (each) =>
      each.basis === basis &&
      each.guardianSourcedId === guardianSourcedId &&
      each.revokedOn !== undefined &&
      from < each.revokedOn,
  );
  return isTakenBack && basis === 'consent' ? 'revoked' : undefined;
}

const isSame = (grant: RecordedGrant, entry: GrantEntry): boolean =>
  isOfStaff(grant) &&
  grant.guardianSourcedId === entry.guardianSourcedId &&
  grant.basis === entry.basis &&
  grant.evidence === entry.evidence &&
  grant.from === entry.from &&
  grant.validUntil === entry.validUntil;

export const isOfStaff = ({ recordedBy }: RecordedGrant): boolean => recordedBy.kind === 'staff';

/**
 * The grants after staff have said which of theirs are to stand. An entry that was there stays as it was recorded, and
 * revoked if it was; what students have given or revoked is not theirs to change.
 * @param make a new grant of an entry, by its place
 */
export function withEntries(
  known: readonly RecordedGrant[],
  entries: readonly GrantEntry[],
  make: (entry: GrantEntry, place: number) => RecordedGrant,
): readonly RecordedGrant[] {
  const listed = entries.map((entry, place) => known.find((each) => isSame(each, entry)) ?? make(entry, place));
  const kept = known.filter((each) => !isOfStaff(each) || each.revokedAt !== undefined);
  return [...new Set([...kept, ...listed])];
}

/** Ended grants that are kept beside those that stand; every change keeps all of its own. */
const MAX_ENDED = 30;

/** The grants without the oldest of those that have ended. */
export function withoutOldEnded(grants: readonly RecordedGrant[], today: IsoDay): readonly RecordedGrant[] {
  const ended = grants.filter(({ revokedAt, validUntil }) => revokedAt !== undefined || validUntil < today);
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - MAX_ENDED)));
  return grants.filter((each) => !dropped.has(each));
}
