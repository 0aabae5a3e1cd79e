import { isStale, schoolDaysBehind } from '../../domain/attendance/coverage.ts';
import type { SchoolCalendar } from '../../domain/attendance/record.ts';
import { type Day, formatDay, parseDay } from '../../domain/calendar/day.ts';
import { countBetween } from '../../domain/calendar/instructionalDays.ts';
import { schoolYearOf } from '../../domain/calendar/schoolYear.ts';
import { lastClosedDay } from '../../domain/calendar/timeZone.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { judgedBy } from '../../domain/tiers/thresholds.ts';
import type { Coverage, Edition } from '../../lake/edition.ts';
import type { Lake } from '../../lake/lake.ts';
import { openTable } from '../../lake/reader.ts';
import { stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import { attendanceTakenFile } from '../../sis/files/attendanceTaken.ts';
import { calendarDatesFile } from '../../sis/files/calendarDates.ts';
import { orgsFile } from '../../sis/files/orgs.ts';
import { type CurrentState, readCurrent } from '../../store/editions.ts';
import type { SchoolMarks } from '../../store/schoolMarks.ts';
import { readReachAndSets } from '../../store/thresholdSets.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { withThresholds } from '../run/pinnedThresholds.ts';
import { schoolCalendars } from '../students/calendars.ts';

/** So many of the days without attendance are named. */
const LATEST = 10;

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
  /** Days of the school year up to `coveredTo` that count for nobody, because attendance was not taken. */
  readonly daysNotTaken: number;
  /** The last of them, ISO, ascending. */
  readonly latestNotTaken: readonly string[];
}

/** The last drop that spoke of a school in a file. */
export interface SchoolFileFreshness {
  readonly file: string;
  readonly generatedAt: string;
  /** The school's instructional days that have closed since it was generated. */
  readonly daysBehind: number;
}

/** A school with the files whose rows belong to schools, ascending. */
export interface SchoolAndFiles extends SchoolFreshness {
  readonly files: readonly SchoolFileFreshness[];
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
  readonly schools: readonly SchoolAndFiles[];
  /** Ascending by file. */
  readonly files: readonly FileFreshness[];
}

/** How up to date the district's data is at an instant. */
export async function readFreshness(lake: Lake, configured: Tenant, now: Date): Promise<Freshness> {
  const { reach, sets } = await readReachAndSets();
  const { coverage, schoolMarks } = reach;
  const tenant = withThresholds(configured, sets);
  const asOf = lastClosedDay(now, tenant.timeZone, tenant.schoolYear.dayClosesAt);
  const state = await readCurrent();
  const { edition } = state;
  const files = filesOf(state);
  if (!edition) return { asOf: formatDay(asOf), schools: [], files };
  const { number, generatedAt } = edition;
  const { calendars, ...found } = await schoolsIn({ lake, edition, coverage, tenant, asOf });
  const schools = found.schools.map((each) => {
    const days = calendars.get(each.school)?.instructionalDays ?? [];
    return { ...each, files: filesOfSchool(each.school, days, schoolMarks, asOf, tenant) };
  });
  return { edition: { number, generatedAt }, asOf: formatDay(asOf), schools, files };
}

/** Marks of single school years (`attendanceEvents/2026`) are left out. */
function filesOf({ edition, marks }: CurrentState): readonly FileFreshness[] {
  return Object.entries(marks)
    .filter(([file]) => !file.includes('/'))
    .map(([file, { generatedAt }]) => ({ file, rows: edition?.tables[file]?.rows ?? 0, generatedAt }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** What drops last spoke of a school in; a day counts from when it has closed after the drop was made. */
function filesOfSchool(
  school: SchoolId,
  instructionalDays: readonly Day[],
  marks: SchoolMarks,
  asOf: Day,
  { timeZone, schoolYear }: Tenant,
): readonly SchoolFileFreshness[] {
  return Object.entries(marks)
    .flatMap(([file, bySchool]) => {
      const generatedAt = bySchool[school];
      if (generatedAt === undefined) return [];
      const known = lastClosedDay(new Date(generatedAt), timeZone, schoolYear.dayClosesAt);
      return [{ file, generatedAt, daysBehind: countBetween(instructionalDays, known + 1, asOf) }];
    })
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
  return (await schoolsIn(inputs)).schools;
}

async function schoolsIn(inputs: FreshnessInputs) {
  const { lake, edition, coverage, tenant, asOf } = inputs;
  const orgs = await openTable(lake, edition, orgsFile.table);
  const calendarDates = await openTable(lake, edition, calendarDatesFile.table);
  const attendanceTaken = await openTable(lake, edition, attendanceTakenFile.table);
  const year = schoolYearOf(asOf, tenant.schoolYear.startsOn);
  const calendars = schoolCalendars({ calendarDates, attendanceTaken }, coverage, year);
  const names = schoolNames(orgs);
  const { staleAfterDays } = judgedBy(tenant.thresholds, asOf).attendance;
  const schools = [...new Set([...names.keys(), ...calendars.keys()])].sort().map((school): SchoolFreshness => {
    const covered = coverage[school];
    const coveredDay = covered === undefined ? undefined : parseDay(covered);
    const calendar: SchoolCalendar = calendars.get(school) ?? {
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
      ...notTakenOf(calendar),
    };
  });
  return { schools, calendars };
}

function notTakenOf({ instructionalDays, takenDays = instructionalDays }: SchoolCalendar) {
  const taken = new Set(takenDays);
  const missing = instructionalDays.filter((day) => !taken.has(day));
  return { daysNotTaken: missing.length, latestNotTaken: missing.slice(-LATEST).map(formatDay) };
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
