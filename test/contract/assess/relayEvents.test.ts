import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handler as relay } from '../../../functions/relay-events/handler.ts';
import { sweepEvents } from '../../../shared/assess/publish/relayEvents.ts';
import { documents } from '../../../shared/store/documents.ts';
import { eventIdOf, outboxItem, type PendingEvent } from '../../../shared/store/outbox.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { studentItems } from './nights.ts';

const bus = mockClient(EventBridgeClient);
let engine: DynamoEngine;
beforeAll(async () => {
  process.env['EVENT_BUS'] = 'waymark-test';
  engine = await startDynamo();
});
afterAll(() => engine.stop());
let test = 0;
beforeEach(async () => {
  test += 1;
  bus.reset();
  await engine.clear();
});

const eventsOf = (count: number): readonly PendingEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const eventId = eventIdOf('test', test, index);
    const detail = { eventId, studentSourcedId: `s${index}` };
    return {
      eventId,
      source: 'waymark.tiers',
      detailType: 'Tier Changed',
      createdAt: '2026-10-27T09:00:00.000Z',
      detail,
    };
  });

async function pend(events: readonly PendingEvent[]): Promise<void> {
  for (const event of events) {
    await documents.send(new PutCommand({ TableName: process.env['STUDENT_TABLE'], Item: outboxItem(event) }));
  }
}

/** The records of the real stream for these events, as the event source hands them over. */
async function streamRecords(events: readonly PendingEvent[]): Promise<DynamoDBStreamEvent> {
  const ids = events.map(({ eventId }) => eventId);
  const streams = new DynamoDBStreamsClient({ endpoint: engine.endpoint, region: 'us-east-1' });
  const described = await engine.client.send(new DescribeTableCommand({ TableName: process.env['STUDENT_TABLE'] }));
  const StreamArn = described.Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const Records = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const at = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const answer = await streams.send(new GetRecordsCommand({ ShardIterator: at.ShardIterator }));
    Records.push(...(answer.Records ?? []).filter((record) => isInsertOf(ids, record)));
  }
  return { Records } as unknown as DynamoDBStreamEvent;
}

const isInsertOf = (ids: readonly string[], { eventName, dynamodb }: StreamRecord) =>
  eventName === 'INSERT' && ids.includes(dynamodb?.Keys?.['sk']?.S ?? '');

const confirmAll = () =>
  bus.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: 'e' })) }));
const sentIds = () =>
  bus
    .commandCalls(PutEventsCommand)
    .flatMap(({ args }) =>
      (args[0].input.Entries ?? []).map(({ Detail }) => JSON.parse(Detail ?? '{}').eventId as string),
    );
const pendingIds = async () => (await studentItems('OUTBOX#')).map((item) => item['sk']);

describe('the relay', () => {
  it('sends what the stream brings, at most ten entries a call, to the tenant’s bus, and forgets what is confirmed', async () => {
    confirmAll();
    const events = eventsOf(23);
    await pend(events);
    expect(await relay(await streamRecords(events))).toEqual({ batchItemFailures: [] });

    expect(sentIds().sort()).toEqual(events.map(({ eventId }) => eventId).sort());
    const calls = bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(calls[0]?.[0]).toMatchObject({
      EventBusName: 'waymark-test',
      Source: 'waymark.tiers',
      DetailType: 'Tier Changed',
    });
    expect(await pendingIds()).toEqual([]);
  });

  it('keeps the entries the bus refused, sends nothing after them, and asks for them again', async () => {
    const events = eventsOf(15);
    await pend(events);
    const records = await streamRecords(events);
    bus.on(PutEventsCommand).callsFakeOnce(({ Entries }) => ({
      Entries: Entries.map((_: unknown, index: number) =>
        index === 4 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' },
      ),
    }));
    const { batchItemFailures } = await relay(records);
    const order = records.Records.map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S);
    expect(batchItemFailures).toHaveLength(6);
    expect(batchItemFailures[0]?.itemIdentifier).toBe(records.Records[4]?.dynamodb?.SequenceNumber);
    expect((await pendingIds()).sort()).toEqual([order[4], ...order.slice(10)].sort());

    bus.reset();
    confirmAll();
    expect(await relay(records)).toEqual({ batchItemFailures: [] });
    expect(sentIds()).toEqual([order[4], ...order.slice(10)]);
    expect(await pendingIds()).toEqual([]);
  });

  it('keeps events whose answer was lost, and sends them again with the same id', async () => {
    const events = eventsOf(1);
    const [event] = events;
    await pend(events);
    const records = await streamRecords(events);
    bus.on(PutEventsCommand).rejectsOnce(new Error('socket hang up'));
    expect((await relay(records)).batchItemFailures).toHaveLength(1);
    expect(await pendingIds()).toEqual([event?.eventId]);

    confirmAll();
    await relay(records);
    expect(sentIds()).toEqual([event?.eventId, event?.eventId]);
    expect(await pendingIds()).toEqual([]);
  });

  it('sends nothing for a record that is delivered again after its event was confirmed', async () => {
    confirmAll();
    const events = eventsOf(3);
    await pend(events);
    const records = await streamRecords(events);
    await relay(records);
    bus.resetHistory();
    expect(await relay(records)).toEqual({ batchItemFailures: [] });
    expect(sentIds()).toEqual([]);
  });
});

describe('the sweep', () => {
  const minutesLater = (minutes: number) => new Date(Date.parse('2026-10-27T09:00:00.000Z') + minutes * 60_000);

  it('sends what the stream has left behind, and leaves younger events to the stream', async () => {
    confirmAll();
    const events = eventsOf(12);
    await pend(events);
    expect(await sweepEvents(minutesLater(10))).toEqual({ sent: 0, left: 0 });
    expect(await sweepEvents(minutesLater(20))).toEqual({ sent: 12, left: 0 });
    expect(sentIds().sort()).toEqual(events.map(({ eventId }) => eventId).sort());
    expect(await pendingIds()).toEqual([]);
  });

  it('counts what the bus refused again', async () => {
    bus.on(PutEventsCommand).rejects(new Error('unreachable'));
    await pend(eventsOf(2));
    expect(await sweepEvents(minutesLater(20))).toEqual({ sent: 0, left: 2 });
    expect(await pendingIds()).toHaveLength(2);
  });
});
