import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { NEXT_SCHOOL_DAY, TAUGHT_TEXT } from './calendar.ts';
import { CsvWriter } from './csvWriter.ts';
import { type DistrictSize, type Stay, type Student, schoolId, studentAt } from './people.ts';

const COLUMNS = 'studentSourcedId,schoolSourcedId,date,category,absenceClass,portionOfDay,minutesMissed';

/** One row in two thousand cannot be read. */
const DAMAGE = 1 / 2000;
/** One row in five thousand comes twice, with the same content or with another. */
const REPEAT = 1 / 5000;
/** Rows dated on a Saturday: kept, reported, never counted. */
const WEEKEND = 1 / 4000;
const SATURDAY = '2025-10-04';

/** About fourteen rows a student: absences, tardies, partial days, suspensions; some of them damaged or repeated. */
export function writeAttendance(folder: string, size: DistrictSize, seed: number): void {
  const file = new CsvWriter(folder, 'attendanceEvents', COLUMNS);
  for (let index = 0; index < size.students; index += 1) {
    const student = studentAt(index, size, seed);
    const random = seededRandom(seedFor(seed ^ 0x5bd1e995, index));
    for (const stay of student.stays) writeStay(file, student, stay, random);
  }
  file.close();
}

/** What the next school day brings, as a delta. */
export function writeNextDay(folder: string, size: DistrictSize, seed: number): void {
  const file = new CsvWriter(folder, 'attendanceEvents', `${COLUMNS},status,dateLastModified`);
  for (let index = 0; index < size.students; index += 1) {
    const { id, stays, absenceRate } = studentAt(index, size, seed);
    const { school, exit } = stays.at(-1) ?? stays[0];
    const random = seededRandom(seedFor(seed ^ 0x2545f491, index));
    const what = exit === undefined ? happening(random, absenceRate) : undefined;
    if (!what) continue;
    file.row(`${id},${schoolId(school)},${NEXT_SCHOOL_DAY},${what},active,${NEXT_SCHOOL_DAY}T22:00:00Z`);
  }
  file.close();
}

function writeStay(file: CsvWriter, { id, absenceRate }: Student, stay: Stay, random: Random): void {
  const school = schoolId(stay.school);
  const end = stay.exit ?? TAUGHT_TEXT.length;
  for (let at = stay.entry; at < end; at += 1) {
    const what = happening(random, absenceRate);
    if (what) writeEvent(file, { id, school, date: TAUGHT_TEXT[at] ?? '', what }, random);
  }
}

interface Event {
  readonly id: string;
  readonly school: string;
  readonly date: string;
  readonly what: string;
}

function writeEvent(file: CsvWriter, event: Event, random: Random): void {
  const { id, school, date, what } = event;
  const draw = random.next();
  const line = `${id},${school},${date},${what}`;
  if (draw < DAMAGE) {
    file.row(damaged(event, draw / DAMAGE));
    return;
  }
  file.row(line);
  if (draw > 1 - REPEAT) file.row(draw > 1 - REPEAT / 2 ? line : `${id},${school},${date},Tardy,,,`);
  else if (draw > 1 - REPEAT - WEEKEND) file.row(`${id},${school},${SATURDAY},${what}`);
}

/** `category,absenceClass,portionOfDay,minutesMissed` of one day; undefined for most days. */
function happening(random: Random, absenceRate: number): string | undefined {
  const draw = random.next();
  if (draw < absenceRate) return absence(draw / absenceRate);
  if (draw < absenceRate + 0.03) return 'Tardy,,,';
  if (draw < absenceRate + 0.035) return 'Tardy,,0.5,';
  if (draw < absenceRate + 0.04) return 'Partial,medical,0.3333,';
  if (draw < absenceRate + 0.044) return 'Early departure,,,95';
  return undefined;
}

function absence(draw: number): string {
  if (draw < 0.4) return 'Excused Absence,medical,1,';
  if (draw < 0.5) return 'Excused Absence,,,';
  if (draw < 0.55) return 'Excused Absence,schoolActivity,1,';
  if (draw < 0.97) return 'Unexcused Absence,,1,';
  return draw < 0.985 ? 'Unexcused Absence,outOfSchoolSuspension,1,' : 'Excused Absence,inSchoolSuspension,1,';
}

function damaged({ id, school, date, what }: Event, draw: number): string {
  const kinds = [
    `${id},${school},2026-02-30,${what}`,
    `${id},${school},9/3/25,${what}`,
    `${id},,${date},${what}`,
    `${id},${school},${date},Absent all day,,1,`,
    `${id},${school},${date},Partial,,1.5,`,
    `${id},${school},${date},Partial,,,`,
    `${id},${school},${date},${what},one,more`,
    `${id} ,${school},${date},${what}`,
  ];
  return kinds[Math.floor(draw * kinds.length)] ?? '';
}
