import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { TAUGHT_TEXT } from './calendar.ts';

const STUDENTS_PER_SCHOOL = 600;
const GRADES = ['KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const;

export interface DistrictSize {
  readonly students: number;
  readonly schools: number;
}

export const sizeOf = (students: number): DistrictSize => ({
  students,
  schools: Math.max(2, Math.round(students / STUDENTS_PER_SCHOOL)),
});

/** A stay at a school, by indexes into `TAUGHT`; open without `exit`, which is the first day not there any more. */
export interface Stay {
  readonly school: number;
  readonly entry: number;
  readonly exit?: number;
}

export interface Student {
  readonly index: number;
  readonly id: string;
  /** Index into the thirteen grades from KG to 12. */
  readonly grade: number;
  readonly gradeLevel: string;
  readonly stays: readonly [Stay, ...Stay[]];
  /** Chance of missing a day. */
  readonly absenceRate: number;
}

const padded = (index: number, width: number) => String(index).padStart(width, '0');
export const schoolId = (index: number) => `SCH${padded(index, 4)}`;
export const studentIdOf = (index: number) => `S${padded(index, 8)}`;
export const teacherId = (school: number, grade: number) => `T${padded(school, 4)}${padded(grade, 2)}`;
export const counselorId = (school: number) => `C${padded(school, 4)}`;
export const classId = (school: number, grade: number) => `HR${padded(school, 4)}${GRADES[grade] ?? ''}`;
export const gradeLevels = GRADES;

/** One student, the same whoever asks and in whatever order. */
export function studentAt(index: number, { schools }: DistrictSize, seed: number): Student {
  const random = seededRandom(seedFor(seed, index));
  const school = Math.floor(index / STUDENTS_PER_SCHOOL) % schools;
  const grade = Math.floor(random.next() * GRADES.length);
  const tendency = random.next() ** 3;
  return {
    index,
    id: studentIdOf(index),
    grade,
    gradeLevel: GRADES[grade] ?? 'KG',
    stays: staysOf(school, schools, random.next(), random.next()),
    absenceRate: 0.015 + 0.2 * tendency,
  };
}

/** Nearly all stay at one school all year; some move, come late (a few of them just now) or leave. */
function staysOf(school: number, schools: number, kind: number, when: number): readonly [Stay, ...Stay[]] {
  const days = TAUGHT_TEXT.length;
  const middle = 5 + Math.floor(when * (days - 10));
  if (kind < 0.02) {
    return [
      { school, entry: 0, exit: middle },
      { school: (school + 1) % schools, entry: middle },
    ];
  }
  if (kind < 0.03) return [{ school, entry: middle }];
  if (kind < 0.035) return [{ school, entry: days - 1 - Math.floor(when * 25) }];
  if (kind < 0.045) return [{ school, entry: 0, exit: middle }];
  return [{ school, entry: 0 }];
}
