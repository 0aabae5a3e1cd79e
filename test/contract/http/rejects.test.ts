import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationsRoutes } from '../../../shared/http/operations/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { Findings } from '../../../shared/ingest/findings.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem, rejectsKey } from '../../../shared/store/drops.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const DROP = '7'.padStart(32, '0');
const handler = serve(operationsRoutes, { tenant: tenantWithStaffClaim });

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  const drop: DropRecord = {
    ...{ dropId: DROP, bucket: 'drops', objectKey: 'nightly.zip', etag: 'etag', size: 7, kind: 'zip', status: 'held' },
    ...{ reportKey: `drops/${DROP}/report.json`, receivedAt: '2026-10-08T04:00:00.000Z' },
  };
  await documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item: dropItem(drop) }));
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

/** Writes the list of so many rejected rows, as ingest does; answers its bytes. */
async function reject(rows: number): Promise<number> {
  const findings = new Findings();
  const message = 'Write a date, such as 2027-01-15.';
  for (let line = 2; line < rows + 2; line++) {
    findings.report({
      severity: 'rejected',
      file: 'users.csv',
      line,
      column: 'date',
      code: 'row.invalid_date',
      message,
    });
  }
  const chunks = [...findings.rejects];
  await s3Lake(environment('LAKE_BUCKET')).putStream(rejectsKey(DROP), chunks, 'text/csv; charset=utf-8');
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

const get = () =>
  call(handler, {
    route: 'GET /v1/drops/{id}/rejects.csv',
    claims: CLAIMS.dataManager,
    params: { id: DROP },
  });

test('a list that fits is the answer', async () => {
  const bytes = await reject(50_000);
  expect(bytes).toBeLessThan(4 * 1024 * 1024);
  const { status, headers, text } = await get();
  expect(status).toBe(200);
  expect(headers['content-disposition']).toBe(`attachment; filename="rejects-${DROP}.csv"`);
  expect(Buffer.from(text, 'base64')).toHaveLength(bytes);
});

test('a list of a million rows is fetched whole from where the answer points to', async () => {
  const bytes = await reject(1_000_000);
  const { status, headers, text } = await get();
  expect({ status, text }).toEqual({ status: 307, text: '' });
  const location = new URL(String(headers['location']));
  expect(location.searchParams.get('X-Amz-Expires')).toBe('300');
  expect(location.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
  expect(location.searchParams.get('response-content-disposition')).toBe(`attachment; filename="rejects-${DROP}.csv"`);
  const list = await fetch(location);
  expect(list.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect((await list.arrayBuffer()).byteLength).toBe(bytes);
});
