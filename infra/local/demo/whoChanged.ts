import { name } from './nights.ts';
import type { Stage } from './stage.ts';
import type { StudentRow, StudentTiers } from './views.ts';

const SHOWN = 3;

/** Some of those whose tier has changed since, with the reason, and who has moved. */
export async function whoChanged(
  stage: Stage,
  before: readonly StudentRow[],
  now: readonly StudentRow[],
): Promise<void> {
  const { corrections } = stage;
  const tierOf = (student: StudentRow) => student.tiers['attendance'];
  const earlier = new Map(before.map((student) => [student.sourcedId, student]));
  const changed = now.filter((student) => tierOf(student) !== tierOf(earlier.get(student.sourcedId) ?? student));
  const corrected = new Set(corrections.takenBack.map((each) => each.student));
  const shown = changed.toSorted((a, b) => Number(corrected.has(b.sourcedId)) - Number(corrected.has(a.sourcedId)));
  for (const student of shown.slice(0, SHOWN)) {
    const { domains } = await stage.admin.get<StudentTiers>(`/v1/students/${student.sourcedId}/tiers`);
    const from = tierOf(earlier.get(student.sourcedId) ?? student);
    const why = corrected.has(student.sourcedId) ? ' (an absence was taken back)' : '';
    stage.say(
      `  ${name(student)}: attendance tier ${from} → ${tierOf(student)}${why}\n      ${domains[0]?.sentence ?? ''}`,
    );
  }
  for (const { student, to } of corrections.moved) {
    const moved = now.find((each) => each.sourcedId === student);
    if (moved) stage.say(`  ${name(moved)} is now listed at ${to.name}; days at both schools count.`);
  }
}
