import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import type { RunRecord } from '../../../shared/store/entities.ts';
import { formatTable } from '../console/table.ts';
import { diagnosticLine } from '../try/report.ts';
import { standingsOfRun } from '../try/standings.ts';
import { TIERS_MEAN, tierTable } from '../try/tierTables.ts';
import { carelessLines } from './corrections.ts';
import { exported, playNight, type Stage, sendGood } from './stage.ts';
import type { DropView, StudentRow } from './views.ts';

/** The first night: the whole district comes in, and every student gets a first tier. */
export async function firstNight(stage: Stage, asOf: Day, morning: Date): Promise<void> {
  stage.careless = carelessLines(stage.district);
  const drop = await sendGood(stage, `${formatDay(asOf)}.zip`, exported(stage, asOf));
  stage.say(`Edition ${drop.edition} of the district's data is published. Every row is accounted for:`);
  stage.say(accounting(drop));
  const rejected = drop.diagnostics.items.filter((each) => each.severity === 'rejected');
  stage.say(`Rejected, each with its place and what to do:\n${rejected.map(diagnosticLine).join('\n')}`);
  const run = published(await playNight(stage, morning));
  stage.say(
    `At night ${run.students?.toLocaleString('en-US')} students were assessed in every domain, as of ${run.asOf}.\n${TIERS_MEAN}`,
  );
  stage.say(tiers(stage, run));
}

export const name = (student: StudentRow) =>
  `${student.givenName} ${student.familyName} (${student.sourcedId}, grade ${student.grade})`;

/** A run that has to be published. */
export function published(run: RunRecord): RunRecord {
  if (run.status === 'published') return run;
  const why = run.holds?.map((hold) => hold.message).join(' ') ?? run.failure?.error ?? run.skipped ?? '';
  throw new Error(`the run ${run.runId} ended as ${run.status}: ${why}`);
}

function accounting({ files }: DropView): string {
  const total = (of: 'rows' | 'accepted' | 'rejected') => files.reduce((sum, file) => sum + file[of], 0);
  const rows = files.map((file) => [file.file, file.rows, file.accepted, file.unchanged, file.rejected]);
  return formatTable(
    ['file', 'rows', 'accepted', 'unchanged', 'rejected'],
    [...rows, ['all', total('rows'), total('accepted'), 0, total('rejected')]],
  );
}

function tiers(stage: Stage, run: RunRecord): string {
  const names = new Map(stage.district.schoolList.map((school) => [school.sourcedId, school.name]));
  return tierTable(standingsOfRun(run.summaries ?? []), names);
}
