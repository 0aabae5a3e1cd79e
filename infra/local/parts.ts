import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { awsActions } from './aws/actions.ts';
import { AwsEndpoint } from './aws/endpoint.ts';
import type { CloudEvent } from './cloud.ts';
import { CloudError } from './cloudError.ts';
import { Dynamo } from './engines/dynamo.ts';
import type { CreatedObject } from './engines/objectStore.ts';
import { Storage } from './engines/storage.ts';
import { type Deliver, EventBuses, type EventEntry } from './events/bus.ts';
import { FaultPlan } from './faults.ts';
import { Functions } from './functions/functions.ts';
import { LocalIssuer } from './http/authorizer.ts';
import { Gateway } from './http/gateway.ts';
import { damagedFolder, Journal } from './journal.ts';
import { Mailbox } from './mail.ts';
import { nameOfArn, type Parts } from './template/resourceType.ts';
import { Timeline } from './time/clock.ts';
import { Schedules } from './time/schedules.ts';
import { Workflows } from './workflows/workflows.ts';

export const REGION = 'us-east-1';
/** The account that fauxqs and Dynoxide know. */
export const ACCOUNT = '000000000000';

export interface PartsOptions {
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly startAt: Date | undefined;
  readonly rest: () => Promise<void>;
  readonly functionName: (wanted: string) => string;
  readonly onEvent: (event: CloudEvent) => void;
}

/** Everything that runs, before anything of the template is deployed into it. */
export interface RunningParts extends Parts {
  readonly journal: Journal;
  readonly faults: FaultPlan;
  readonly issuer: LocalIssuer;
  readonly endpoint: AwsEndpoint;
  stop(): Promise<void>;
}

/** Starts the engines and builds the cloud around them; what was started is stopped again when one of them fails. */
export async function startParts(options: PartsOptions): Promise<RunningParts> {
  const undo: (() => void | Promise<void>)[] = [];
  const started = <T>(part: T, stop: (part: T) => void | Promise<void>): T => {
    undo.unshift(() => stop(part));
    return part;
  };
  const stop = async () => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    return { ...(await build(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  { port, dataDir, startAt, rest, functionName, onEvent }: PartsOptions,
  started: <T>(part: T, stop: (part: T) => void | Promise<void>) => T,
): Promise<Omit<RunningParts, 'stop'>> {
  const journal = started(new Journal(dataDir), (part) => part.close());
  const remember = (offset: number) => journal.set('clockOffset', String(offset));
  const timeline = started(new Timeline(rest, remember, startAt ?? resumedTime(journal)), (part) => part.stop());
  const now = () => timeline.now();
  const faults = new FaultPlan(functionName);
  const issuer = new LocalIssuer(journal, now);

  const invoke = (arn: string, payload: unknown) => functions.invoke(arn, payload);
  const gateway = started(await Gateway.start(port, { accountId: ACCOUNT, now, issuer, invoke }), (part) =>
    part.stop(),
  );

  const folder = dataDir === undefined ? undefined : join(dataDir, 'engines');
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const announcingBuckets = new Set<string>();
  const onObjectCreated = (object: CreatedObject) => {
    if (announcingBuckets.has(object.bucket)) announce(buses, object);
  };
  const storage = started(
    await undamaged(dataDir, () =>
      Storage.start({ region: REGION, now, onObjectCreated, ...(folder && { directory: folder }) }),
    ),
    (part) => part.stop(),
  );
  const dynamo = started(await undamaged(dataDir, () => Dynamo.start(folder && join(folder, 'tables.db'))), (part) =>
    part.stop(),
  );

  const send = (queueArn: string, body: string) => storage.send(queueArn, body);
  const functions = started(
    new Functions({
      clock: timeline.shared,
      faults,
      journal,
      send,
      failed: (name, errorType) => onEvent({ type: 'functionFailed', function: name, errorType }),
    }),
    (part) => part.stop(),
  );
  const workflows = started(
    new Workflows({
      region: REGION,
      accountId: ACCOUNT,
      journal,
      timeline,
      invoke,
      changed: ({ stateMachine, name, status }) => onEvent({ type: 'execution', stateMachine, name, status }),
    }),
    (part) => part.stop(),
  );
  const deliver = delivery(storage, functions, workflows);
  const put = (bus: string, { source, detailType, detail }: EventEntry) =>
    onEvent({ type: 'event', bus, source, detailType, detail });
  const buses = new EventBuses({ region: REGION, accountId: ACCOUNT, now, deliver, put });
  const sent = (messageId: string) => onEvent({ type: 'mail', messageId });
  const mailbox = new Mailbox({ now, accountId: ACCOUNT, region: REGION, journal, buses, sent });
  const schedules = new Schedules(timeline, (name, at) => onEvent({ type: 'schedule', name, at }));
  const actions = awsActions({ buses, workflows, mailbox, faults });
  const endpoint = started(await AwsEndpoint.start(actions), (part) => part.stop());

  const queues = `http://sqs.${REGION}.localhost:${storage.port}`;
  return {
    environment: { region: REGION, accountId: ACCOUNT, queues, api: gateway.url },
    journal,
    timeline,
    faults,
    issuer,
    gateway,
    storage,
    dynamo,
    functions,
    workflows,
    buses,
    mailbox,
    schedules,
    endpoint,
    deliver,
    announcingBuckets,
    sourceOptions: { region: REGION, invoke, offset: () => timeline.offset, dynamo, journal, send },
    queueSources: [],
    streamSources: [],
    functionEnvironment: {
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_ENDPOINT_URL_S3: `http://s3.localhost:${storage.port}`,
      AWS_ENDPOINT_URL_SQS: queues,
      TZ: ':UTC',
    },
  };
}

/** Time goes on where it stood ahead of real time when the folder was last used. */
function resumedTime(journal: Journal): Date | undefined {
  const offset = Number(journal.setting('clockOffset') ?? 0);
  return offset === 0 ? undefined : new Date(Date.now() + offset);
}

/** What an engine says of its files, as a sentence about the folder. */
async function undamaged<T>(dataDir: string | undefined, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (dataDir === undefined) throw error;
    throw new CloudError(damagedFolder(dataDir, error instanceof Error ? error.message : String(error)));
  }
}

function delivery(storage: Storage, functions: Functions, workflows: Workflows): Deliver {
  const hand = (arn: string, payload: unknown) => {
    const service = arn.split(':')[2];
    if (service === 'sqs') storage.send(arn, JSON.stringify(payload));
    else if (service === 'lambda') functions.send(arn, payload);
    else if (service === 'states') workflows.start(nameOfArn(arn), JSON.stringify(payload));
    else throw new CloudError(`the embedded cloud does not deliver to ${arn}`);
  };
  return (arn, payload, deadLetters) => {
    try {
      hand(arn, payload);
    } catch (error) {
      if (deadLetters === undefined) throw error;
      hand(deadLetters, payload);
    }
  };
}

/** S3's event of a created object, on the default bus. */
function announce(buses: EventBuses, { bucket, key, size, etag, reason }: CreatedObject): void {
  buses.put('default', {
    source: 'aws.s3',
    detailType: 'Object Created',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, sequencer: process.hrtime.bigint().toString(16).toUpperCase().padStart(18, '0') },
      'request-id': randomUUID(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  });
}
