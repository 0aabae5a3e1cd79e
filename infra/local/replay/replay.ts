import { type Lake, s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { CloudError } from '../cloudError.ts';
import { type ReplayArguments, readArguments } from './arguments.ts';
import { type OpenedData, openKeptData } from './keptData.ts';
import { pinnedNight } from './nights.ts';
import { type Difference, type Replay, replayRun } from './replayRun.ts';

const EXIT = { same: 0, different: 1 } as const;

/** `npm run replay`: a past night again, byte for byte, or where it differs. */
async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(args);
    return EXIT.different;
  }
  const opened = await openDistrict(args);
  try {
    return await replayNight(args, opened.lake);
  } finally {
    await opened.close();
  }
}

/** A deployed district is there already; the environment names it. */
async function openDistrict(args: ReplayArguments): Promise<OpenedData> {
  const isDeployed = process.env['OPERATIONS_TABLE'] !== undefined && process.env['LAKE_BUCKET'] !== undefined;
  return isDeployed ? { lake: s3Lake(environment('LAKE_BUCKET')), close: async () => undefined } : openKeptData(args);
}

async function replayNight(args: ReplayArguments, lake: Lake): Promise<number> {
  const pinned = await pinnedNight(args);
  const { runId, asOf, edition, configurationVersion } = pinned;
  console.log(`Run ${runId}: as of ${asOf}, edition ${edition}, configuration ${configurationVersion.slice(0, 12)}`);
  const replay = await replayRun(lake, pinned);
  const size = `${replay.students} students, ${replay.objects} objects, ${replay.bytes} bytes`;
  if (replay.differences.length === 0) {
    console.log(`The same, byte for byte: ${size}.`);
    return EXIT.same;
  }
  console.log(`Not the same: ${differing(replay)} of ${size}.`);
  for (const difference of replay.differences) console.log(`  ${sentenceOf(difference)}`);
  return EXIT.different;
}

const differing = ({ differences }: Replay): string => `${differences.length} differ`;

function sentenceOf({ what, object, line, student, members }: Difference): string {
  const named = members && members.length > 0 ? ` (${members.join(', ')})` : '';
  if (what === 'manifest') return `${object}${named}`;
  if (line === undefined) return `${object}: the run has not written it`;
  return `${object}: first in line ${line}${student === undefined ? '' : `, student ${student} of the district`}${named}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof CloudError ? error.message : error);
  process.exitCode = EXIT.different;
}
