import { startFauxqs } from 'fauxqs';

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
