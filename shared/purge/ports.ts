import { environment } from '../runtime/environment.ts';
import { s3PurgeBucket } from './bucket.ts';
import type { PurgeBuckets } from './plan.ts';

/** The district's buckets, as the environment names them. */
export const bucketsOfFunction = (): PurgeBuckets => ({
  lake: s3PurgeBucket(environment('LAKE_BUCKET')),
  drops: s3PurgeBucket(environment('DROPS_BUCKET')),
  archive: s3PurgeBucket(environment('ARCHIVE_BUCKET')),
});

/** Tells when so much time has gone by that a step should end and be called again. */
export function lateAfter(minutes: number): () => boolean {
  const end = performance.now() + minutes * 60_000;
  return () => performance.now() > end;
}
