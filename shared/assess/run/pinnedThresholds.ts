import { createHash } from 'node:crypto';
import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import { readStandingSets } from '../../store/thresholdSets.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';

/** Names the threshold sets that a run takes beside those of the tenant file: an object of the lake, by its content. */
export interface ThresholdsPin {
  /** Hex SHA-256 of the object's content. */
  readonly sha256: string;
  readonly versions: readonly string[];
}

const thresholdsKey = (sha256: string) => `runs/thresholds/${sha256}.json`;

/**
 * Pins the stored sets that have taken effect by a day; undefined when there are none. One that begins later is left out:
 * it decides nothing yet, and must not make a run of the same day another one.
 * @param asOf ISO day
 */
export async function pinThresholds(lake: Lake, asOf: string): Promise<ThresholdsPin | undefined> {
  const sets = (await readStandingSets()).filter(({ effectiveFrom }) => effectiveFrom <= asOf);
  if (sets.length === 0) return undefined;
  const sha256 = createHash('sha256').update(JSON.stringify(sets)).digest('hex');
  await putJson(lake, thresholdsKey(sha256), sets);
  return { sha256, versions: sets.map(({ version }) => version) };
}

/** The stored sets a run is pinned to. */
export async function readPinnedThresholds(
  lake: Lake,
  pin: ThresholdsPin | undefined,
): Promise<readonly ThresholdSet[]> {
  if (!pin) return [];
  const sets = await getJson(lake, thresholdsKey(pin.sha256));
  if (!sets) throw new Error(`the lake has no threshold sets ${pin.sha256}`);
  return sets as readonly ThresholdSet[];
}

/**
 * A tenant with stored sets beside those of its file. A set of the file that takes a stored one's version or day, because
 * it was deployed after that, gives way: what people were told stays.
 */
export function withThresholds(tenant: Tenant, stored: readonly ThresholdSet[]): Tenant {
  if (stored.length === 0) return tenant;
  const taken = new Set(stored.flatMap(({ version, effectiveFrom }) => [`v ${version}`, `d ${effectiveFrom}`]));
  const own = tenant.thresholds.filter((set) => !taken.has(`v ${set.version}`) && !taken.has(`d ${set.effectiveFrom}`));
  return { ...tenant, thresholds: [...own, ...stored] };
}
