import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { getItems, inParallel, keyText, writeItems } from '../../../shared/store/batches.ts';
import { documents } from '../../../shared/store/documents.ts';

const dynamo = mockClient(documents);
beforeEach(() => dynamo.reset());

const items = (count: number) => Array.from({ length: count }, (_, i) => ({ pk: `P${i}`, sk: 'S' }));
type Requests = { PutRequest: { Item: { pk: string } } }[];

describe('writing many items', () => {
  it('sends what DynamoDB left undone again, until nothing is left', async () => {
    const written: string[] = [];
    let call = 0;
    dynamo.on(BatchWriteCommand).callsFake(({ RequestItems }: { RequestItems: { T: Requests } }) => {
      call += 1;
      const done = call % 2 === 1 ? RequestItems.T.slice(0, 3) : RequestItems.T;
      written.push(...done.map(({ PutRequest }) => PutRequest.Item.pk));
      const left = RequestItems.T.slice(done.length);
      return { UnprocessedItems: left.length > 0 ? { T: left } : {} };
    });
    await writeItems(
      'T',
      items(60).map((put) => ({ put })),
    );
    expect(written.sort()).toEqual(
      items(60)
        .map(({ pk }) => pk)
        .sort(),
    );
    const sizes = dynamo.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.['T']?.length);
    expect(Math.max(...sizes.map(Number))).toBe(25);
  });

  it('sends nothing when there is nothing to write', async () => {
    await writeItems('T', []);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

describe('reading many items', () => {
  it('asks for each key once, a hundred at a time, and again for those left out', async () => {
    let left = true;
    dynamo.on(BatchGetCommand).callsFake(({ RequestItems }: { RequestItems: { T: { Keys: { pk: string }[] } } }) => {
      const { Keys } = RequestItems.T;
      const withheld = left && Keys.length === 100 ? Keys.slice(90) : [];
      left = false;
      return {
        Responses: { T: Keys.filter((key) => !withheld.includes(key)) },
        UnprocessedKeys: withheld.length > 0 ? { T: { Keys: withheld } } : {},
      };
    });
    const found = await getItems('T', [...items(130), ...items(10)]);
    expect([...found.keys()].sort()).toEqual(items(130).map(keyText).sort());
    expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(3);
  });
});

describe('working in parallel', () => {
  it('begins nothing new after an error, and reports it', async () => {
    const begun: number[] = [];
    const work = inParallel(
      Array.from({ length: 100 }, (_, i) => i),
      async (one) => {
        begun.push(one);
        await Promise.resolve();
        if (one === 3) throw new Error('three');
      },
    );
    await expect(work).rejects.toThrow('three');
    expect(begun.length).toBeLessThan(30);
  });
});
