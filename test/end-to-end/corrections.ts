import { type Corrections, type District, eventsOf, NO_CORRECTIONS } from '../../infra/local/district/district.ts';
import type { Student } from '../../infra/local/district/people.ts';
import { dayOf } from './stage.ts';

export const studentsAt = (district: District, school: string): readonly Student[] =>
  Array.from({ length: district.students }, (_, index) => district.studentAt(index)).filter(
    (student) => student.school.sourcedId === school,
  );

/** Days that a student missed, in whole or in part, up to a day. */
export const missedDays = (district: District, student: Student, asOf: string) =>
  [...eventsOf(district, student, dayOf(asOf), NO_CORRECTIONS)].filter(({ category }) => category !== 'Tardy');

/** Every absence of these students turns out to have been a mistake. */
export function excused(district: District, students: readonly Student[], asOf: string): Corrections {
  const takenBack = students.flatMap((student) =>
    missedDays(district, student, asOf).map(({ day }) => ({ student: student.sourcedId, day })),
  );
  return { ...NO_CORRECTIONS, takenBack };
}

/** One student of each school, whose tier is as wanted by the map of tiers. */
export function oneOfEachSchool(
  district: District,
  tiers: ReadonlyMap<string, { readonly tier: unknown; readonly exited: boolean }>,
  isWanted: (tier: unknown) => boolean,
): readonly Student[] {
  return district.schoolList.flatMap(({ sourcedId }) => {
    const student = studentsAt(district, sourcedId).find((each) => {
      const known = tiers.get(each.sourcedId);
      return known !== undefined && !known.exited && isWanted(known.tier);
    });
    return student ? [student] : [];
  });
}
