import type { StudentId } from '../domain/identity.ts';
import type { StudentView } from './directory.ts';
import type { PublishedPointer, StudentRow } from './entities.ts';
import { type FamilyAccess, familyAccessIn } from './familyAccess.ts';
import { studentKeys } from './keys.ts';
import { standingIn } from './overrides.ts';
import { readVisible } from './published.ts';

/** A student as published, and what stands of their family's access. */
export interface OwnStudentView extends StudentView {
  readonly familyAccess: FamilyAccess;
}

/** One transaction reads a hundred items: the pointer, and three of each student. */
export const MOST_OWN_STUDENTS = 33;

/** Up to 33 students by id, those that are published, all at one instant. One request. */
export async function readOwnStudents(
  students: readonly StudentId[],
): Promise<{ readonly published?: PublishedPointer; readonly students: readonly OwnStudentView[] }> {
  const rows = students.map((student) => studentKeys.student(student));
  const beside = students.flatMap((student) => [
    studentKeys.standingOverrides(student),
    studentKeys.familyAccess(student),
  ]);
  const { published, values, plain } = await readVisible(rows, beside);
  if (!published) return { students: [] };
  const found = values.flatMap((value, index): readonly OwnStudentView[] => {
    const row = value as StudentRow | null;
    if (!row) return [];
    const overrides = standingIn(plain[index * 2]).latest;
    return [{ ...row, published, overrides, familyAccess: familyAccessIn(plain[index * 2 + 1]) }];
  });
  return { published, students: found };
}
