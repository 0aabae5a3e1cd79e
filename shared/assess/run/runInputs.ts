import { createHash } from 'node:crypto';
import { parseDay } from '../../domain/calendar/day.ts';
import { judgedBy } from '../../domain/tiers/thresholds.ts';
import type { Coverage } from '../../lake/edition.ts';
import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import type { LoadedTenant } from '../../runtime/tenant.ts';
import type { NumberedRun } from '../../store/publications.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import type { OverridesPin } from './pinnedOverrides.ts';
import type { ReassignmentsPin } from './pinnedReassignments.ts';
import { readPinnedThresholds, type ThresholdsPin, withThresholds } from './pinnedThresholds.ts';

/** What a run was pinned to when it opened: everything it does later is a function of these. */
export interface RunInputs {
  readonly runId: string;
  readonly edition: number;
  readonly configurationVersion: string;
  /** The last closed day that may count, ISO. */
  readonly asOf: string;
  readonly coverage: Coverage;
  /** The stored threshold sets it takes beside those of the configuration; absent without any. */
  readonly thresholds?: ThresholdsPin;
  /** The crisis overrides that act on the run's date; absent without any. */
  readonly overrides?: OverridesPin;
  /** The reassignments of cases that stand, up to a revision; absent before the first one. */
  readonly reassignments?: ReassignmentsPin;
  /** The published run it is compared with; absent on a first run. */
  readonly comparedWith?: NumberedRun;
  /** Publications begun since that were never flipped: the rows they touched are written anew. */
  readonly abandoned: readonly NumberedRun[];
  /** The published run, when it ended before all of its changes were announced. */
  readonly unannounced?: NumberedRun;
}

type Pinned = Pick<
  RunInputs,
  'edition' | 'configurationVersion' | 'asOf' | 'coverage' | 'thresholds' | 'overrides' | 'reassignments'
>;

/** Names what the result depends on: two runs with the same hash have the same results, byte for byte. */
export function inputsHashOf({ edition, configurationVersion, asOf, coverage, ...pinned }: Pinned): string {
  const { thresholds, overrides, reassignments } = pinned;
  const schools = Object.entries(coverage).sort(([a], [b]) => (a < b ? -1 : 1));
  const pins = [thresholds?.sha256 ?? null, overrides?.sha256 ?? null, reassignments?.sha256 ?? null];
  const canonical = JSON.stringify([edition, configurationVersion, asOf, schools, ...pins]);
  return createHash('sha256').update(canonical).digest('hex');
}

const configurationKey = (version: string) => `runs/configurations/${version}.json`;

/** Keeps the configuration a run is pinned to, so that a deployment in the middle of it changes nothing. */
export async function keepConfiguration(lake: Lake, { tenant, configurationVersion }: LoadedTenant): Promise<void> {
  await putJson(lake, configurationKey(configurationVersion), tenant);
}

export async function configurationOf(lake: Lake, version: string): Promise<Tenant> {
  const tenant = await getJson(lake, configurationKey(version));
  if (!tenant) throw new Error(`the lake has no configuration ${version}`);
  return tenant as Tenant;
}

/** The tenant as a run takes it: its configuration with the threshold sets that the run is pinned to. */
export async function tenantOfRun(
  lake: Lake,
  { configurationVersion, thresholds }: Pick<RunInputs, 'configurationVersion' | 'thresholds'>,
): Promise<Tenant> {
  return withThresholds(
    await configurationOf(lake, configurationVersion),
    await readPinnedThresholds(lake, thresholds),
  );
}

/** The threshold set a run judges by; its rules are chosen for each student. */
export async function thresholdsOfRun(
  lake: Lake,
  pinned: Pick<RunInputs, 'configurationVersion' | 'thresholds' | 'asOf'>,
): Promise<ThresholdSet> {
  const asOf = parseDay(pinned.asOf);
  if (asOf === undefined) throw new RangeError('a run is pinned to an ISO day');
  return judgedBy((await tenantOfRun(lake, pinned)).thresholds, asOf);
}

/** Into how many shards a run is cut: what its district's configuration said when it was pinned. */
export const shardsOf = async (lake: Lake, { configurationVersion }: RunInputs): Promise<number> =>
  (await configurationOf(lake, configurationVersion)).shards;
