import { type Corrections, type District, eventsOf, NO_CORRECTIONS } from '../../infra/local/district/district.ts';
import type { Student } from '../../infra/local/district/people.ts';
import { dayOf } from './district.ts';
import type { Expected } from './expected.ts';

/** So many records of a school may go at once without the drop being held. */
const UNHELD = 10;

export const studentsOf = (district: District): readonly Student[] =>
  Array.from({ length: district.students }, (_, index) => district.studentAt(index));

/** Days that a student missed, in whole or in part, up to a day. */
export const missedDays = (district: District, student: Student, asOf: string) =>
  [...eventsOf(district, student, dayOf(asOf), NO_CORRECTIONS)].filter(({ category }) => category !== 'Tardy');

/** The first absences of these students turn out to have been mistakes, ten of each. */
export function excused(district: District, students: readonly Student[], asOf: string): Corrections {
  const takenBack = students.flatMap((student) =>
    missedDays(district, student, asOf)
      .slice(0, UNHELD)
      .map(({ day }) => ({ student: student.sourcedId, day })),
  );
  return { ...NO_CORRECTIONS, takenBack };
}

/** Of each school the student in a tier who has missed the least: ten days fewer make a lower tier. */
export function oneOfEachSchool(
  district: District,
  expected: ReadonlyMap<string, Expected>,
  tier: 2 | 3,
): readonly Student[] {
  const missed = (student: Student) => expected.get(student.sourcedId)?.missedParts ?? 0;
  return district.schoolList.flatMap((school) => {
    const [least] = studentsOf(district)
      .filter((student) => student.school === school)
      .filter((student) => expected.get(student.sourcedId)?.tier === tier && !expected.get(student.sourcedId)?.exited)
      .sort((a, b) => missed(a) - missed(b));
    return least ? [least] : [];
  });
}
