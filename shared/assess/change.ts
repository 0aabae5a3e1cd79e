import type { SchoolId, StaffId, StudentId } from '../domain/identity.ts';
import type { Domain } from '../domain/tiers/result.ts';
import type { CaseloadEntry, DirectoryEntry, StaffAccess, TierChange, TierEntry } from '../store/entities.ts';

/** A student as readers see them once the run is published; a line of `students.ndjson`. */
export interface StudentState {
  readonly sourcedId: StudentId;
  readonly directory: DirectoryEntry;
  readonly tiers: readonly TierEntry[];
}

/** A member of staff likewise; a line of `staff.ndjson`. */
export interface StaffState {
  readonly sourcedId: StaffId;
  readonly access: StaffAccess;
  readonly caseload: readonly CaseloadEntry[];
}

/** A transition before its publication has a number. */
export type NewTierChange = Omit<TierChange, 'publication'>;

/** What a publication writes for one student; null takes a row out of sight. */
export interface StudentChange {
  readonly kind: 'student';
  readonly sourcedId: StudentId;
  readonly directory?: DirectoryEntry | null;
  /** Schools whose lists get the directory entry, and those whose lists lose the student. */
  readonly listedAt: readonly SchoolId[];
  readonly unlistedAt: readonly SchoolId[];
  readonly tiers: readonly { readonly domain: Domain; readonly entry: TierEntry | null }[];
  readonly tierChanges: readonly NewTierChange[];
  /** History rows of abandoned publications, to be deleted before the next number makes them visible. */
  readonly undone: readonly { readonly domain: Domain; readonly publication: number }[];
}

/** What it writes for a member of staff. */
export interface StaffChange {
  readonly kind: 'staff';
  readonly sourcedId: StaffId;
  readonly access?: StaffAccess | null;
  readonly assigned: readonly CaseloadEntry[];
  readonly unassigned: readonly StudentId[];
}

/** A change that was published before but may not have been announced. */
export interface Announcement {
  readonly kind: 'announcement';
  readonly change: TierChange;
}

/** A line of a batch of changes. */
export type Change = StudentChange | StaffChange | Announcement;

/** Rows of the student table that a change touches. */
export function rowsOf(change: Change): number {
  if (change.kind === 'announcement') return 1;
  if (change.kind === 'staff') {
    return (change.access === undefined ? 0 : 1) + change.assigned.length + change.unassigned.length;
  }
  const { directory, listedAt, unlistedAt, tiers, tierChanges, undone } = change;
  const members = listedAt.length + unlistedAt.length;
  return (directory === undefined ? 0 : 1) + members + tiers.length + tierChanges.length + undone.length;
}
