import { type Day, parseDay } from '../../domain/calendar/day.ts';
import { schoolYearOf } from '../../domain/calendar/schoolYear.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import type { Coverage, Edition } from '../../lake/edition.ts';
import type { Lake } from '../../lake/lake.ts';
import { loadEdition } from '../../lake/reader.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { rowsPerBatch } from '../compare/changeBatches.ts';
import { type TornRows, tornRows } from '../compare/unfinished.ts';
import { overridesOf, type PinnedOverride, readPinnedOverrides, withOverrides } from '../run/pinnedOverrides.ts';
import { type RunInputs, tenantOfRun } from '../run/runInputs.ts';
import { type RunManifest, readManifest } from '../run/runManifest.ts';
import { type AssessmentInputs, assessmentInputs } from '../students/assessStudents.ts';
import { loadTables, openTables, type StoredTables } from '../students/districtTables.ts';
import { type PartComparison, partCount } from './assessPart.ts';

/** What a run is pinned to, loaded: all that a thread needs to assess a part of it. */
export interface PinnedDistrict {
  readonly tables: StoredTables;
  readonly coverage: Coverage;
  readonly tenant: Tenant;
  readonly asOf: Day;
  /** The local date of the run, ISO: overrides act up to their last day. */
  readonly date: string;
  readonly overrides: readonly PinnedOverride[];
}

export async function loadDistrict(lake: Lake, pinned: RunInputs, shared: boolean): Promise<PinnedDistrict> {
  const edition = await loadEdition(lake, pinned.edition);
  const tenant = await tenantOfRun(lake, pinned);
  const overrides = await readPinnedOverrides(lake, pinned.overrides);
  const tables = await loadTables(lake, edition, shared);
  const [date = ''] = pinned.runId.split('.');
  return { tables, coverage: pinned.coverage, tenant, asOf: dayOf(pinned.asOf), date, overrides };
}

export function inputsOf({ tables, coverage, tenant, asOf, date, overrides }: PinnedDistrict): AssessmentInputs {
  const inputs = assessmentInputs(openTables(tables), coverage, tenant, asOf);
  const ofStudent = overridesOf(overrides);
  return { ...inputs, overridden: (sourcedId, domains) => withOverrides(domains, ofStudent(sourcedId), date) };
}

/** The tables of an edition that an assessment reads, by hash. */
export const hashesOf = (edition: Edition): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(edition.tables).map(([name, table]) => [name, table.sha256]));

/** The last published run, and what abandoned publications have left. */
export interface Published {
  readonly before?: RunManifest;
  readonly torn: TornRows;
}

export async function loadPublished(lake: Lake, { comparedWith, abandoned }: RunInputs): Promise<Published> {
  const before = comparedWith && (await readManifest(lake, comparedWith.runId));
  return { ...(before && { before }), torn: await tornRows(lake, abandoned) };
}

export function comparisonOf(pinned: RunInputs, inputs: AssessmentInputs, { before, torn }: Published): PartComparison {
  const { tenant, schoolYear, students } = inputs;
  const yearBefore = before && schoolYearOf(dayOf(before.asOf), tenant.schoolYear.startsOn).name;
  return {
    run: { runId: pinned.runId, asOf: pinned.asOf, first: before === undefined },
    sameSchoolYear: yearBefore === schoolYear.name,
    rowsPerBatch: rowsPerBatch(mostRows(inputs, torn), partCount(students.ids.length)),
  };
}

/** About the most rows a run can change: a student's own, their places on lists, and those of every class enrolment. */
function mostRows({ students, tables }: AssessmentInputs, torn: TornRows): number {
  const perStudent = 3 + DOMAINS.length;
  const listed = tables.schoolEnrollments.rowCount + tables.caseloads.rowCount + tables.enrollments.rowCount;
  return perStudent * (students.ids.length + torn.students.size) + 2 * listed;
}

function dayOf(isoDay: string): Day {
  const day = parseDay(isoDay);
  if (day === undefined) throw new RangeError('a run is pinned to an ISO day');
  return day;
}
