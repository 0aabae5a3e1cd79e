import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const clients = {
  dynamodb: new DynamoDBClient(),
  events: new EventBridgeClient(),
  s3: new S3Client(),
  ses: new SESv2Client({ maxAttempts: 1 }),
  sfn: new SFNClient({ maxAttempts: 1 }),
  sqs: new SQSClient(),
};
const commands = {
  PutItemCommand,
  PutEventsCommand,
  GetObjectCommand,
  PutObjectCommand,
  SendEmailCommand,
  StartExecutionCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StopExecutionCommand,
  SendMessageCommand,
};

/** Makes the AWS calls of the event one after the other, with clients that know nothing of this machine. */
export const handler = async ({ calls }) => {
  const answers = [];
  for (const [client, command, input] of calls) {
    try {
      const answer = await clients[client].send(new commands[command](input));
      delete answer.$metadata;
      answers.push(answer.Body ? await answer.Body.transformToString() : answer);
    } catch (error) {
      answers.push({ error: error.name, message: error.message });
    }
  }
  return answers;
};
