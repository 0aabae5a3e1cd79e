import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment } from '../../../shared/runtime/environment.ts';
import { addRequests } from '../../../shared/store/callerLimits.ts';
import { documents } from '../../../shared/store/documents.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

/** 2026-10-05T12:00Z. */
const minute = Date.UTC(2026, 9, 5, 12) / 60_000;
const reads = { subject: 'ann@district.example', kind: 'reads', minute } as const;

test('what several instances add at once is all there, each kind and each minute by itself', async () => {
  const sums = await Promise.all(Array.from({ length: 10 }, () => addRequests({ ...reads, count: 7 })));
  expect(Math.max(...sums)).toBe(70);
  expect(await addRequests({ ...reads, kind: 'writes', count: 3 })).toBe(3);
  expect(await addRequests({ ...reads, minute: minute + 1, count: 1 })).toBe(1);
  expect(await addRequests({ ...reads, subject: 'ben@district.example', count: 2 })).toBe(2);
});

test('a counter says from when it may vanish, within the hour after its minute, and names nobody', async () => {
  await addRequests({ ...reads, count: 1 });
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: environment('OPERATIONS_TABLE') }));
  const [counter] = Items.filter((item) => item['sk'] === '2026-10-05T12:00');
  expect(counter).toMatchObject({
    pk: expect.stringMatching(/^LIMIT#[\w-]{22}$/),
    vanishesAt: Date.UTC(2026, 9, 5, 13) / 1000,
  });
  expect(JSON.stringify(Items)).not.toContain('ann');
});
