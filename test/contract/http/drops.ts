import { startFauxqs } from 'fauxqs';
import type { DropRecord } from '../../../shared/store/entities.ts';

/** A drops bucket on a real S3 server in memory; the functions' environment points at it from then on. */
export async function startDrops(): Promise<{ stop(): Promise<void> }> {
  const server = await startFauxqs({ port: 0, logger: false });
  server.createBucket('waymark-test-drops');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: server.address,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    DROPS_BUCKET: 'waymark-test-drops',
  });
  return server;
}

export const dropIdOf = (n: number) => String(n).padStart(32, '0');
/** A published drop, the n-th of its month. */
export const dropOf = (n: number, more: Partial<DropRecord> = {}): DropRecord => ({
  dropId: dropIdOf(n),
  bucket: 'drops',
  objectKey: `nightly-${n}.zip`,
  etag: 'etag',
  size: 1_000 + n,
  kind: 'zip',
  receivedAt: `2026-10-0${n}T04:00:00.000Z`,
  generatedAt: `2026-10-0${n}T03:00:00Z`,
  status: 'published',
  edition: n,
  ...more,
});
