import type { CourseAttempt } from '../domain/graduation/attempts.ts';
import type { SchoolId, StudentId } from '../domain/identity.ts';
import { getJson, type Lake, putJson } from '../lake/lake.ts';
import type { FrozenInputs } from '../store/yearEnds.ts';
import type { GraduationSettings } from '../tenant/graduation.ts';

/** Everything an audit reads beside its batch, `year-ends/<year>/<attempt>/inputs.json`. */
export interface YearEndInputs extends FrozenInputs {
  readonly schoolYear: number;
  readonly attempt: number;
  readonly students: number;
  readonly batches: number;
  /** The tenant's settings at the freeze: a deployment in between changes nothing. */
  readonly graduation: GraduationSettings;
}

/** One student as frozen: the enrolment that counts and every transcript row. */
export interface FrozenStudent {
  readonly sourcedId: StudentId;
  readonly school: SchoolId;
  readonly plan?: string;
  readonly attempts: readonly CourseAttempt[];
}

const folder = (schoolYear: number, attempt: number) => `year-ends/${schoolYear}/${attempt}`;
const inputsKey = (schoolYear: number, attempt: number) => `${folder(schoolYear, attempt)}/inputs.json`;
const batchKey = (schoolYear: number, attempt: number, batch: number) =>
  `${folder(schoolYear, attempt)}/batches/${batch}.json`;

export async function writeInputs(lake: Lake, inputs: YearEndInputs): Promise<void> {
  await putJson(lake, inputsKey(inputs.schoolYear, inputs.attempt), inputs);
}

/** Throws when the closing was not frozen. */
export async function readInputs(lake: Lake, schoolYear: number, attempt: number): Promise<YearEndInputs> {
  const inputs = await getJson(lake, inputsKey(schoolYear, attempt));
  if (!inputs) throw new Error('the lake has no frozen inputs of this closing');
  return inputs as YearEndInputs;
}

export async function writeBatch(
  lake: Lake,
  inputs: Pick<YearEndInputs, 'schoolYear' | 'attempt'>,
  batch: number,
  students: readonly FrozenStudent[],
): Promise<void> {
  await putJson(lake, batchKey(inputs.schoolYear, inputs.attempt, batch), students);
}

/** Throws when the closing has no such batch. */
export async function readBatch(
  lake: Lake,
  inputs: Pick<YearEndInputs, 'schoolYear' | 'attempt'>,
  batch: number,
): Promise<readonly FrozenStudent[]> {
  const students = await getJson(lake, batchKey(inputs.schoolYear, inputs.attempt, batch));
  if (!students) throw new Error(`the lake has no batch ${batch} of this closing`);
  return students as readonly FrozenStudent[];
}
