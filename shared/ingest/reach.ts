import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import type { Manifest } from '../sis/manifest/manifest.ts';
import type { Reach } from '../store/editions.ts';
import { schoolMarksAfter } from '../store/schoolMarks.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { coverageAfter } from './coverage.ts';
import type { ReadTable, TableReader } from './readTables.ts';
import { takenDaysOf } from './takenDays.ts';

/** A drop whose files have been read. */
export interface DropRead {
  readonly reader: TableReader;
  readonly tables: readonly ReadTable[];
  readonly manifest: Manifest;
  readonly generatedAt: string;
  readonly tenant: Tenant;
}

/** How far the data reaches after a drop: of what and whom it speaks, and how far attendance is known by that. */
export async function reachAfter(before: Reach, drop: DropRead): Promise<Reach> {
  const { reader, tables, manifest, generatedAt, tenant } = drop;
  const carries = (file: string) => tables.some(({ name }) => name === file);
  const calendars = await reader.calendars();
  const spokenOf = new Map(
    tables
      .filter(({ hasSchools }) => hasSchools)
      .map(({ name }) => [name, [...reader.schoolsIn(name)].filter((school) => calendars.has(school))]),
  );
  const schoolMarks = schoolMarksAfter(before.schoolMarks, spokenOf, generatedAt);
  if (!carries('attendanceEvents') && !carries('attendanceTaken')) return { ...before, schoolMarks };
  const madeOn = localTimeOf(new Date(generatedAt), tenant.timeZone).day;
  const taken = takenDaysOf(await reader.attendanceTaken(), schoolYearOf(madeOn, tenant.schoolYear.startsOn));
  const coverage = coverageAfter({
    before: before.coverage,
    schools: reader.schoolsIn('attendanceEvents'),
    eventsAsOf: (school) => schoolMarks['attendanceEvents']?.[school],
    statedTo: carries('attendanceEvents') ? manifest.windows.get('attendanceEvents')?.to : undefined,
    takenDays: (school) => taken.get(school),
    calendars,
    tenant,
  });
  return { coverage, schoolMarks };
}
