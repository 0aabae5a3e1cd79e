import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startCloud } from '../../../infra/local/cloud.ts';

/** A cloud in a process of its own, to be killed while a message is in flight and an execution runs. */
const [assembly = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startCloud({ assembly, dataDir, port: 0 });
cloud.startExecution('Waiting', {}, 'night-1');
cloud.faults.kill('record', 'start', { times: 1_000 });
await new SQSClient(cloud.clients().sqs).send(
  new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/000000000000/work', MessageBody: 'in flight' }),
);
process.stdout.write(JSON.stringify(cloud.endpoints));
