import { readStaff } from '../assess/staff/caseloadCounts.ts';
import { isCurrent } from '../assess/students/currentSpan.ts';
import type { Day } from '../domain/calendar/day.ts';
import type { StaffId } from '../domain/identity.ts';
import type { Lake } from '../lake/lake.ts';
import { loadEdition, openTable } from '../lake/reader.ts';
import { dayAt, stringAt } from '../lake/rows.ts';
import { demographicsFile } from '../sis/files/demographics.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';

/** The students enrolled on a day by an edition, ascending by sourcedId, each with the day of birth where it is known. */
export async function enrolledBirthDates(
  lake: Lake,
  number: number,
  today: Day,
): Promise<ReadonlyMap<string, Day | undefined>> {
  const edition = await loadEdition(lake, number);
  const [enrollments, demographics] = await Promise.all([
    openTable(lake, edition, schoolEnrollmentsFile.table),
    openTable(lake, edition, demographicsFile.table),
  ]);
  const students = enrollments.strings('studentSourcedId');
  const [entries, exits] = [enrollments.ints('entryDate'), enrollments.ints('exitWithdrawDate')];
  const enrolled = new Set<string>();
  for (let row = 0; row < enrollments.rowCount; row++) {
    if (isCurrent(dayAt(entries, row), dayAt(exits, row), today)) enrolled.add(stringAt(students, row) ?? '');
  }
  const ids = demographics.strings('sourcedId');
  const births = demographics.ints('birthDate');
  const born = new Map<string, Day | undefined>([...enrolled].sort().map((student) => [student, undefined]));
  for (let row = 0; row < demographics.rowCount; row++) {
    const student = stringAt(ids, row) ?? '';
    if (enrolled.has(student)) born.set(student, dayAt(births, row));
  }
  return born;
}

/** The counselors of students by a run's caseloads; whose account is disabled is none. */
export async function counselorsIn(lake: Lake, runId: string): Promise<ReadonlyMap<string, readonly StaffId[]>> {
  const counselors = new Map<string, StaffId[]>();
  for (const { sourcedId, access, caseload } of await readStaff(lake, runId)) {
    if (access.disabled) continue;
    for (const { sourcedId: student, bases } of caseload) {
      if (bases.includes('counselor')) counselors.set(student, [...(counselors.get(student) ?? []), sourcedId]);
    }
  }
  return counselors;
}
