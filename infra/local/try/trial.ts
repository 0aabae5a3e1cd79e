import { S3Client } from '@aws-sdk/client-s3';
import { readResults } from '../../../shared/assess/results/readStudentResult.ts';
import { formatDay } from '../../../shared/domain/calendar/day.ts';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import type { DomainOutcome, StudentResult } from '../../../shared/domain/tiers/result.ts';
import { FOLDER_PATIENCE_MS } from '../../../shared/ingest/folder.ts';
import { getJson, type Lake, s3Lake } from '../../../shared/lake/lake.ts';
import { loadEdition, openTable } from '../../../shared/lake/reader.ts';
import { stringAt } from '../../../shared/lake/rows.ts';
import { DropSourceError } from '../../../shared/sis/drop/source.ts';
import { orgsFile } from '../../../shared/sis/files/orgs.ts';
import type { Mapping } from '../../../shared/sis/mapping/mapping.ts';
import type { DropRecord, DropReport, RunRecord } from '../../../shared/store/entities.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import { CloudError } from '../cloudError.ts';
import { type ApiClient, apiClient } from '../console/apiClient.ts';
import type { DropTarget } from '../console/dropping.ts';
import type { TryArguments } from './arguments.ts';
import type { TrialOutcome, TriedDrop } from './outcome.ts';
import { diagnosticLine } from './report.ts';
import { upload } from './upload.ts';

/** Runs an export through an ephemeral cloud: the same functions, in the same order, as a district's own. */
export async function runTrial(
  cloud: EmbeddedCloud,
  args: TryArguments,
  mapping: Mapping | undefined,
  say: (text: string) => void,
): Promise<TrialOutcome> {
  const s3 = new S3Client(cloud.clients().s3);
  const admin = apiClient(cloud.baseUrl, () => cloud.token({ sub: 'trial', roles: ['districtAdmin'] }));
  const asOf = formatDay(args.asOf);
  say('Uploading the export and reading every row …');
  const key = await uploaded({ s3, bucket: cloud.resource('Drops', 'AWS::S3::Bucket'), name: 'trial' }, args, mapping);
  if (typeof key !== 'string') return { asOf, drop: key, diagnostics: [], results: [], schoolNames: new Map() };
  await cloud.idle();
  const drop = await decided(cloud, () => dropOf(admin, key));
  const lake = s3Lake(cloud.resource('Lake', 'AWS::S3::Bucket'), s3);
  const report = (await getJson(lake, `drops/${drop.dropId}/report.json`)) as DropReport | undefined;
  const found = {
    asOf,
    drop: { ...drop, holds: report?.holds ?? [] },
    diagnostics: report?.diagnostics ?? [],
  };
  if (drop.status === 'held') return { ...found, results: [], schoolNames: new Map() };
  if (drop.status === 'unchanged') throw new CloudError(nothingToRead(found.diagnostics));
  if (drop.status !== 'published')
    throw new CloudError(`The export could not be ingested: ${drop.failure?.error ?? drop.status}.`);
  say(`Assessing every student as of ${asOf} …`);
  const run = await assess(cloud, admin, asOf);
  const results = run.status === 'published' ? await resultsOf(lake, run.runId) : [];
  return { ...found, run, results, schoolNames: await schoolNamesOf(lake, drop.edition ?? 0) };
}

/** The key of the object that closes the drop, or what is said of a zip that cannot be unpacked: such a drop is held. */
async function uploaded(
  target: DropTarget,
  args: TryArguments,
  mapping: Mapping | undefined,
): Promise<string | TriedDrop> {
  try {
    return await upload(target, args, mapping);
  } catch (error) {
    if (!(error instanceof DropSourceError)) throw error;
    const { code, message, file } = error;
    return { status: 'held', holds: [{ code, message, ...(file !== undefined && { file }) }] };
  }
}

/** A folder waits for files that its manifest names and that never come here: its patience is let run out. */
async function decided(cloud: EmbeddedCloud, read: () => Promise<DropRecord>): Promise<DropRecord> {
  const drop = await read();
  if (drop.status !== 'waiting') return drop;
  await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + 2 * FOLDER_PATIENCE_MS));
  await cloud.idle();
  return read();
}

function nothingToRead(diagnostics: readonly Diagnostic[]): string {
  const remarks = diagnostics.filter(({ code }) => code !== 'manifest.missing_property').map(diagnosticLine);
  const advice =
    'There is nothing to read in the export: put OneRoster and companion files (orgs.csv, users.csv, …) side by side ' +
    'into the folder or zip, or name your own files in a mapping (--mapping).';
  return [advice, ...remarks].join('\n');
}

async function dropOf(admin: ApiClient, key: string): Promise<DropRecord> {
  const { items } = await admin.get<{ readonly items: readonly DropRecord[] }>('/v1/drops');
  const dropId = items.find((drop) => drop.objectKey === key)?.dropId;
  if (dropId === undefined) throw new CloudError('The export was uploaded, but nothing took it up: this is a defect.');
  return admin.get<DropRecord>(`/v1/drops/${dropId}`);
}

async function assess(cloud: EmbeddedCloud, admin: ApiClient, asOf: string): Promise<RunRecord> {
  cloud.startExecution('assess', { scheduledAt: cloud.clock.now().toISOString(), asOf });
  await cloud.idle();
  const { items } = await admin.get<{ readonly items: readonly RunRecord[] }>('/v1/runs?limit=1');
  const newest = items[0];
  if (!newest) throw new CloudError('No run was made: this is a defect.');
  const run = await admin.get<RunRecord>(`/v1/runs/${newest.runId}`);
  if (run.status === 'published' || run.status === 'held') return run;
  throw new CloudError(`The students could not be assessed: ${run.failure?.error ?? run.skipped ?? run.status}.`);
}

async function resultsOf(lake: Lake, runId: string): Promise<readonly StudentResult<DomainOutcome>[]> {
  const results: StudentResult<DomainOutcome>[] = [];
  for await (const result of readResults(lake, runId)) results.push(result);
  return results;
}

async function schoolNamesOf(lake: Lake, edition: number): Promise<ReadonlyMap<string, string>> {
  const orgs = await openTable(lake, await loadEdition(lake, edition), orgsFile.table);
  const [ids, names] = [orgs.strings('sourcedId'), orgs.strings('name')];
  const rows = Array.from({ length: orgs.rowCount }, (_, row) => row);
  return new Map(rows.map((row) => [stringAt(ids, row) ?? '', stringAt(names, row) ?? '']));
}
