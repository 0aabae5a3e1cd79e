import { isStale, schoolDaysBehind } from '../domain/attendance/coverage.ts';
import { type Day, formatDay, parseDay } from '../domain/calendar/day.ts';
import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { lastClosedDay } from '../domain/calendar/timeZone.ts';
import type { SchoolId } from '../domain/identity.ts';
import { inForce } from '../domain/tiers/thresholds.ts';
import type { Coverage, Edition } from '../lake/edition.ts';
import type { Lake } from '../lake/lake.ts';
import { openTable } from '../lake/reader.ts';
import { stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';
import { attendanceTakenFile } from '../sis/files/attendanceTaken.ts';
import { calendarDatesFile } from '../sis/files/calendarDates.ts';
import { orgsFile } from '../sis/files/orgs.ts';
import { type CurrentState, readCoverage, readCurrent } from '../store/editions.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { schoolCalendars } from './calendars.ts';

/** How up to date a school's attendance is. */
export interface SchoolFreshness {
  readonly school: SchoolId;
  readonly name: string;
  /** ISO day; absent when the school has never sent attendance. */
  readonly coveredTo?: string;
  /** Its own instructional days up to the last closed day that are not covered. */
  readonly daysBehind: number;
  /** So far behind that its students are assessed as of `coveredTo`, and say so. */
  readonly stale: boolean;
}

/** A table of the current edition and the last drop that changed or confirmed it. */
export interface FileFreshness {
  readonly file: string;
  readonly rows: number;
  readonly generatedAt: string;
}

export interface Freshness {
  /** Absent before the first accepted drop. */
  readonly edition?: { readonly number: number; readonly generatedAt: string };
  /** The last closed day it is measured at, ISO. */
  readonly asOf: string;
  /** Ascending by school. */
  readonly schools: readonly SchoolFreshness[];
  /** Ascending by file. */
  readonly files: readonly FileFreshness[];
}

/** How up to date the district's data is at an instant. */
export async function readFreshness(lake: Lake, tenant: Tenant, now: Date): Promise<Freshness> {
  const asOf = lastClosedDay(now, tenant.timeZone, tenant.schoolYear.dayClosesAt);
  const coverage = await readCoverage();
  const state = await readCurrent();
  const { edition } = state;
  const files = filesOf(state);
  if (!edition) return { asOf: formatDay(asOf), schools: [], files };
  const { number, generatedAt } = edition;
  const schools = await freshnessOf({ lake, edition, coverage, tenant, asOf });
  return { edition: { number, generatedAt }, asOf: formatDay(asOf), schools, files };
}

function filesOf({ edition, marks }: CurrentState): readonly FileFreshness[] {
  return Object.entries(marks)
    .map(([file, { generatedAt }]) => ({ file, rows: edition?.tables[file]?.rows ?? 0, generatedAt }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

export interface FreshnessInputs {
  readonly lake: Lake;
  readonly edition: Edition;
  readonly coverage: Coverage;
  readonly tenant: Tenant;
  readonly asOf: Day;
}

/** Every school of orgs.csv and every one with a calendar, with how far its attendance lies behind its own calendar. */
export async function freshnessOf(inputs: FreshnessInputs): Promise<readonly SchoolFreshness[]> {
  const { lake, edition, coverage, tenant, asOf } = inputs;
  const orgs = await openTable(lake, edition, orgsFile.table);
  const calendarDates = await openTable(lake, edition, calendarDatesFile.table);
  const attendanceTaken = await openTable(lake, edition, attendanceTakenFile.table);
  const year = schoolYearOf(asOf, tenant.schoolYear.startsOn);
  const calendars = schoolCalendars({ calendarDates, attendanceTaken }, coverage, year);
  const names = schoolNames(orgs);
  const thresholds = inForce(tenant.thresholds, asOf) ?? tenant.thresholds[0];
  const staleAfterDays = thresholds?.attendance.staleAfterDays ?? Number.POSITIVE_INFINITY;
  return [...new Set([...names.keys(), ...calendars.keys()])].sort().map((school) => {
    const covered = coverage[school];
    const coveredDay = covered === undefined ? undefined : parseDay(covered);
    const calendar = calendars.get(school) ?? {
      school,
      instructionalDays: [],
      instructionalMinutes: new Map(),
      ...(coveredDay !== undefined && { coveredTo: coveredDay }),
    };
    return {
      school,
      name: names.get(school) ?? school,
      ...(covered !== undefined && { coveredTo: covered }),
      daysBehind: schoolDaysBehind(calendar, asOf),
      stale: isStale(calendar, asOf, staleAfterDays),
    };
  });
}

function schoolNames(orgs: Table): ReadonlyMap<SchoolId, string> {
  const ids = orgs.strings('sourcedId');
  const types = orgs.strings('type');
  const names = orgs.strings('name');
  const found = new Map<SchoolId, string>();
  for (let row = 0; row < orgs.rowCount; row++) {
    const id = stringAt(ids, row);
    if (id !== undefined && stringAt(types, row) === 'school') found.set(id, stringAt(names, row) ?? id);
  }
  return found;
}
