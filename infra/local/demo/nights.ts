import type { Day } from '../../../shared/domain/calendar/day.ts';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import type { DropRecord, RunRecord } from '../../../shared/store/entities.ts';
import { formatTable } from '../console/table.ts';
import { diagnosticLine, tierTable } from '../try/report.ts';
import { carelessLines, secondNightCorrections } from './corrections.ts';
import { allStudents, dropNight, playNight, type Stage } from './stage.ts';
import type { Page, StudentRow, StudentTiers } from './views.ts';

interface DropView extends DropRecord {
  readonly diagnostics: Page<Diagnostic>;
}

/** The first night: the whole district comes in, and every student gets a first tier. */
export async function firstNight(stage: Stage, asOf: Day, morning: Date): Promise<void> {
  stage.careless = carelessLines(stage.district);
  const drop = (await dropNight(stage, asOf)) as DropView;
  if (drop.status !== 'published') throw new Error(`the first drop ended as ${drop.status}`);
  stage.say(`Edition ${drop.edition} of the district's data is published. Every row is accounted for:`);
  stage.say(accounting(drop));
  const rejected = drop.diagnostics.items.filter((each) => each.severity === 'rejected');
  stage.say(`Rejected, each with its place and what to do:\n${rejected.map(diagnosticLine).join('\n')}`);
  const run = published(await playNight(stage, morning));
  stage.say(`At night ${run.students?.toLocaleString('en-US')} students were assessed as of ${run.asOf}:`);
  stage.say(tiers(stage, run));
}

/** The second night: the SIS has corrected itself, and only who changed is written. */
export async function secondNight(stage: Stage, asOf: Day, morning: Date): Promise<void> {
  const before = await allStudents(stage.admin);
  stage.corrections = secondNightCorrections(stage.district, asOf);
  const drop = await dropNight(stage, asOf);
  if (drop.status !== 'published') throw new Error(`the second drop ended as ${drop.status}`);
  const changes = (drop.files ?? []).filter((file) => file.accepted + file.removed > 0);
  stage.say('An absence is taken back, a student moves school, a day of attendance is added. What changed:');
  stage.say(
    formatTable(
      ['file', 'new or corrected', 'unchanged', 'gone'],
      changes.map((file) => [file.file, file.accepted, file.unchanged, file.removed]),
    ),
  );
  const run = published(await playNight(stage, morning));
  stage.say(
    `${run.students} students assessed, ${run.changed} with other reasons written, ${run.tierChanges} with another tier.`,
  );
  await whoChanged(stage, before);
}

async function whoChanged(stage: Stage, before: readonly StudentRow[]): Promise<void> {
  const { corrections } = stage;
  const tierOf = (student: StudentRow) => student.tiers['attendance'];
  const earlier = new Map(before.map((student) => [student.sourcedId, student]));
  const now = await allStudents(stage.admin);
  const changed = now.filter((student) => tierOf(student) !== tierOf(earlier.get(student.sourcedId) ?? student));
  const corrected = new Set(corrections.takenBack.map((each) => each.student));
  const shown = changed.toSorted((a, b) => Number(corrected.has(b.sourcedId)) - Number(corrected.has(a.sourcedId)));
  for (const student of shown.slice(0, 4)) {
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

export const name = (student: StudentRow) =>
  `${student.givenName} ${student.familyName} (${student.sourcedId}, grade ${student.grade})`;

function published(run: RunRecord): RunRecord {
  if (run.status === 'published') return run;
  const why = run.holds?.map((hold) => hold.message).join(' ') ?? run.failure?.error ?? run.skipped ?? '';
  throw new Error(`the run ${run.runId} ended as ${run.status}: ${why}`);
}

function accounting(drop: DropRecord): string {
  const total = (of: 'rows' | 'accepted' | 'rejected') => (drop.files ?? []).reduce((sum, file) => sum + file[of], 0);
  const rows = (drop.files ?? []).map((file) => [file.file, file.rows, file.accepted, file.unchanged, file.rejected]);
  return formatTable(
    ['file', 'rows', 'accepted', 'unchanged', 'rejected'],
    [...rows, ['all', total('rows'), total('accepted'), 0, total('rejected')]],
  );
}

function tiers(stage: Stage, run: RunRecord): string {
  const names = new Map(stage.district.schoolList.map((school) => [school.sourcedId, school.name]));
  return (run.summaries ?? []).map((summary) => tierTable(summary, names)).join('\n\n');
}
