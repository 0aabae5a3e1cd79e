import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { environment } from '../../../shared/runtime/environment.ts';
import { cursorKeyOfDistrict } from '../../../shared/store/cursorKey.ts';
import { documents } from '../../../shared/store/documents.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
const item = () => ({ TableName: environment('OPERATIONS_TABLE'), Key: operationsKeys.cursorKey() });
beforeEach(() => documents.send(new DeleteCommand(item())));

test('whoever come first at once agree on one key, and so does everybody after them', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => cursorKeyOfDistrict()));
  const different = new Set(keys.map((key) => key.toString('hex')));
  expect(different.size).toBe(1);
  expect([...different]).toEqual([(await cursorKeyOfDistrict()).toString('hex')]);
});

test('a key has 256 bits, and the next district has another', async () => {
  const key = await cursorKeyOfDistrict();
  expect(key).toHaveLength(32);
  await documents.send(new DeleteCommand(item()));
  expect(await cursorKeyOfDistrict()).not.toEqual(key);
});

test('what has been put in its place is neither used nor replaced', async () => {
  const { TableName, Key } = item();
  for (const key of ['secret', Buffer.alloc(16)]) {
    await documents.send(new PutCommand({ TableName, Item: { ...Key, key } }));
    await expect(cursorKeyOfDistrict()).rejects.toThrow(/damaged/);
    const { Item } = await documents.send(new GetCommand(item()));
    expect(Item?.['key']).toHaveLength(key.length);
  }
});
