import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { s3UploadBucket, type UploadBucket } from '../../../shared/ingest/uploadBucket.ts';
import { abortUpload, completeUpload, startUpload } from '../../../shared/ingest/uploads.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { getUpload } from '../../../shared/store/uploads.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { startDrops } from '../http/drops.ts';

const MIB = 1024 * 1024;
const content = Buffer.alloc(8 * MIB + 5, 'content of a drop, ');

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

const bucket = () => s3UploadBucket(environment('DROPS_BUCKET'));
const context = (of: UploadBucket = bucket()) => ({ bucket: of, now: new Date('2026-10-08T15:00:00.000Z') });

describe('killed at any request', () => {
  class Death extends Error {}
  /** The bucket as a process sees it that dies before or after its nth request. */
  const dying = (nth: number, moment: 'before' | 'after'): UploadBucket => {
    let calls = 0;
    const through = <Args extends unknown[], T>(request: (...args: Args) => Promise<T>) => {
      return async (...args: Args): Promise<T> => {
        calls += 1;
        if (calls === nth && moment === 'before') throw new Death();
        const answer = await request(...args);
        if (calls === nth && moment === 'after') throw new Death();
        return answer;
      };
    };
    const real = bucket();
    return {
      name: real.name,
      partUrl: real.partUrl,
      begin: through(real.begin),
      complete: through(real.complete),
      abort: through(real.abort),
      etagOf: through(real.etagOf),
    };
  };
  const newFile = () => ({ uploadId: String(night).padStart(32, 'a'), fileName: 'night.zip', size: content.length });

  test.each(['before', 'after'] as const)('%s it began, asking again begins it', async (moment) => {
    const file = newFile();
    await expect(startUpload(file, context(dying(1, moment)))).rejects.toThrow(Death);
    expect(await startUpload(file, context())).toMatchObject({ status: 'open' });
  });

  test.each(['before', 'after'] as const)('%s it was completed, asking again makes one drop', async (moment) => {
    const file = newFile();
    await startUpload(file, context());
    const upload = (await getUpload(file.uploadId))!;
    const send = async (partNumber: number, body: Uint8Array<ArrayBuffer>) => {
      const url = await bucket().partUrl(upload, partNumber, body.length, 60);
      return { partNumber, etag: (await fetch(url, { method: 'PUT', body })).headers.get('etag') ?? '' };
    };
    const parts = [await send(1, content.subarray(0, 8 * MIB)), await send(2, content.subarray(8 * MIB))];
    await expect(completeUpload(file.uploadId, parts, context(dying(1, moment)))).rejects.toThrow(Death);
    const end = await completeUpload(file.uploadId, parts, context());
    expect(end).toMatchObject({ outcome: 'ended', upload: { status: 'completed' } });
    expect(await abortUpload(file.uploadId, context())).toEqual({ outcome: 'notOpen' });
  });
});
