import { type Day, formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { synthesize } from '../assembly.ts';
import { startCloud } from '../cloud.ts';
import { CloudError } from '../cloudError.ts';
import { makeDistrict } from '../district/district.ts';
import { firstNight } from './nights.ts';
import { showProgress } from './progress.ts';
import { secondNight } from './secondNight.ts';
import { makeStage, type Stage } from './stage.ts';
import { counselorAsks, holdCheckIn, untilReminder } from './support.ts';
import { closeTheYear } from './yearEnd.ts';

const DISTRICT = { seed: 7, students: 2000, schools: 4, schoolYear: 2026 };

/** The sample tenant's wall clock in the weeks played here (America/Chicago, daylight saving time: UTC−5). */
const at = (day: string, wallClock: string) => new Date(`${day}T${wallClock}:00-05:00`);

const dayOf = (isoDay: string): Day => {
  const day = parseDay(isoDay);
  if (day === undefined) throw new RangeError(`${isoDay} is no day`);
  return day;
};

/** `npm run demo`: a school year's turning points of a made-up district on this machine, in one go. */
async function main(): Promise<void> {
  // An interrupted process ends without its exit handlers unless it is told to end.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const chapter = (title: string) =>
    console.log(`\n— ${title} ${'—'.repeat(Math.max(3, 74 - title.length))} ${seconds()}\n`);
  chapter('An embedded cloud from the deployed template');
  const assembly = await synthesize({ tenant: 'sample' });
  const cloud = await startCloud({
    assembly,
    port: 0,
    startAt: at('2026-03-12', '21:00'),
    onEvent: showProgress(console.log),
  });
  try {
    console.log(`API on ${cloud.baseUrl}; its clock shows Thursday, March 12, 2026, 9 p.m.`);
    console.log(`Not enforced here, but in the cloud: ${cloud.notEnforced.join('; ')}.`);
    await play(makeStage(cloud, makeDistrict(DISTRICT), console.log), chapter);
    refuseLeftovers(cloud.deadLetters().length, cloud.executions().filter((each) => each.status === 'FAILED').length);
  } finally {
    await cloud.stop();
  }
  chapter('What to try next');
  console.log(NEXT);
}

async function play(stage: Stage, chapter: (title: string) => void): Promise<void> {
  chapter('Thursday night: 2,000 students come in');
  await firstNight(stage, dayOf('2026-03-12'), at('2026-03-13', '05:00'));
  chapter('Friday night: the SIS corrects itself, and makes four mistakes');
  await stage.cloud.clock.advanceTo(at('2026-03-13', '21:00'));
  await secondNight(stage, {
    asOf: dayOf('2026-03-13'),
    hours: [at('2026-03-13', '22:00'), at('2026-03-13', '23:00')],
    morning: at('2026-03-14', '05:00'),
  });
  chapter('Monday: a counselor asks, and starts a plan');
  await stage.cloud.clock.advanceTo(at('2026-03-16', '10:00'));
  const { api, plan } = await counselorAsks(stage, '2026-03-12', '2026-05-22');
  chapter('The days go by until the check-in is due');
  const evenings = ['2026-03-16', '2026-03-17', '2026-03-18'].map((day) => ({ day: dayOf(day), at: at(day, '21:00') }));
  await untilReminder(stage, plan, evenings, at('2026-03-19', '08:00'));
  await holdCheckIn(stage, api, plan, formatDay(dayOf('2026-03-19')));
  chapter('June: the seniors’ year is closed');
  await closeTheYear(stage, dayOf('2026-06-05'), at('2026-06-05', '21:00'));
}

/** Everything has to have ended well: nothing failed, nothing waits in a dead-letter queue. */
function refuseLeftovers(deadLetters: number, failedExecutions: number): void {
  if (deadLetters + failedExecutions === 0) return;
  throw new Error(`${deadLetters} dead letters and ${failedExecutions} failed executions are left`);
}

const NEXT = `  npm start                                     keep the cloud up, with an API and a token for each role
  npm run try -- PATH --as-of YYYY-MM-DD        run your own export (zip or folder) through the same functions
  npx cdk synth -c tenant=sample                the template that was just running
  docs/                                         feeds, API, deployment, operation, decisions`;

try {
  await main();
} catch (error) {
  console.error(error instanceof CloudError ? error.message : error);
  process.exitCode = 1;
}
