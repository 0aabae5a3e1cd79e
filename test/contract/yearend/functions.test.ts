import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { handler as auditBatch } from '../../../functions/audit-batch/handler.ts';
import { handler as completeAudit } from '../../../functions/complete-audit/handler.ts';
import { handler as freezeYear } from '../../../functions/freeze-year/handler.ts';
import { handler as recordFailure } from '../../../functions/record-year-end-failure/handler.ts';
import { handler as sealYear } from '../../../functions/seal-year/handler.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { documents } from '../../../shared/store/documents.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { readYearEnd } from '../../../shared/store/yearEnds.ts';
import { decide } from '../../../shared/yearend/decide.ts';
import { signOff } from '../../../shared/yearend/signOff.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { author, NOW, putEdition, tenant, YEAR } from './district.ts';

const LAKE = 'waymark-test-lake';
const ARCHIVE = 'waymark-test-archive';
let dynamo: DynamoEngine;
let s3: FauxqsServer;
let taskRoot: string;

beforeAll(async () => {
  taskRoot = mkdtempSync(join(tmpdir(), 'waymark-year-end-'));
  writeFileSync(join(taskRoot, 'tenant.json'), JSON.stringify(tenant.tenant));
  dynamo = await startDynamo();
  s3 = await startFauxqs({ port: 0, logger: false });
  s3.createBucket(LAKE);
  s3.createBucket(ARCHIVE);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: s3.address,
    LAKE_BUCKET: LAKE,
    ARCHIVE_BUCKET: ARCHIVE,
    LAMBDA_TASK_ROOT: taskRoot,
  });
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await dynamo.clear();
});
afterAll(async () => {
  vi.useRealTimers();
  await dynamo.stop();
  await s3.stop();
  rmSync(taskRoot, { recursive: true });
});

const step = { schoolYear: YEAR };

async function acceptEdition(): Promise<void> {
  await putEdition(s3Lake(LAKE), 1);
  const edition = { number: 1, parent: 0, dropId: 'drop-1', generatedAt: '', tables: {} };
  const state = { revision: 1, edition, marks: {}, rollovers: [] };
  await documents.send(
    new PutCommand({
      TableName: process.env['OPERATIONS_TABLE'],
      Item: { ...operationsKeys.currentEdition(), state },
    }),
  );
}

describe('the functions of a closing, as the state machines call them', () => {
  test('freeze, audit, complete and seal', async () => {
    await acceptEdition();

    expect(await freezeYear(step)).toEqual({ schoolYear: YEAR, batchNumbers: [0] });
    expect(await auditBatch({ ...step, batch: 0 })).toEqual({});
    expect(await completeAudit(step)).toEqual(step);
    const exceptions = ['blank', 'pending', 'plan'].map((id) => ({
      student: studentId(id),
      outcome: 'graduate' as const,
      reason: 'Seen on paper',
    }));
    await decide(YEAR, exceptions, author, () => 'all');
    await signOff(YEAR, author, async () => {});
    expect(await sealYear(step)).toEqual(step);

    const year = await readYearEnd(YEAR);
    expect(year).toMatchObject({ status: 'sealed', archive: { records: 6 } });
    expect(await s3Lake(ARCHIVE).get(year!.archive!.manifestKey)).toBeDefined();
  });

  test('record what failed, by name', async () => {
    await expect(freezeYear(step)).rejects.toMatchObject({ name: 'YearEndError', code: 'noEdition' });
    await recordFailure({ ...step, error: { Error: 'YearEndError', Cause: '{"errorMessage":"noEdition"}' } });
    expect(await readYearEnd(YEAR)).toMatchObject({
      status: 'failed',
      failure: { during: 'closing', error: 'YearEndError' },
    });
  });

  test('refuse an input that is not theirs', async () => {
    await expect(auditBatch({ schoolYear: YEAR })).rejects.toMatchObject({ name: 'ZodError' });
  });
});
