import { studentId } from '../../domain/identity.ts';
import { alongside } from '../compare/alongside.ts';
import { ChangeBatches } from '../compare/changeBatches.ts';
import { type IdRange, publishedLines, stateBeside } from '../compare/publishedLine.ts';
import { type DiffedRun, sameState, studentChange, type TornStudent } from '../compare/studentDiff.ts';
import { StudentStates } from '../compare/studentStates.ts';
import { type Transition, TransitionCounter } from '../compare/transitions.ts';
import { partNameLine } from '../names/nameLines.ts';
import { JsonBytes } from '../results/jsonBytes.ts';
import { Lines } from '../results/lines.ts';
import { ResultIndexBuilder } from '../results/resultIndex.ts';
import { writeResult } from '../results/resultLine.ts';
import type { PartManifest } from '../run/runManifest.ts';
import { objectOf } from '../run/writtenObject.ts';
import { tiersLine } from '../staff/caseloadCounts.ts';
import { type AssessedStudent, type AssessmentInputs, assessStudents } from '../students/assessStudents.ts';

/** Students in a part; the last one has fewer. A constant, so that the same students give the same objects. */
export const PART_STUDENTS = 2_000;

/** How a run is compared with the last published one; the same for every part. */
export interface PartComparison {
  readonly run: DiffedRun;
  /** Whether the last published run was of the same school year. */
  readonly sameSchoolYear: boolean;
  readonly rowsPerBatch: number;
}

/** A part and what the last published run had of students with its ids. */
export interface PartOrder {
  readonly part: number;
  readonly published: readonly Uint8Array[];
  readonly torn: ReadonlyMap<string, TornStudent>;
}

/** Everything a part writes, in memory. */
export interface AssessedPart {
  readonly manifest: PartManifest;
  readonly results: Uint8Array<ArrayBuffer>;
  readonly index: Uint8Array<ArrayBuffer>;
  readonly students: Uint8Array<ArrayBuffer>;
  readonly tiers: Uint8Array<ArrayBuffer>;
  readonly names: Uint8Array<ArrayBuffer>;
  readonly batches: readonly Uint8Array<ArrayBuffer>[];
  readonly transitions: readonly Transition[];
}

/** How many parts a district has; one without students has one, too, in which those of the last run leave. */
export const partCount = (students: number): number => Math.max(1, Math.ceil(students / PART_STUDENTS));

/** The ids that belong to a part: from its first student's on, up to the next part's first; nobody falls between two. */
export function rangeOf(ids: readonly string[], part: number): IdRange {
  return { from: part === 0 ? '' : (ids[part * PART_STUDENTS] ?? ''), to: ids[(part + 1) * PART_STUDENTS] };
}

/** Makes what assesses parts: its indexes of the district are built once. */
export function partAssessor(inputs: AssessmentInputs, comparison: PartComparison): (order: PartOrder) => AssessedPart {
  const { run, sameSchoolYear, rowsPerBatch } = comparison;
  const { ids } = inputs.students;
  const assess = assessStudents(inputs);
  const states = new StudentStates(run.asOf);
  const [results, rows, tiers, names] = [new Lines(), new Lines(), new Lines(), new Lines()];
  const line = new JsonBytes();
  const [index, changes] = [new ResultIndexBuilder(), new ChangeBatches(rowsPerBatch)];

  return ({ part, published, torn }) => {
    const range = rangeOf(ids, part);
    const [first, end] = [part * PART_STUDENTS, Math.min((part + 1) * PART_STUDENTS, ids.length)];
    const transitions = new TransitionCounter(sameSchoolYear);
    const assessed = withIds(assess(first, end));
    for (const student of alongside(assessed, publishedLines(published, range), torn)) {
      const was = student.before && stateBeside(student.before, student.now);
      const now = student.now && states.stateOf(student.now, was);
      let row: string | undefined;
      if (student.now && now) {
        index.add(student.sourcedId, results.length);
        line.clear();
        writeResult(line, student.now.result);
        results.addBytes(line.written());
        const isUnchanged = student.before !== undefined && was !== undefined && sameState(was, now);
        row = isUnchanged ? student.before.text : states.textOf(now);
        rows.add(row);
        if (!now.directory.exited) tiers.add(tiersLine(now.directory));
        names.add(partNameLine(now.directory));
      }
      transitions.add(was, now);
      const change = studentChange(studentId(student.sourcedId), was, now, student.torn, run);
      if (change) changes.add(change, row);
    }
    const { batches, totals } = changes.take();
    const written = {
      ...{ index: index.take(results.length), results: results.take() },
      ...{ students: rows.take(), tiers: tiers.take(), names: names.take() },
    };
    const manifest: PartManifest = {
      first: ids[first] ?? '',
      studentCount: end - first,
      results: objectOf(written.results),
      index: objectOf(written.index),
      students: objectOf(written.students),
      tiers: objectOf(written.tiers),
      batches: batches.length,
      changes: totals,
    };
    return { manifest, ...written, batches, transitions: transitions.transitions() };
  };
}

function* withIds(students: Iterable<AssessedStudent>): Generator<[string, AssessedStudent]> {
  for (const student of students) yield [student.result.sourcedId, student];
}
