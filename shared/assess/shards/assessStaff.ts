import type { Lake } from '../../lake/lake.ts';
import { alongside } from '../compare/alongside.ts';
import type { StaffState } from '../compare/change.ts';
import { ChangeBatches } from '../compare/changeBatches.ts';
import { staffChange } from '../compare/staffDiff.ts';
import { announcementsOf } from '../compare/unfinished.ts';
import { Lines } from '../results/lines.ts';
import { runFiles } from '../run/runFiles.ts';
import type { RunInputs } from '../run/runInputs.ts';
import type { ChangeTotals, WrittenObject } from '../run/runManifest.ts';
import { rosterStaff } from '../staff/rosterStaff.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { objectOf, type PartComparison } from './assessPart.ts';
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
  { runId, unannounced }: RunInputs,
  inputs: AssessmentInputs,
  { before, torn }: Published,
  { rowsPerBatch }: PartComparison,
): Promise<StaffManifest> {
  const states = new Lines();
  const changes = new ChangeBatches(rowsPerBatch);
  const published = before ? await publishedStaff(lake, before.runId) : [];
  for (const member of alongside(staffNow(inputs), published, torn.staff)) {
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

async function publishedStaff(lake: Lake, runId: string): Promise<readonly StaffState[]> {
  const bytes = await lake.get(runFiles.staff(runId));
  if (!bytes) throw new Error(`the lake has no staff of run ${runId}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as StaffState);
}

/** Students who have left are on no caseload and in no section, whatever those files still say. */
function* staffNow(inputs: AssessmentInputs): Generator<[string, StaffState]> {
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
  for (const { access, caseload } of rosterStaff(inputs, hasLeft)) {
    yield [access.sourcedId, { sourcedId: access.sourcedId, access, caseload }];
  }
}
