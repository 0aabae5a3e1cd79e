import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startCloud } from '../../../infra/local/cloud.ts';

/** A cloud in a process of its own, to be killed while a message and an event are in flight and an execution runs. */
const [assembly = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startCloud({ assembly, dataDir, port: 0, startAt: new Date('2024-02-01T10:00:00Z') });
cloud.startExecution('Waiting', {}, 'night-1');
cloud.faults.kill('record', 'start', { times: 1_000 });
await new SQSClient(cloud.clients().sqs).send(
  new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/000000000000/work', MessageBody: 'in flight' }),
);
const Detail = JSON.stringify({ do: 'hang before', instant: '2030-01-01' });
await new EventBridgeClient(cloud.clients().others).send(
  new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'Accepted', Detail }] }),
);
process.stdout.write(JSON.stringify(cloud.endpoints));
