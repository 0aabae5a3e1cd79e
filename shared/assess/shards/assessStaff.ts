import { type Lake, putJson } from '../../lake/lake.ts';
import { alongside } from '../compare/alongside.ts';
import type { StaffState } from '../compare/change.ts';
import { ChangeBatches } from '../compare/changeBatches.ts';
import { staffChange } from '../compare/staffDiff.ts';
import { announcementsOf } from '../compare/unfinished.ts';
import { Lines } from '../results/lines.ts';
import { readPinnedReassignments } from '../run/pinnedReassignments.ts';
import { runFiles } from '../run/runFiles.ts';
import type { RunInputs } from '../run/runInputs.ts';
import type { ChangeTotals, WrittenObject } from '../run/runManifest.ts';
import { objectOf } from '../run/writtenObject.ts';
import { readStaff } from '../staff/caseloadCounts.ts';
import { type CasesOfStaff, casesInForce } from '../staff/casesInForce.ts';
import { rosterStaff } from '../staff/rosterStaff.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { PartComparison } from './assessPart.ts';
import type { Published } from './pinnedDistrict.ts';

const NDJSON = 'application/x-ndjson';

/** The staff of a run, and the batches of all changes that belong to no part. */
export interface StaffManifest {
  readonly staff: WrittenObject;
  readonly batches: number;
  readonly changes: ChangeTotals;
}

/** Writes who sees whom, what of it changes, and what an earlier run left unannounced. */
export async function assessStaff(
  lake: Lake,
  { runId, unannounced, reassignments }: RunInputs,
  inputs: AssessmentInputs,
  { before, torn }: Published,
  { rowsPerBatch }: PartComparison,
): Promise<StaffManifest> {
  const states = new Lines();
  const changes = new ChangeBatches(rowsPerBatch);
  const published = before ? await readStaff(lake, before.runId) : [];
  const { cases, over } = casesInForce(inputs, await readPinnedReassignments(lake, reassignments));
  await putJson(lake, runFiles.overCases(runId), over);
  for (const member of alongside(staffNow(inputs, cases), published, torn.staff)) {
    if (member.now) states.add(JSON.stringify(member.now));
    const change = staffChange(member.sourcedId, member.before, member.now, member.torn);
    if (change) changes.add(change);
  }
  if (unannounced) for await (const announcement of announcementsOf(lake, unannounced)) changes.add(announcement);
  const { batches, totals } = changes.take();
  for (const [batch, lines] of batches.entries()) await lake.put(runFiles.otherChanges(runId, batch), lines, NDJSON);
  const staff = states.take();
  await lake.put(runFiles.staff(runId), staff, NDJSON);
  return { staff: objectOf(staff), batches: batches.length, changes: totals };
}

/** Students who have left are on no caseload and in no section, whatever those files still say. */
function* staffNow(inputs: AssessmentInputs, cases: CasesOfStaff): Generator<[string, StaffState]> {
  const { students, placeOf } = inputs;
  const exited = new Map<string, boolean>();
  const hasLeft = (student: string): boolean => {
    const known = exited.get(student);
    if (known !== undefined) return known;
    const place = students.indexOf.get(student);
    const left = place !== undefined && placeOf(place).exited;
    exited.set(student, left);
    return left;
  };
  for (const { access, caseload } of rosterStaff(inputs, cases, hasLeft)) {
    yield [access.sourcedId, { sourcedId: access.sourcedId, access, caseload }];
  }
}
