import { staffId } from '../../../shared/domain/identity.ts';
import { listCaseload } from '../../../shared/store/directory.ts';
import type { PendingEvent } from '../../../shared/store/outbox.ts';
import { absenceRows, districtRows, type SampleStudent, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { nights, studentItems, visibleDistrict } from './nights.ts';

export const DAYS = schoolDays(60);
export const [DAY_1, DAY_2, DAY_3, DAY_4] = DAYS.slice(39, 43) as [string, string, string, string];
export const STUDENTS: readonly SampleStudent[] = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 3 },
  { id: 's3', school: 'south', absences: 3 },
  { id: 's4', school: 'south', absences: 9 },
  { id: 's5', school: 'south', absences: 0 },
];
export const IDS = STUDENTS.map(({ id }) => id);

/** The next day: s2 falls ill, s4 moves north, s5 leaves, s6 comes. */
export function nextDay() {
  const rows = districtRows([
    ...STUDENTS.filter(({ id }) => id !== 's4' && id !== 's5'),
    { id: 's4', school: 'south', absences: 9, exitWithdrawDate: DAY_2 },
    { id: 's5', school: 'south', absences: 0, exitWithdrawDate: DAY_2 },
    { id: 's6', school: 'north', absences: 0, entryDate: DAY_2 },
  ]);
  rows.attendanceEvents.push(...absenceRows('s2', 'north', [DAY_1, DAY_2]));
  rows.schoolEnrollments.push({ studentSourcedId: 's4', schoolSourcedId: 'north', entryDate: DAY_2, gradeLevel: '08' });
  rows.caseloads = rows.caseloads.map((row) =>
    row['studentSourcedId'] === 's4' ? { ...row, staffSourcedId: 'counselor-north' } : row,
  );
  return rows;
}

export const everybody = () => visibleDistrict([...IDS, 's6']);
export const outbox = async () => (await studentItems('OUTBOX#')).map((item) => item['event'] as PendingEvent);
export const caseload = async (staff: string) =>
  (await listCaseload(staffId(staff), { limit: 100 })).students.map(({ sourcedId }) => sourcedId as string);

/** A district with one published run and another day's edition waiting. */
export async function secondNight() {
  const district = nights();
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  await district.run(DAY_1);
  await district.publishEdition(2, nextDay(), DAY_2);
  return district;
}
