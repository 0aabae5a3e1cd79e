import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DropReplaced, rangesOf, s3DropsBucket, streamOf } from '../../../shared/ingest/dropsBucket.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';

let server: FauxqsServer;
let s3: S3Client;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false });
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });
  for (const Bucket of ['lake', 'drops']) await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
});

const MIB = 1024 * 1024;
const patterned = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe('the lake on S3', () => {
  it('gives back what was put, whole and by range', async () => {
    const lake = s3Lake('lake', s3);
    await lake.put('editions/1.json', new TextEncoder().encode('{"number":1}'), 'application/json');
    expect(new TextDecoder().decode(await lake.get('editions/1.json'))).toBe('{"number":1}');
    expect(new TextDecoder().decode(await lake.getRange('editions/1.json', 2, 8))).toBe('number');
    expect(await lake.getRange('editions/1.json', 3, 3)).toEqual(new Uint8Array(0));
  });

  it('gives of a range what the object has of it, if that is nothing', async () => {
    const lake = s3Lake('lake', s3);
    await lake.put('records/short', new TextEncoder().encode('short'));
    expect(new TextDecoder().decode(await lake.getRange('records/short', 3, 90))).toBe('rt');
    expect(await lake.getRange('records/short', 5, 90)).toEqual(new Uint8Array(0));
    await lake.put('records/empty', new Uint8Array(0));
    expect(await lake.getRange('records/empty', 0, 9)).toEqual(new Uint8Array(0));
  });

  it('answers undefined for what is not there', async () => {
    const lake = s3Lake('lake', s3);
    expect(await lake.get('editions/99.json')).toBeUndefined();
    expect(await lake.getRange('editions/99.json', 0, 4)).toBeUndefined();
  });

  it.each([0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 19 * MIB])(
    'writes %i bytes from parts of any size',
    async (length) => {
      const lake = s3Lake('lake', s3);
      const bytes = patterned(length);
      const parts = [
        bytes.subarray(0, 100),
        bytes.subarray(100, 100),
        bytes.subarray(100, 9 * MIB),
        bytes.subarray(9 * MIB),
      ];
      await lake.putStream(`tables/x/${length}.table`, parts);
      expect(Buffer.compare((await lake.get(`tables/x/${length}.table`)) ?? new Uint8Array(1), bytes)).toBe(0);
    },
  );

  it('leaves no object behind when the parts fail', async () => {
    const lake = s3Lake('lake', s3);
    async function* failing() {
      yield patterned(17 * MIB);
      throw new Error('the source failed');
    }
    await expect(lake.putStream('tables/x/failed.table', failing())).rejects.toThrow('the source failed');
    expect(await lake.get('tables/x/failed.table')).toBeUndefined();
  });
});

describe('the drops bucket on S3', () => {
  it('lists what lies directly below a prefix, with the ETags that reads are pinned to', async () => {
    const drops = s3DropsBucket('drops', s3);
    for (const Key of ['drops/a/users.csv', 'drops/a/deeper/users.csv', 'drops/ab/users.csv']) {
      await s3.send(new PutObjectCommand({ Bucket: 'drops', Key, Body: 'sourcedId\n' }));
    }
    const listed = await drops.list('drops/a/');
    expect(listed.map(({ key, size }) => [key, size])).toEqual([['drops/a/users.csv', 10]]);
    expect(await drops.head('drops/a/users.csv')).toMatchObject({ etag: listed[0]?.etag, size: 10 });
    expect(await drops.head('drops/a/none.csv')).toBeUndefined();
  });

  it('streams a pinned version, and refuses another one in its place', async () => {
    const drops = s3DropsBucket('drops', s3);
    const bytes = patterned(9 * MIB);
    await s3.send(new PutObjectCommand({ Bucket: 'drops', Key: 'drops/big.zip', Body: bytes }));
    const pinned = await drops.head('drops/big.zip');
    if (!pinned) throw new Error('the object is missing');
    expect(Buffer.compare(await collected(streamOf(rangesOf(drops, pinned))), bytes)).toBe(0);
    await s3.send(new PutObjectCommand({ Bucket: 'drops', Key: 'drops/big.zip', Body: 'another' }));
    await expect(drops.read('drops/big.zip', pinned.etag, 0, 4)).rejects.toThrow(DropReplaced);
    await expect(drops.read('drops/gone.zip', pinned.etag, 0, 4)).rejects.toThrow(DropReplaced);
  });
});
