import type { SchoolId, StudentId } from '../../domain/identity.ts';
import type { Lake } from '../../lake/lake.ts';
import type { NumberedRun } from '../../store/publications.ts';
import { readManifest } from '../run/runManifest.ts';
import { type Announcement, type Change, hasHistory, type StaffChange, type StudentChange } from './change.ts';
import { readChanges } from './changeBatches.ts';
import type { TornStaff } from './staffDiff.ts';
import type { TornStudent } from './studentDiff.ts';

/** Rows that abandoned publications may have written, by whose they are. */
export interface TornRows {
  readonly students: ReadonlyMap<string, TornStudent>;
  readonly staff: ReadonlyMap<string, TornStaff>;
}

/** Everything that abandoned publications were about to write: which of it they wrote is not known. */
export async function tornRows(lake: Lake, abandoned: readonly NumberedRun[]): Promise<TornRows> {
  const students = new Map<string, TornStudent>();
  const staff = new Map<string, TornStaff>();
  for (const { runId, publication } of abandoned) {
    for await (const change of changesOf(lake, runId)) {
      if (change.kind === 'student') tearStudent(students, change, publication);
      if (change.kind === 'staff') tearStaff(staff, change);
    }
  }
  return { students, staff };
}

function tearStudent(students: Map<string, TornStudent>, change: StudentChange, publication: number): void {
  const torn = students.get(change.sourcedId) ?? { schools: new Set<SchoolId>(), undone: [] };
  students.set(change.sourcedId, torn);
  for (const school of [...change.listedAt, ...change.unlistedAt]) torn.schools.add(school);
  // What it was to undo itself is in the changes of the abandoned publication before, which are read here as well.
  if (hasHistory(change)) torn.undone.push(publication);
}

function tearStaff(staff: Map<string, TornStaff>, change: StaffChange): void {
  const torn = staff.get(change.sourcedId) ?? new Set<StudentId>();
  staff.set(change.sourcedId, torn);
  for (const { sourcedId } of change.assigned) torn.add(sourcedId);
  for (const student of change.unassigned) torn.add(student);
}

/** The changes of a published run, to be announced where that run did not come to it. */
export async function* announcementsOf(lake: Lake, { runId, publication }: NumberedRun): AsyncGenerator<Announcement> {
  for await (const change of changesOf(lake, runId)) {
    if (change.kind === 'announcement') yield change;
    if (change.kind !== 'student') continue;
    const { sourcedId, tierChanges, happenings } = change;
    if (isAnnounced(change)) yield { kind: 'announcement', sourcedId, publication, tierChanges, happenings };
  }
}

/** Transitions of a first publication are no events. */
export const isAnnounced = ({ tierChanges, happenings }: StudentChange | Announcement): boolean =>
  happenings.length > 0 || tierChanges.some(({ cause }) => cause !== 'baseline');

async function* changesOf(lake: Lake, runId: string): AsyncGenerator<Change> {
  const manifest = await readManifest(lake, runId);
  for (let batch = 0; batch < manifest.changes.batches; batch++) yield* await readChanges(lake, manifest, batch);
}
