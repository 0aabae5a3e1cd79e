import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { EventBuses } from '../events/bus.ts';
import type { FaultPlan } from '../faults.ts';
import type { Mailbox } from '../mail.ts';
import type { Workflows } from '../workflows/workflows.ts';
import { AwsError } from './awsError.ts';
import { type Action, LostResponse } from './endpoint.ts';

/** EventBridge takes this many entries and bytes at once. */
const MAX_ENTRIES = 10;
const MAX_ENTRY_BYTES = 256 * 1024;

export interface ActionParts {
  readonly buses: EventBuses;
  readonly workflows: Workflows;
  readonly mailbox: Mailbox;
  readonly faults: FaultPlan;
}

/** A request that uses something else is refused: the cloud would heed what is ignored here. */
function read<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('ValidationException', `not implemented by the embedded cloud: ${z.prettifyError(parsed.error)}`);
}

const putEvents = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: z.string(),
        DetailType: z.string(),
        Detail: z.string(),
        EventBusName: z.string().optional(),
        Resources: z.array(z.string()).optional(),
        // The event's time is the cloud's.
        Time: z.unknown().optional(),
      }),
    )
    .min(1),
});

const startExecution = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});

/** Last part of an ARN or of a path in it. */
const lastOf = (arn: string) => arn.split(/[:/]/).at(-1) ?? '';

/** Every action that functions call on services other than DynamoDB, S3 and SQS. */
export function awsActions({ buses, workflows, mailbox, faults }: ActionParts): Readonly<Record<string, Action>> {
  return {
    'AWSEvents.PutEvents': (input) => {
      const { Entries } = read(putEvents, input);
      if (Entries.length > MAX_ENTRIES) throw new AwsError('ValidationException', 'at most 10 entries at once');
      const size = Entries.reduce(
        (sum, each) => sum + Buffer.byteLength(each.Detail + each.Source + each.DetailType),
        0,
      );
      if (size > MAX_ENTRY_BYTES) throw new AwsError('RequestEntityTooLargeException', 'larger than 256 KiB', 413);
      const results = Entries.map((entry) => {
        const bus = lastOf(entry.EventBusName ?? 'default');
        if (!buses.has(bus)) return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `no event bus ${bus}` };
        const detail = parseObject(entry.Detail);
        if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
        const { Source: source, DetailType: detailType, Resources: resources = [] } = entry;
        return { EventId: buses.put(bus, { source, detailType, detail, resources }) };
      });
      return { FailedEntryCount: results.filter((each) => 'ErrorCode' in each).length, Entries: results };
    },

    'AWSStepFunctions.StartExecution': (input) => {
      const { stateMachineArn, name, input: text } = read(startExecution, input);
      const record = workflows.start(lastOf(stateMachineArn), text, name ?? randomUUID());
      return { executionArn: workflows.executionArn(record), startDate: record.startedAt / 1000 };
    },

    'POST /v2/email/outbound-emails': (input) => {
      const messageId = mailbox.send(input);
      if (faults.mailResponseIsLost()) throw new LostResponse();
      return { MessageId: messageId };
    },
  };
}

function parseObject(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
