import { parseDay } from '../domain/calendar/day.ts';
import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { studentId } from '../domain/identity.ts';
import { DOMAINS } from '../domain/tiers/result.ts';
import type { Lake } from '../lake/lake.ts';
import { loadEdition } from '../lake/reader.ts';
import { alongside } from './alongside.ts';
import { type AssessedStudent, type AssessmentInputs, assessmentInputs, assessStudents } from './assessStudents.ts';
import type { StaffState, StudentState } from './change.ts';
import { ChangeBatches } from './changeBatches.ts';
import { openDistrict } from './districtTables.ts';
import { JsonBytes } from './jsonBytes.ts';
import { putObject, writeObject } from './objectWriter.ts';
import { publishedLines, stateBeside } from './publishedLine.ts';
import { ResultIndexBuilder } from './resultIndex.ts';
import { writeResult } from './resultLine.ts';
import { rosterStaff } from './rosterStaff.ts';
import { runFiles } from './runFiles.ts';
import { inputsHashOf, type RunInputs, tenantOfRun } from './runInputs.ts';
import { type RunManifest, readManifest, writeManifest } from './runManifest.ts';
import { staffChange } from './staffDiff.ts';
import { type DiffedRun, sameState, studentChange, studentState } from './studentDiff.ts';
import { TransitionCounter } from './transitions.ts';
import { announcementsOf, type TornRows, tornRows } from './unfinished.ts';

const NDJSON = 'application/x-ndjson';

/** What a run is compared with and where its changes go. */
interface Comparison {
  readonly lake: Lake;
  readonly run: DiffedRun;
  readonly before?: RunManifest;
  readonly torn: TornRows;
  readonly batches: ChangeBatches;
}

/**
 * Assesses the district a run is pinned to and writes everything about it to the lake: results with their index, what
 * readers will see, the changes against the last published run, and last the manifest. Nothing is published. Done again
 * it writes the same bytes.
 */
export async function assessDistrict(lake: Lake, pinned: RunInputs): Promise<RunManifest> {
  const edition = await loadEdition(lake, pinned.edition);
  const tenant = await tenantOfRun(lake, pinned);
  const tables = await openDistrict(lake, edition);
  const inputs = assessmentInputs(tables, pinned.coverage, tenant, dayOf(pinned.asOf));
  const before = pinned.comparedWith && (await readManifest(lake, pinned.comparedWith.runId));
  const torn = await tornRows(lake, pinned.abandoned);
  const batches = new ChangeBatches(lake, pinned.runId, mostRows(inputs, torn));
  const run = { runId: pinned.runId, asOf: pinned.asOf, first: before === undefined };
  const comparison = { lake, run, ...(before && { before }), torn, batches };

  const yearOf = (asOf: string) => schoolYearOf(dayOf(asOf), tenant.schoolYear.startsOn).name;
  const transitions = new TransitionCounter(before !== undefined && yearOf(before.asOf) === yearOf(pinned.asOf));
  const { left, ...students } = await writeStudents(inputs, comparison, transitions);
  const staff = await writeStaff(inputs, comparison, left);
  if (pinned.unannounced) {
    for await (const announcement of announcementsOf(lake, pinned.unannounced)) await batches.add(announcement);
  }
  const manifest: RunManifest = {
    runId: pinned.runId,
    asOf: pinned.asOf,
    edition: edition.number,
    tables: Object.fromEntries(Object.entries(edition.tables).map(([name, table]) => [name, table.sha256])),
    configurationVersion: pinned.configurationVersion,
    inputsHash: inputsHashOf(pinned),
    ...(pinned.comparedWith && { comparedWith: pinned.comparedWith }),
    ...students,
    staff,
    studentCount: inputs.students.ids.length,
    changes: await batches.end(),
    transitions: transitions.transitions(),
  };
  await writeManifest(lake, manifest);
  return manifest;
}

function dayOf(isoDay: string): number {
  const day = parseDay(isoDay);
  if (day === undefined) throw new RangeError('a run is pinned to an ISO day');
  return day;
}

/** About the most rows a run can change: a student's own, their places on lists, and those of every class enrolment. */
function mostRows({ students, tables }: AssessmentInputs, torn: TornRows): number {
  const perStudent = 2 + 3 * DOMAINS.length;
  const listed = tables.schoolEnrollments.rowCount + tables.caseloads.rowCount + tables.enrollments.rowCount;
  return perStudent * (students.ids.length + torn.students.size) + 2 * listed;
}

async function writeStudents(inputs: AssessmentInputs, comparison: Comparison, transitions: TransitionCounter) {
  const { lake, run, before, torn, batches } = comparison;
  const results = writeObject(lake, runFiles.results(run.runId), NDJSON);
  const states = writeObject(lake, runFiles.students(run.runId), NDJSON);
  const index = new ResultIndexBuilder();
  const line = new JsonBytes();
  const left = new Set<string>();
  const assessed = withIds(assessStudents(inputs));
  const published = publishedLines<StudentState>(
    lake,
    before && runFiles.students(before.runId),
    before?.students.bytes,
  );
  for await (const student of alongside(assessed, published, torn.students)) {
    const was = student.before && stateBeside(student.before, student.now);
    const now = student.now && studentState(student.now, was, run);
    if (student.now && now) {
      const offset = results.bytes;
      line.clear();
      writeResult(line, student.now.result);
      const written = results.lineOf(line.written());
      if (written) await written;
      index.add(student.sourcedId, { offset, length: results.bytes - offset - 1 });
      const isUnchanged = student.before !== undefined && was !== undefined && sameState(was, now);
      const kept = states.line(isUnchanged ? student.before.text : JSON.stringify(now));
      if (kept) await kept;
      if (now.directory.exited) left.add(student.sourcedId);
    }
    transitions.add(was, now);
    const change = studentChange(studentId(student.sourcedId), was, now, student.torn, run);
    if (change) await batches.add(change);
  }
  const indexed = await putObject(lake, runFiles.index(run.runId), index.encode());
  return { results: await results.end(), students: await states.end(), index: indexed, left };
}

async function writeStaff(inputs: AssessmentInputs, comparison: Comparison, left: ReadonlySet<string>) {
  const { lake, run, before, torn, batches } = comparison;
  const states = writeObject(lake, runFiles.staff(run.runId), NDJSON);
  const published = publishedLines<StaffState>(lake, before && runFiles.staff(before.runId), before?.staff.bytes);
  for await (const member of alongside(staffNow(inputs, left), published, torn.staff)) {
    if (member.now) await states.line(JSON.stringify(member.now));
    const change = staffChange(member.sourcedId, member.before?.state, member.now, member.torn);
    if (change) await batches.add(change);
  }
  return states.end();
}

function* staffNow(inputs: AssessmentInputs, left: ReadonlySet<string>): Generator<[string, StaffState]> {
  for (const { access, caseload } of rosterStaff(inputs, (student) => left.has(student))) {
    yield [access.sourcedId, { sourcedId: access.sourcedId, access, caseload }];
  }
}

function* withIds(students: Iterable<AssessedStudent>): Generator<[string, AssessedStudent]> {
  for (const student of students) yield [student.result.sourcedId, student];
}
