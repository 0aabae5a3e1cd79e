import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem } from '../../../shared/store/drops.ts';
import type { DropStatus } from '../../../shared/store/entities.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

const counted: (readonly [string, number])[] = [];
vi.mock('../../../shared/runtime/metrics.ts', () => ({
  count: (name: string, value: number) => void counted.push([name, value]),
  flushMetrics: () => {},
}));

let engine: DynamoEngine;
let handlers: readonly ((event: unknown) => Promise<unknown>)[];

beforeAll(async () => {
  engine = await startDynamo();
  const root = mkdtempSync(join(tmpdir(), 'waymark-function-'));
  copyFileSync('infra/tenants/sample.json', join(root, 'tenant.json'));
  const buckets = { DROPS_BUCKET: 'drops', LAKE_BUCKET: 'lake' };
  for (const [name, value] of Object.entries({ ...buckets, LAMBDA_TASK_ROOT: root })) {
    vi.stubEnv(name, value);
  }
  handlers = [
    (await import('../../../functions/check-drop/handler.ts')).handler,
    (await import('../../../functions/normalize-drop/handler.ts')).handler,
  ];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await engine.stop();
});

const DROP = {
  bucket: 'drops',
  objectKey: 'k.zip',
  etag: 'e',
  size: 1,
  kind: 'zip',
  receivedAt: '2027-01-15',
} as const;
it.each<[DropStatus, number]>([
  ['held', 1],
  ['published', 0],
  ['discarded', 0],
])('a step that leaves a drop %s counts %i held, also when its first answer was lost', async (status, count) => {
  const Item = dropItem({ ...DROP, dropId: status, status });
  await documents.send(new PutCommand({ TableName: process.env['OPERATIONS_TABLE'], Item }));
  for (const handler of handlers) {
    expect(await handler({ dropId: status })).toEqual({ dropId: status, outcome: 'finished' });
    expect(counted.splice(0)).toEqual([['DropsHeld', count]]);
  }
});
