import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { documents } from '../../shared/store/documents.ts';
import { startDynamo } from './engines.ts';

it('points the document client at each engine that is started, also after it has been used', async () => {
  const key = { pk: 'A', sk: 'B' };
  const get = () => documents.send(new GetCommand({ TableName: process.env['STUDENT_TABLE'], Key: key }));

  const first = await startDynamo();
  await documents.send(new PutCommand({ TableName: process.env['STUDENT_TABLE'], Item: { ...key, engine: 'first' } }));
  const stored = await get();
  await first.stop();
  const second = await startDynamo();
  const elsewhere = await get();
  await second.stop();

  expect(stored.Item?.['engine']).toBe('first');
  expect(elsewhere.Item).toBeUndefined();
});

it('empties both tables on request', async () => {
  const engine = await startDynamo();
  const item = { TableName: process.env['OPERATIONS_TABLE'], Item: { pk: 'A', sk: 'B' } };
  await documents.send(new PutCommand(item));
  await engine.clear();
  const found = await documents.send(new GetCommand({ TableName: item.TableName, Key: item.Item }));
  await engine.stop();

  expect(found.Item).toBeUndefined();
});
