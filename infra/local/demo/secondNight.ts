import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { formatTable } from '../console/table.ts';
import { zipOf } from '../district/drop.ts';
import { mendedLines, secondNightCorrections } from './corrections.ts';
import { cutShort, typedWrong } from './heldDrops.ts';
import { missedDays, miswritten, withMistakes } from './mistakes.ts';
import { published } from './nights.ts';
import { nothingLost, recordOf } from './record.ts';
import { DAILY, exported, playNight, type Stage, sendGood } from './stage.ts';
import type { DropView, Freshness } from './views.ts';
import { whoChanged } from './whoChanged.ts';

/** What the second night is played by: its day, the hours at which drops come, and when its run is over. */
export interface SecondNight {
  readonly asOf: Day;
  readonly hours: readonly [typo: Date, cutOff: Date];
  readonly morning: Date;
}

/** The SIS corrects itself and makes four mistakes: two rows, a typo in an export, and a zip that is cut off. */
export async function secondNight(stage: Stage, { asOf, hours, morning }: SecondNight): Promise<void> {
  const before = await recordOf(stage);
  stage.corrections = secondNightCorrections(stage.district, asOf);
  const mistakes = miswritten(stage, asOf);
  const missedBefore = await missedDays(stage, mistakes);
  const files = withMistakes(exported(stage, asOf), mistakes);
  const fileName = `${formatDay(asOf)}.zip`;
  const nightly = await sendGood(stage, fileName, files);
  await tellRows(stage, nightly);

  await stage.cloud.clock.advanceTo(hours[0]);
  const typo = await typedWrong(stage, asOf);
  await stage.cloud.clock.advanceTo(hours[1]);
  const cut = await cutShort(stage, zipOf(files));

  await tellRun(stage, morning);
  const missed = await missedDays(stage, mistakes);
  stage.say(`The two absences that were written wrongly still count: an error is no withdrawal.`);
  mistakes.forEach(({ what, student }, place) => {
    const days = `${missedBefore[place]} days missed before, ${missed[place]} now`;
    stage.say(`  ${student.name.given} ${student.name.family} (${what}): ${days}.`);
    if (missedBefore[place] !== missed[place]) throw new Error(`${what} changed what is on record`);
  });

  await discard(stage, typo, 'Typing error in the first day of the export.');
  await discard(stage, cut, 'Cut off on its way.');
  stage.careless = mendedLines(stage.district);
  const mended = await sendGood(stage, `${formatDay(asOf)}-mended.zip`, exported(stage, asOf, { only: DAILY }));
  if (mended.files.some(({ rejected }) => rejected > 0)) throw new Error('rows of the corrected drop are rejected');
  stage.say(`A corrected drop follows and is published as edition ${mended.edition}: no row of it is rejected.`);
  const now = await recordOf(stage);
  nothingLost(stage, { before, now, drops: [nightly, mended] });
  await whoChanged(stage, { dropId: nightly.dropId, fileName, files }, before.students, now.students);
}

/** What came of the evening's drop, and the list that the registrar downloads. */
async function tellRows(stage: Stage, drop: DropView): Promise<void> {
  const changes = drop.files.filter((file) => file.accepted + file.removed + file.rejected > 0);
  stage.say('9 p.m. An absence is taken back, a student moves school, a day of attendance is added. What changed:');
  stage.say(
    formatTable(
      ['file', 'new or corrected', 'unchanged', 'gone', 'rejected'],
      changes.map((file) => [file.file, file.accepted, file.unchanged, file.removed, file.rejected]),
    ),
  );
  const path = `/v1/drops/${drop.dropId}/rejects.csv`;
  const rejects = (await stage.dataManager.download(path)).trimEnd().split('\r\n');
  const rejected = changes.reduce((sum, file) => sum + file.rejected, 0);
  if (rejects.length - 1 !== rejected) throw new Error(`${rejected} rows are rejected, ${rejects.length - 1} listed`);
  stage.say(
    'Two rows cannot be read, beside the two of last night. The registrar’s list, GET /v1/drops/…/rejects.csv:',
  );
  stage.say(rejects.map((line) => `  ${line}`).join('\n'));
}

/** The run of the night, without what is held. */
async function tellRun(stage: Stage, morning: Date): Promise<void> {
  const run = published(await playNight(stage, morning));
  const { edition } = await stage.admin.get<Freshness>('/v1/freshness');
  stage.say(`3:30 a.m. The night’s run goes on with edition ${run.edition}, the last good one, and says so:`);
  stage.say(
    formatTable(
      ['run', 'as of', 'edition', 'edition in force', 'drops held', 'students', 'new reasons', 'tier changes'],
      [
        [
          ...[run.runId, run.asOf ?? '', String(run.edition), String(edition?.number), run.heldDrops ?? 0],
          ...[run.students ?? 0, run.changed ?? 0, run.tierChanges ?? 0],
        ],
      ],
    ),
  );
  if (run.heldDrops !== 2 || run.edition !== edition?.number)
    throw new Error('the run does not tell what it is without');
}

async function discard(stage: Stage, drop: DropView, reason: string): Promise<void> {
  const { status } = await stage.dataManager.post<DropView>(`/v1/drops/${drop.dropId}/discard`, { reason });
  if (status !== 'discarded') throw new Error(`a drop that was to be discarded is ${status}`);
  stage.say(`The data manager discards drop ${drop.dropId.slice(0, 8)}…: “${reason}”`);
}
