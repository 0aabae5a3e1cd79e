import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startDynamo } from '../contract/engines.ts';
import { benchArguments } from './arguments.ts';
import { bundleAll, type Contest, contest } from './contest.ts';
import { benchDistrict, cacheFolder } from './district/generate.ts';
import { reportOf, writeReport } from './report.ts';
import { openDuck, rowsOf } from './sql/duck.ts';

/** Up to this size a run is short enough to be taken three times. */
const REPEATED_UP_TO = 100_000;

const told = (text: string) => console.error(text);

/** Lets every contestant at every district that is asked for, and prints the report as Markdown. */
async function bench(): Promise<void> {
  const { students, repeat, write } = benchArguments(process.argv.slice(2));
  bundleAll();
  const engine = await startDynamo();
  const contests: Contest[] = [];
  try {
    for (const size of students) {
      told(`${size} students: writing or finding the district …`);
      const district = benchDistrict(size);
      told(`${size} students: ${Math.round(district.bytes / 1e6)} MB in ${district.folder}; the contest …`);
      contests.push(await contest(district, engine, repeat ?? (size <= REPEATED_UP_TO ? 3 : 1)));
    }
  } finally {
    await engine.stop();
  }
  const report = reportOf(contests, await duckVersion(), new Date().toISOString().slice(0, 10));
  console.log(report);
  if (write) writeReport(report);
}

async function duckVersion(): Promise<string> {
  const spill = join(cacheFolder(), `spill-${process.pid}`);
  try {
    const [row] = await rowsOf(await openDuck(spill), 'SELECT version() AS version');
    return String(row?.['version']);
  } finally {
    rmSync(spill, { recursive: true, force: true });
  }
}

try {
  await bench();
} catch (error) {
  told(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
