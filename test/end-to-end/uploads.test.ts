import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import type { Answer } from './client.ts';
import { evening } from './district.ts';
import { putTo } from './presigned.ts';
import { type DropView, makeStageOnFirstMorning, type Stage } from './stage.ts';

interface Upload {
  readonly uploadId: string;
  readonly status: string;
  readonly partSize: number;
  readonly objectKey: string;
  readonly dropId?: string;
  readonly parts: readonly { readonly partNumber: number; readonly size: number; readonly url: string }[];
}

let stage: Stage;
let zip: Uint8Array;

/** Rows that no program compresses well, so that the zip has several parts; nobody knows the file. */
const padding: CsvFile = {
  name: 'padding',
  lines: function* () {
    yield 'noise';
    for (let n = 0; n < 200_000; n++) yield createHash('sha512').update(`row ${n}`).digest('base64');
  },
};

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
  zip = zipOf([...stage.filesOf({ asOf: '2026-03-13' }), padding]);
});

const start = (fileName: string, size: number): Promise<Answer<Upload>> =>
  stage
    .as('T00001', 'dataManager')
    .post<Upload>('/v1/drops', { fileName, size }, { 'idempotency-key': `upload of ${fileName}`.replaceAll(' ', '-') });

const partOf = ({ partSize }: Upload, partNumber: number) =>
  zip.subarray((partNumber - 1) * partSize, partNumber * partSize);

it('a zip sent through the API in several parts is published', async () => {
  const { status, body: upload } = await start('2026-03-13.zip', zip.length);
  expect(status).toBe(201);
  expect(upload.parts.length).toBeGreaterThan(1);
  const arrived = await Promise.all(
    upload.parts.map(async ({ partNumber, url }) => {
      const { status, etag } = await putTo(url, partOf(upload, partNumber));
      expect(status).toBe(200);
      return { partNumber, etag };
    }),
  );
  const path = `/v1/drops/uploads/${upload.uploadId}`;
  const completed = await stage.admin.post<Upload>(`${path}/complete`, { parts: arrived });
  expect(completed).toMatchObject({ status: 200, body: { status: 'completed' } });
  const drop = () => stage.admin.read<DropView>(`/v1/drops/${completed.body.dropId}?limit=100`);
  // It can be asked for before anything has read it.
  expect(await drop()).toMatchObject({ objectKey: upload.objectKey, size: zip.length });
  await stage.cloud.idle();
  const published = await drop();
  expect(published).toMatchObject({ status: 'published', edition: 2 });
  expect(published.diagnostics.items).toContainEqual(
    expect.objectContaining({ file: 'padding.csv', code: 'package.unknown_file' }),
  );
  expect((await stage.admin.get(`${path}`)).body).toEqual(completed.body);
});

it('an address is refused for other bytes than it was signed for, and once its hour is over', async () => {
  const { body: upload } = await start('late.zip', zip.length);
  const [first] = upload.parts;
  expect((await putTo(first!.url, zip.subarray(0, 1000))).status).toBe(403);
  const now = stage.cloud.clock.now().getTime();
  await stage.cloud.clock.advanceTo(new Date(now + 3_601_000));
  expect((await putTo(first!.url, partOf(upload, 1))).status).toBe(403);
  const again = await stage.admin.read<Upload>(`/v1/drops/uploads/${upload.uploadId}`);
  expect((await putTo(again.parts[0]!.url, partOf(upload, 1))).status).toBe(200);
});
