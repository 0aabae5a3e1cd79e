import type { Lake } from '../../lake/lake.ts';
import type { RunInputs } from '../run/runInputs.ts';
import type { RunManifest } from '../run/runManifest.ts';
import { assessShard } from './assessShard.ts';
import { completeAssessment } from './completeAssessment.ts';

/** How an assessment is spread; what it writes does not depend on it. */
export interface Spread {
  readonly shards?: number;
  readonly threads?: number;
}

/** Assesses the whole district a run is pinned to, one shard after the other. */
export async function assessDistrict(lake: Lake, pinned: RunInputs, spread: Spread = {}): Promise<RunManifest> {
  const { shards = 1, threads } = spread;
  for (let shard = 0; shard < shards; shard++) await assessShard(lake, pinned, { shard, of: shards }, threads);
  return completeAssessment(lake, pinned, shards);
}
