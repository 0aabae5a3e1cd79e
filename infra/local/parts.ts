import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { awsActions } from './aws/actions.ts';
import { AwsEndpoint } from './aws/endpoint.ts';
import type { CloudEvent } from './cloud.ts';
import { CloudError } from './cloudError.ts';
import { Dynamo } from './engines/dynamo.ts';
import type { CreatedObject } from './engines/objectStore.ts';
import { CREDENTIALS } from './engines/presigned.ts';
import { Storage } from './engines/storage.ts';
import { EventBuses, type EventEntry } from './events/bus.ts';
import { announce, delivery } from './events/delivery.ts';
import { FaultPlan } from './faults.ts';
import { Functions } from './functions/functions.ts';
import { LocalIssuer } from './http/authorizer.ts';
import { Gateway } from './http/gateway.ts';
import { damagedFolder, Journal } from './journal.ts';
import { Mailbox } from './mail.ts';
import type { Parts } from './template/resourceType.ts';
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

interface Stoppable {
  stop(): void | Promise<void>;
}
/** Remembers a part that runs, to be stopped before those it was built on. */
type Started = <T extends Stoppable>(part: T) => T;

/** Starts the engines and builds the cloud around them; what was started is stopped again when one of them fails. */
export async function startParts(options: PartsOptions): Promise<RunningParts> {
  const running: Stoppable[] = [];
  const started: Started = (part) => {
    running.unshift(part);
    return part;
  };
  const stop = async () => {
    for (const part of running.splice(0)) await part.stop();
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
  started: Started,
): Promise<Omit<RunningParts, 'stop'>> {
  const journal = started(new Journal(dataDir));
  const remember = (offset: number) => journal.set('clockOffset', String(offset));
  const timeline = started(new Timeline(rest, remember, startAt ?? resumedTime(journal)));
  const now = () => timeline.now();
  const faults = new FaultPlan(functionName);
  const issuer = new LocalIssuer(journal, now);

  const invoke = (arn: string, payload: unknown) => functions.invoke(arn, payload);
  const gateway = started(await Gateway.start(port, { accountId: ACCOUNT, now, issuer, invoke }));

  const folder = dataDir === undefined ? undefined : join(dataDir, 'engines');
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const announcingBuckets = new Set<string>();
  const onObjectCreated = (object: CreatedObject) => {
    if (announcingBuckets.has(object.bucket)) announce(buses, ACCOUNT, object);
  };
  const storage = started(
    await undamaged(dataDir, () =>
      Storage.start({ region: REGION, now, onObjectCreated, ...(folder && { directory: folder }) }),
    ),
  );
  const dynamo = started(await undamaged(dataDir, () => Dynamo.start(folder && join(folder, 'tables.db'))));

  const send = (queueArn: string, body: string) => storage.send(queueArn, body);
  const functions = started(
    new Functions({
      clock: timeline.shared,
      faults,
      journal,
      send,
      failed: (name, errorType) => onEvent({ type: 'functionFailed', function: name, errorType }),
    }),
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
  );
  const deliver = delivery(storage, functions, workflows);
  const put = (bus: string, { source, detailType, detail }: EventEntry) =>
    onEvent({ type: 'event', bus, source, detailType, detail });
  const buses = new EventBuses({ region: REGION, accountId: ACCOUNT, now, deliver, put });
  const sent = (messageId: string) => onEvent({ type: 'mail', messageId });
  const mailbox = new Mailbox({ now, accountId: ACCOUNT, region: REGION, journal, buses, sent });
  const schedules = new Schedules(timeline, (name, at) => onEvent({ type: 'schedule', name, at }));
  const actions = awsActions({ buses, workflows, mailbox, faults });
  const endpoint = started(await AwsEndpoint.start(actions));

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
    functionEnvironment: functionEnvironment(dynamo, storage.port, queues, endpoint.url),
  };
}

/** What Lambda gives every function, and where the SDK's clients find the engines. */
const functionEnvironment = (dynamo: Dynamo, storagePort: number, queues: string, others: string) => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_ENDPOINT_URL: others,
  AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
  AWS_ENDPOINT_URL_S3: `http://s3.localhost:${storagePort}`,
  AWS_ENDPOINT_URL_SQS: queues,
  TZ: ':UTC',
});

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
    if (error instanceof CloudError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new CloudError(dataDir === undefined ? message : damagedFolder(dataDir, message));
  }
}
