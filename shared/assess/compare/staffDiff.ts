import { type StudentId, staffId } from '../../domain/identity.ts';
import type { StaffChange, StaffState } from './change.ts';

/** Students that abandoned publications may have put on a caseload. */
export type TornStaff = Set<StudentId>;

/**
 * What has to be written so that readers see `now` instead of `before`; undefined when they are the same. Rows that an
 * abandoned publication may have touched are written whether they differ or not.
 */
export function staffChange(
  sourcedId: string,
  before: StaffState | undefined,
  now: StaffState | undefined,
  torn: TornStaff | undefined,
): StaffChange | undefined {
  const same = (a: unknown, b: unknown) => !torn && JSON.stringify(a) === JSON.stringify(b);
  const was = new Map(before?.caseload.map((entry) => [entry.sourcedId, entry]));
  const is = new Map(now?.caseload.map((entry) => [entry.sourcedId, entry]));
  const moved = !same(before?.access, now?.access);
  const assigned = [...is.values()].filter((entry) => !same(was.get(entry.sourcedId), entry));
  const unassigned = [...new Set([...was.keys(), ...(torn ?? [])])].filter((student) => !is.has(student)).sort();
  if (!moved && assigned.length === 0 && unassigned.length === 0) return undefined;
  return {
    kind: 'staff',
    sourcedId: staffId(sourcedId),
    ...(moved && { access: now?.access ?? null }),
    assigned,
    unassigned,
  };
}
