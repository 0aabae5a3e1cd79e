import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { uploadRoutes } from '../../../shared/http/operations/uploads.ts';
import { serve } from '../../../shared/http/serve.ts';
import { kindOf } from '../../../shared/ingest/dropObject.ts';
import type { DropsBucket } from '../../../shared/ingest/dropsBucket.ts';
import { receiveDrop } from '../../../shared/ingest/receiveDrop.ts';
import { s3UploadBucket } from '../../../shared/ingest/uploadBucket.ts';
import { MAX_UPLOAD_BYTES } from '../../../shared/ingest/uploads.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { getDrop } from '../../../shared/store/drops.ts';
import { getUpload } from '../../../shared/store/uploads.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, tenantWithStaffClaim } from './district.ts';
import { startDrops } from './drops.ts';

const NOW = '2026-10-08T15:00:00.000Z';
const MIB = 1024 * 1024;
const SIZE = 8 * MIB + 5;
const handler = serve(uploadRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(NOW) });
const content = Buffer.alloc(SIZE, 'content of a drop, ');

let engine: DynamoEngine;
let drops: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, drops] = await Promise.all([startDynamo(), startDrops()]);
});
afterAll(() => Promise.all([engine.stop(), drops.stop()]));
/** The bucket keeps what earlier tests sent: each begins uploads of its own. */
let night = 0;
beforeEach(() => {
  night += 1;
});

interface Part {
  readonly partNumber: number;
  readonly size: number;
  readonly url: string;
}
const start = (
  key = `night-${night}`,
  body: unknown = { fileName: 'night.zip', size: SIZE },
  claims: Record<string, string> = CLAIMS.dataManager,
) => call(handler, { route: 'POST /v1/drops', claims, body, headers: { 'idempotency-key': key } });
const ask = (route: string, id: string, body?: unknown) =>
  call(handler, {
    route,
    claims: CLAIMS.dataManager,
    params: { id },
    ...(body !== undefined && { body }),
  });
const complete = (id: string, parts: unknown) => ask('POST /v1/drops/uploads/{id}/complete', id, { parts });
const abort = (id: string) => ask('DELETE /v1/drops/uploads/{id}', id);

/** What a sender does: PUTs each part and keeps its ETag. */
const send = (parts: readonly Part[]) =>
  Promise.all(
    parts.map(async ({ partNumber, size, url }) => {
      const from = (partNumber - 1) * 8 * MIB;
      const answer = await fetch(url, { method: 'PUT', body: content.subarray(from, from + size) });
      return { partNumber, etag: answer.headers.get('etag') ?? '' };
    }),
  );
const bucket = () => s3UploadBucket(environment('DROPS_BUCKET'));

describe('POST /v1/drops', () => {
  test('answers an address for each part, and says until when', async () => {
    const { status, json, headers } = await start();
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: 'open',
      objectKey: `drops/uploads/${json.uploadId}/night.zip`,
      size: SIZE,
      partSize: 8 * MIB,
      expiresAt: '2026-10-08T16:00:00.000Z',
      parts: [
        { partNumber: 1, size: 8 * MIB },
        { partNumber: 2, size: 5 },
      ],
    });
    expect(headers['location']).toBe(`/v1/drops/uploads/${json.uploadId}`);
    expect(kindOf(json.objectKey)).toBe('zip');
  });

  test('signs the length of each part, and nothing that a sender could not know', async () => {
    const { json } = await start();
    const url = new URL(json.parts[1].url);
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
    expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });

  test('with the same key answers the same upload, for another caller another one', async () => {
    const first = await start();
    expect((await start()).json).toMatchObject({ uploadId: first.json.uploadId, status: 'open' });
    expect((await start('another')).json.uploadId).not.toBe(first.json.uploadId);
    const other = await start(undefined, undefined, { ...CLAIMS.dataManager, sub: 'another' });
    expect(other.json.uploadId).not.toBe(first.json.uploadId);
  });

  test('refuses a key that has begun the upload of another file', async () => {
    await start();
    const again = await start(undefined, { fileName: 'night.zip', size: SIZE + 1 });
    expect(again).toMatchObject({ status: 400, json: { code: 'idempotency.key' } });
  });

  test('asked twice at the same time it begins one upload', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect([one.status, two.status, one.json.uploadId]).toEqual([201, 201, two.json.uploadId]);
    const { multipartId } = (await getUpload(one.json.uploadId)) ?? {};
    for (const { json } of [one, two]) expect(json.parts[0].url).toContain(multipartId);
  });

  test.each([
    ['no zip', { fileName: 'users.csv', size: SIZE }],
    ['a path', { fileName: '../../lake/night.zip', size: SIZE }],
    ['a name in which a person could stand', { fileName: 'Daniel Ahmed.zip', size: SIZE }],
    ['nothing in it', { fileName: 'night.zip', size: 0 }],
    ['more than a drop may hold', { fileName: 'night.zip', size: MAX_UPLOAD_BYTES + 1 }],
  ])('refuses a file with %s', async (_, body) => {
    expect(await start(undefined, body)).toMatchObject({ status: 400, json: { code: 'request.invalid' } });
  });

  test('takes the largest zip that can be read, in parts that one answer names', async () => {
    const { json } = await start(undefined, { fileName: 'night.zip', size: MAX_UPLOAD_BYTES });
    const parts: readonly Part[] = json.parts;
    expect(parts.length).toBeLessThanOrEqual(1000);
    expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(MAX_UPLOAD_BYTES);
    expect(new Set(parts.slice(0, -1).map(({ size }) => size)).size).toBe(1);
  });

  test('is for those who run the feeds', async () => {
    for (const role of ROLES) {
      const { status } = await start(undefined, undefined, CLAIMS[role]);
      expect(`${role} ${status}`).toBe(`${role} ${['districtAdmin', 'dataManager'].includes(role) ? 201 : 403}`);
    }
  });

  test('needs a key of the caller, so that asking again begins nothing a second time', async () => {
    const answer = await call(handler, {
      route: 'POST /v1/drops',
      claims: CLAIMS.dataManager,
      body: { fileName: 'night.zip', size: SIZE },
      headers: { 'idempotency-key': undefined },
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'idempotency.key' } });
  });
});

describe('POST /v1/drops/uploads/{id}/complete', () => {
  test('makes one object of the parts, byte for byte, and answers the drop that it becomes', async () => {
    const { json } = await start();
    const done = await complete(json.uploadId, (await send(json.parts)).toReversed());
    expect(done).toMatchObject({ status: 200, json: { status: 'completed', dropId: expect.any(String) } });
    const object = { Bucket: environment('DROPS_BUCKET'), Key: json.objectKey };
    const { Body, ETag } = await new S3Client({}).send(new GetObjectCommand(object));
    expect(Buffer.compare(Buffer.from((await Body?.transformToByteArray()) ?? []), content)).toBe(0);
    expect(await getDrop(done.json.dropId)).toMatchObject({
      status: 'received',
      objectKey: json.objectKey,
      etag: ETag?.replaceAll('"', ''),
      size: SIZE,
      kind: 'zip',
    });
  });

  test('is followed by the announcement of the object, which starts the ingest of that very drop', async () => {
    const { json } = await start();
    const { dropId } = (await complete(json.uploadId, await send(json.parts))).json;
    const { bucket: name, objectKey: key, etag, size } = (await getDrop(dropId))!;
    const started: string[] = [];
    const receive = () =>
      receiveDrop(
        { bucket: name, key, etag, size },
        { drops: {} as DropsBucket, now: new Date(NOW), start: async (id) => void started.push(id) },
      );
    await receive();
    expect(started).toEqual([dropId]);
  });

  test('asked twice answers the same drop', async () => {
    const { json } = await start();
    const parts = await send(json.parts);
    const first = await complete(json.uploadId, parts);
    const second = await complete(json.uploadId, parts);
    expect(second).toMatchObject({ status: 200, json: first.json });
    expect((await ask('GET /v1/drops/uploads/{id}', json.uploadId)).json).toEqual(first.json);
  });

  test('a completion that died before it was recorded is found by the object it made', async () => {
    const { json } = await start();
    const parts = await send(json.parts);
    const upload = (await getUpload(json.uploadId))!;
    const made = await bucket().complete(upload, parts);
    const done = await complete(json.uploadId, parts);
    expect(done.status).toBe(200);
    expect((await getDrop(done.json.dropId))?.etag).toBe((made as { etag: string }).etag);
  });

  test.each<[string, (parts: readonly { partNumber: number; etag: string }[]) => unknown]>([
    ['a part is left out', ([first]) => [first]],
    ['a part is named twice', ([first]) => [first, first]],
    ['an ETag is another one', ([first, second]) => [first, { ...second, etag: '0'.repeat(32) }]],
    ['a part is named that there is not', (parts) => [...parts, { partNumber: 3, etag: '0'.repeat(32) }]],
  ])('is refused when %s, and the upload stays open', async (_, wrong) => {
    const { json } = await start();
    const parts = await send(json.parts);
    const refused = await complete(json.uploadId, wrong(parts));
    expect(refused).toMatchObject({ status: 422, json: { code: 'upload.parts' } });
    expect((await complete(json.uploadId, parts)).status).toBe(200);
  });

  test('is refused before a part has arrived', async () => {
    const { json } = await start();
    const [first] = await send(json.parts.slice(0, 1));
    const never = { partNumber: 2, etag: first!.etag };
    expect((await complete(json.uploadId, [first, never])).json.code).toBe('upload.parts');
  });

  test('what nobody has completed for a day is given up', async () => {
    const { json } = await start();
    const parts = await send(json.parts);
    await bucket().abort((await getUpload(json.uploadId))!);
    expect(await complete(json.uploadId, parts)).toMatchObject({ status: 409, json: { code: 'upload.not_open' } });
  });

  test('an unknown upload is not found', async () => {
    const id = '0'.repeat(32);
    const parts = [{ partNumber: 1, etag: 'x' }];
    expect(await complete(id, parts)).toMatchObject({ status: 404, json: { code: 'upload.not_found' } });
  });
});

describe('DELETE /v1/drops/uploads/{id}', () => {
  test('gives the upload up; asking twice is asking once', async () => {
    const { json } = await start();
    const parts = await send(json.parts);
    expect(await abort(json.uploadId)).toMatchObject({ status: 200, json: { status: 'aborted' } });
    expect(await abort(json.uploadId)).toMatchObject({ status: 200, json: { status: 'aborted' } });
    expect((await complete(json.uploadId, parts)).json.code).toBe('upload.not_open');
    expect((await start()).json).toMatchObject({ status: 'aborted' });
  });

  test('does not undo a drop, recorded or not', async () => {
    const { json } = await start();
    const parts = await send(json.parts);
    await bucket().complete((await getUpload(json.uploadId))!, parts);
    expect((await abort(json.uploadId)).json.code).toBe('upload.not_open');
    expect((await complete(json.uploadId, parts)).status).toBe(200);
    expect((await abort(json.uploadId)).json.code).toBe('upload.not_open');
  });
});

test('a name that begins alike is another object', async () => {
  const s3 = new S3Client({});
  await s3.send(new PutObjectCommand({ Bucket: environment('DROPS_BUCKET'), Key: 'drops/uploads/b.zip2', Body: 'x' }));
  expect(await bucket().etagOf('drops/uploads/b.zip')).toBeUndefined();
});
