import { type Day, formatDay, parseDay } from '../../domain/calendar/day.ts';
import { lastClosedDay, localTimeOf } from '../../domain/calendar/timeZone.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { loadEdition } from '../../lake/reader.ts';
import type { LoadedTenant } from '../../runtime/tenant.ts';
import { countHeldDrops } from '../../store/drops.ts';
import { currentEdition, readCoverage } from '../../store/editions.ts';
import type { PublishedPointer, RunRecord } from '../../store/entities.ts';
import { abandonedPublications } from '../../store/publications.ts';
import { readPublished } from '../../store/published.ts';
import {
  createRun,
  getRun,
  type RunLease,
  readPinned,
  readRunLease,
  renewRunLease,
  runOfTrigger,
} from '../../store/runs.ts';
import { isTenantPurged } from '../../store/tombstones.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { freshnessOf } from '../freshness/freshness.ts';
import { tellOfStaleSchools } from '../freshness/staleSchools.ts';
import { pinOverrides } from './pinnedOverrides.ts';
import { pinReassignments } from './pinnedReassignments.ts';
import { pinThresholds } from './pinnedThresholds.ts';
import { runFiles } from './runFiles.ts';
import {
  inputsHashOf,
  keepConfiguration,
  type RunInputs,
  shardsOf,
  tenantOfRun,
  thresholdsOfRun,
} from './runInputs.ts';
import { leaseOf } from './runLease.ts';

/** Starts that collide look again; each time one of them has got through. */
const ATTEMPTS = 10;

/** Held drops are counted for so long: those that nobody decided about by then have been replaced long since. */
const HELD_DROPS_MS = 30 * 24 * 60 * 60 * 1000;

export interface RunTrigger {
  /** The instant the schedule meant, not the one at which it came. */
  readonly scheduledAt: string;
  /** ISO day: assess as of an earlier closed day than the last one. */
  readonly asOf?: string;
}

export interface OpenRunPorts {
  readonly lake: Lake;
  readonly tenant: LoadedTenant;
  readonly now: Date;
}

export interface OpenedRun {
  readonly runId: string;
  readonly outcome: 'opened' | 'skipped';
  /** The numbers of the shards to assess, of a run that was opened. */
  readonly shards?: readonly number[];
}

/** Why a run is not made, in the record's `skipped`. */
type SkipReason =
  | 'noEdition'
  | 'anotherRunIsActive'
  | 'alreadyAssessed'
  | 'editionBeforePublished'
  | 'asOfBeforePublished';

/**
 * Opens the run of a trigger, once: 1. the same trigger again is the same run, 2. one run at a time by lease, 3. skip with
 * a reason where there is nothing to do, 4. pin every input, 5. record run, trigger, lease and inputs in one write.
 */
export async function openRun(trigger: RunTrigger, ports: OpenRunPorts): Promise<OpenedRun> {
  if (await isTenantPurged()) return { runId: 'none', outcome: 'skipped' };
  const key = trigger.asOf === undefined ? trigger.scheduledAt : `${trigger.scheduledAt}@${trigger.asOf}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const known = await runOfTrigger(key);
    if (known !== undefined) return resume(known, ports);
    const due = { ...trigger, scheduledAt: notAfter(ports.now, trigger.scheduledAt) };
    const runId = await nextRunId(due, ports.tenant.tenant);
    const opening = await prepare(runId, due, ports);
    if (await createRun({ ...opening, trigger: key })) return resume(runId, ports);
  }
  throw new Error('other runs were opened at the same moment, again and again');
}

/** A run by hand may name an instant to come by mistake: published, days that have not been would end all nights until then. */
function notAfter(now: Date, scheduledAt: string): string {
  return new Date(scheduledAt) > now ? now.toISOString() : scheduledAt;
}

/** A run that has ended is not taken up again; one that was killed is, at whatever step. */
async function resume(runId: string, { lake, now }: OpenRunPorts): Promise<OpenedRun> {
  const run = await getRun(runId);
  if (!run || run.finishedAt !== undefined) return { runId, outcome: 'skipped' };
  await renewRunLease(leaseOf(runId, now));
  const pinned = (await readPinned(runId)) as RunInputs;
  const freshness = await freshnessFor(lake, pinned);
  await putJson(lake, runFiles.inputs(runId), { ...pinned, freshness });
  await tellOfStaleSchools(freshness, pinned, now);
  return {
    runId,
    outcome: 'opened',
    shards: Array.from({ length: await shardsOf(lake, pinned) }, (_, shard) => shard),
  };
}

async function nextRunId({ scheduledAt }: RunTrigger, tenant: Tenant): Promise<string> {
  const date = formatDay(localTimeOf(new Date(scheduledAt), tenant.timeZone).day);
  for (let attempt = 1; ; attempt++) {
    const runId = `${date}.${attempt}`;
    if (!(await getRun(runId))) return runId;
  }
}

async function prepare(runId: string, trigger: RunTrigger, ports: OpenRunPorts) {
  const [date = '', attempt = ''] = runId.split('.');
  const startedAt = ports.now.toISOString();
  const base = { runId, date, attempt: Number(attempt), startedAt };
  const skip = (skipped: SkipReason) => ({
    run: { ...base, status: 'skipped', skipped, finishedAt: startedAt } satisfies RunRecord,
  });
  const lease = await readRunLease();
  const holder = lease && (await getRun(lease.runId));
  if (lease && holder?.finishedAt === undefined && lease.expiresAt > startedAt) return skip('anotherRunIsActive');

  // Coverage first: with a newer edition than coverage days are missing, the other way round they would read as present.
  const coverage = await readCoverage();
  const edition = await currentEdition();
  if (!edition) return skip('noEdition');
  const { configurationVersion } = ports.tenant;
  const asOf = formatDay(asOfDay(trigger, ports.tenant.tenant));
  const thresholds = await pinThresholds(ports.lake, asOf);
  const overrides = await pinOverrides(ports.lake, date);
  const reassignments = await pinReassignments(ports.lake);
  const inputs = {
    ...{ runId, edition: edition.number, configurationVersion, asOf, coverage },
    ...(thresholds && { thresholds }),
    ...(overrides && { overrides }),
    ...(reassignments && { reassignments }),
  };
  const published = await readPublished();
  const comparison = await compareWith(published);
  const reason = published && skipReason(inputs, comparison.publishedRun, published);
  if (reason) return skip(reason);

  await keepConfiguration(ports.lake, ports.tenant);
  const pinned: RunInputs = { ...inputs, ...comparison.pinned };
  const run: RunRecord = {
    ...base,
    status: 'assessing',
    edition: edition.number,
    configurationVersion,
    asOf,
    inputsHash: inputsHashOf(inputs),
    ...(reassignments && { reassignments: reassignments.revision }),
    thresholds: (await thresholdsOfRun(ports.lake, pinned)).version,
    heldDrops: await countHeldDrops(new Date(ports.now.getTime() - HELD_DROPS_MS).toISOString()),
    staleSchools: (await freshnessFor(ports.lake, pinned)).filter(({ stale }) => stale).map(({ school }) => school),
    ...(published && { publishedBefore: published.publication, comparedWith: published.runId }),
  };
  return { run, pinned, lease: leaseOf(runId, ports.now), ...(lease && takeover(lease, holder)) };
}

/** What held the lease is a run, or a purge that died. */
const takeover = (lease: RunLease, run: RunRecord | undefined) => ({ takesOver: { lease, ...(run && { run }) } });

/** The last closed day at the scheduled time, or an earlier day that was asked for. */
function asOfDay({ scheduledAt, asOf }: RunTrigger, tenant: Tenant): Day {
  const closed = lastClosedDay(new Date(scheduledAt), tenant.timeZone, tenant.schoolYear.dayClosesAt);
  return asOf === undefined ? closed : Math.min(closed, parseDay(asOf) ?? closed);
}

async function compareWith(published: PublishedPointer | undefined) {
  const abandoned = await abandonedPublications(published?.publication ?? 0);
  if (!published) return { pinned: { abandoned } };
  const publishedRun = await getRun(published.runId);
  const { publication, runId } = published;
  const finished = publishedRun?.finishedAt !== undefined && publishedRun.failure === undefined;
  const numbered = { publication, runId };
  return { publishedRun, pinned: { abandoned, comparedWith: numbered, ...(!finished && { unannounced: numbered }) } };
}

function skipReason(
  inputs: Omit<RunInputs, 'abandoned'>,
  publishedRun: RunRecord | undefined,
  published: PublishedPointer,
): SkipReason | undefined {
  if (inputs.edition < (publishedRun?.edition ?? 0)) return 'editionBeforePublished';
  if (inputs.asOf < published.asOf) return 'asOfBeforePublished';
  const ended = publishedRun?.finishedAt !== undefined && publishedRun.failure === undefined;
  return ended && publishedRun.inputsHash === inputsHashOf(inputs) ? 'alreadyAssessed' : undefined;
}

async function freshnessFor(lake: Lake, pinned: RunInputs) {
  const asOf = parseDay(pinned.asOf);
  if (asOf === undefined) throw new RangeError('a run is pinned to an ISO day');
  const edition = await loadEdition(lake, pinned.edition);
  const tenant = await tenantOfRun(lake, pinned);
  return freshnessOf({ lake, edition, coverage: pinned.coverage, tenant, asOf });
}
