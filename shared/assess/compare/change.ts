import type { SchoolId, StaffId, StudentId } from '../../domain/identity.ts';
import type { Happening } from '../../domain/tiers/happenings.ts';
import type { CaseloadEntry, StaffAccess, StudentRow, TierChange } from '../../store/entities.ts';

/** A student as readers see them once the run is published; a line of a part's `students.ndjson`. */
export type StudentState = StudentRow;

/** A member of staff likewise; a line of `staff.ndjson`. */
export interface StaffState {
  readonly sourcedId: StaffId;
  readonly access: StaffAccess;
  readonly caseload: readonly CaseloadEntry[];
}

/** A transition before its publication has a number. */
export type NewTierChange = Omit<TierChange, 'publication'>;

/** What newly holds of a student, with the run that found it. */
export interface NewHappening extends Happening {
  readonly asOf: string;
  readonly runId: string;
}

/** What a publication writes for one student; null takes a row out of sight. */
export interface StudentChange {
  readonly kind: 'student';
  readonly sourcedId: StudentId;
  readonly row: StudentRow | null;
  /** Schools whose lists get the directory entry, and those whose lists lose the student. */
  readonly listedAt: readonly SchoolId[];
  readonly unlistedAt: readonly SchoolId[];
  readonly tierChanges: readonly NewTierChange[];
  readonly happenings: readonly NewHappening[];
  /** Publications that were abandoned: their history goes before the next number makes it visible. */
  readonly undone: readonly number[];
}

/** What it writes for a member of staff. */
export interface StaffChange {
  readonly kind: 'staff';
  readonly sourcedId: StaffId;
  readonly access?: StaffAccess | null;
  readonly assigned: readonly CaseloadEntry[];
  readonly unassigned: readonly StudentId[];
}

/** Changes of one student that were published before but may not have been announced. */
export interface Announcement {
  readonly kind: 'announcement';
  readonly sourcedId: StudentId;
  readonly publication: number;
  readonly tierChanges: readonly NewTierChange[];
  readonly happenings: readonly NewHappening[];
}

/** A line of a batch of changes. */
export type Change = StudentChange | StaffChange | Announcement;

/** Whether a change goes into the student's history. */
export const hasHistory = ({ tierChanges, happenings }: StudentChange): boolean =>
  tierChanges.length > 0 || happenings.length > 0;

/** Rows of the student table that a change touches. */
export function rowsOf(change: Change): number {
  if (change.kind === 'announcement') return 1;
  if (change.kind === 'staff') {
    return (change.access === undefined ? 0 : 1) + change.assigned.length + change.unassigned.length;
  }
  const { listedAt, unlistedAt, undone } = change;
  return 1 + listedAt.length + unlistedAt.length + (hasHistory(change) ? 1 : 0) + undone.length;
}

/** A change as the line of its batch. `row` is the text of the student's row where that has been written before. */
export function changeLine(change: Change, row?: string): string {
  if (change.kind !== 'student' || row === undefined) return JSON.stringify(change);
  const { kind: _, row: __, ...rest } = change;
  return `{"kind":"student","row":${row},${JSON.stringify(rest).slice(1)}`;
}
