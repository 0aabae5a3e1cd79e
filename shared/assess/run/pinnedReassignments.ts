import { createHash } from 'node:crypto';
import type { Reassignment } from '../../domain/caseload/reassignment.ts';
import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import { standingReassignments } from '../../store/standingReassignments.ts';

/** Names the reassignments of a run: they are an object of the lake, since inputs must not name students. */
export interface ReassignmentsPin {
  /** All that stands up to this one is in the object; readers lay later ones over what the run publishes. */
  readonly revision: number;
  /** Hex SHA-256 of the object's content; absent when nothing stands any more. */
  readonly sha256?: string;
}

const reassignmentsKey = (sha256: string) => `runs/reassignments/${sha256}.json`;

/** Pins what stands of reassignments; undefined before the first one. The object is named by its content. */
export async function pinReassignments(lake: Lake): Promise<ReassignmentsPin | undefined> {
  const { revision, standing } = await standingReassignments();
  if (revision === 0) return undefined;
  if (standing.length === 0) return { revision };
  const sha256 = createHash('sha256').update(JSON.stringify(standing)).digest('hex');
  await putJson(lake, reassignmentsKey(sha256), standing);
  return { revision, sha256 };
}

/** The reassignments a run is pinned to, ascending by revision. */
export async function readPinnedReassignments(
  lake: Lake,
  pin: ReassignmentsPin | undefined,
): Promise<readonly Reassignment[]> {
  if (pin?.sha256 === undefined) return [];
  const reassignments = await getJson(lake, reassignmentsKey(pin.sha256));
  if (!reassignments) throw new Error(`the lake has no reassignments ${pin.sha256}`);
  return reassignments as readonly Reassignment[];
}
