import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Day } from '../../../shared/domain/calendar/day.ts';
import { TenantFileError } from '../../tenantFile.ts';
import { synthesize } from '../assembly.ts';
import { type EmbeddedCloud, startCloud } from '../cloud.ts';
import { CloudError } from '../cloudError.ts';
import { readArguments, type SuggestArguments } from './arguments.ts';
import { jsonReport, verdictOf } from './outcome.ts';
import { printedReport } from './report.ts';
import { suggestForFolder, summaryOf } from './suggest/suggestMapping.ts';
import { runTrial } from './trial.ts';
import { trialTenant } from './trialTenant.ts';
import { unpacked } from './upload.ts';

const EXIT = { assessed: 0, failed: 1, held: 2 } as const;
const MS_PER_DAY = 86_400_000;

let running: EmbeddedCloud | undefined;
let isInterrupted = false;

/** The folder that goes with the trial, however it ends; whatever makes a temporary one makes it there. */
function passingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-trial-'));
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ctrl-C leaves nothing behind: neither engines nor folders. */
async function interrupted(): Promise<void> {
  isInterrupted = true;
  console.error('\nInterrupted: stopping the trial …');
  await running?.stop();
  process.exit(EXIT.failed);
}

/** `npm run try`: a district's own export through the embedded cloud, which is gone afterwards. */
async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(args);
    return EXIT.failed;
  }
  if ('suggestMapping' in args) return suggest(args);
  const { synthesis, mapping } = await trialTenant(args, passingFolder());
  console.log('Starting an embedded cloud for this trial …');
  const cloud = await startCloud({ assembly: await synthesize(synthesis), port: 0, startAt: morningAfter(args.asOf) });
  running = cloud;
  try {
    const outcome = await runTrial(cloud, args, mapping, console.log);
    console.log(`\n${printedReport(outcome)}`);
    if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(jsonReport(outcome), null, 2)}\n`);
    return EXIT[verdictOf(outcome)];
  } finally {
    await cloud.stop();
  }
}

/** Writes a draft of a mapping for the export, and says what is left to decide. */
async function suggest({ path, kind, suggestMapping }: SuggestArguments): Promise<number> {
  const folder = kind === 'folder' ? path : await unpacked(path, passingFolder());
  const suggestion = await suggestForFolder(folder);
  writeFileSync(suggestMapping, `${JSON.stringify(suggestion.draft, null, 2)}\n`);
  console.log(summaryOf(suggestion, suggestMapping));
  return EXIT.assessed;
}

/** Noon UTC two days on: the as-of day is closed in every time zone of the world. */
function morningAfter(asOf: Day): Date {
  return new Date((asOf + 2.5) * MS_PER_DAY);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void interrupted());
try {
  process.exitCode = await main();
} catch (error) {
  const isForPeople = error instanceof CloudError || error instanceof TenantFileError;
  // What is stopped under way fails in all kinds of ways: nobody needs to hear of them.
  if (!isInterrupted) console.error(isForPeople ? error.message : error);
  process.exitCode = EXIT.failed;
}
