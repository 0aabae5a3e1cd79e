import { setTimeout as pause } from 'node:timers/promises';
import { readAssembly } from './assembly.ts';
import { CloudError } from './cloudError.ts';
import type { Faults } from './faults.ts';
import type { FunctionLog } from './functions/functions.ts';
import type { Outcome } from './functions/pool.ts';
import type { TokenRequest } from './http/authorizer.ts';
import type { ExecutionRecord } from './journal.ts';
import type { CapturedMail } from './mail.ts';
import { findResource } from './names.ts';
import { ACCOUNT, REGION, startParts } from './parts.ts';
import { deploy, readDeployment } from './template/deployment.ts';
import { nameOfArn, type Resource } from './template/resourceType.ts';
import { notEnforced } from './template/table.ts';
import type { CloudClock } from './time/clock.ts';

export { CloudError } from './cloudError.ts';

/** What happens in the cloud, as it happens. */
export type CloudEvent =
  | { readonly type: 'notEnforced'; readonly items: readonly string[] }
  | { readonly type: 'schedule'; readonly name: string; readonly at: Date }
  | { readonly type: 'execution'; readonly stateMachine: string; readonly name: string; readonly status: string }
  | { readonly type: 'functionFailed'; readonly function: string; readonly errorType: string }
  | {
      readonly type: 'event';
      readonly bus: string;
      readonly source: string;
      readonly detailType: string;
      readonly detail: unknown;
    }
  | { readonly type: 'mail'; readonly messageId: string };

export interface CloudOptions {
  /** Directory of the synthesized assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** Port of the HTTP API on 127.0.0.1; 4700 unless told, 0 for a free one. */
  readonly port?: number;
  /** Folder that keeps everything between starts; memory without it. */
  readonly dataDir?: string;
  /** What the cloud's clock shows at first; real time unless told. */
  readonly startAt?: Date;
  readonly onEvent?: (event: CloudEvent) => void;
}

/** Configuration for SDK clients outside of the cloud's functions: `new S3Client(cloud.clients().s3)`. */
export interface ClientConfigurations {
  readonly s3: ClientConfiguration & { readonly forcePathStyle: true };
  readonly sqs: ClientConfiguration & { readonly useQueueUrlAsEndpoint: false };
  readonly dynamodb: ClientConfiguration;
  /** EventBridge, Step Functions, SES. */
  readonly others: ClientConfiguration;
}
interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
  readonly queue: string;
  readonly body: string;
}

/** A synthesized template, running on this machine. */
export interface EmbeddedCloud {
  /** Base URL of the HTTP API. */
  readonly baseUrl: string;
  readonly region: string;
  readonly clock: CloudClock;
  readonly faults: Faults;
  /** What the cloud would enforce and this machine does not. */
  readonly notEnforced: readonly string[];
  readonly endpoints: { readonly dynamodb: string; readonly storage: string; readonly aws: string };
  /** A token of the template's issuer and audience; claims as given, `expiresIn` in seconds (an hour unless told). */
  token(request: TokenRequest): Promise<string>;
  /** Resolves when queues with consumers, streams, functions and executions are at rest; waits for the clock count as rest. */
  idle(timeoutMs?: number): Promise<void>;
  mail(): readonly CapturedMail[];
  /** Calls a function and waits for its answer; throws with the error's type as its name when the function fails. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  startExecution(stateMachine: string, input: unknown, name?: string): ExecutionRecord;
  /** Executions and their attempts, oldest first; of one state machine when it is named. */
  executions(stateMachine?: string): readonly ExecutionRecord[];
  functionLogs(functionName?: string): readonly FunctionLog[];
  clients(): ClientConfigurations;
  /** Physical name of a resource, by the end of its name or the beginning of its logical id; `type` where several fit. */
  resource(wanted: string, type?: string): string;
  deadLetters(): readonly DeadLetter[];
  stop(): Promise<void>;
}

const DEFAULT_PORT = 4700;
/** As long as the longest function may take. */
const IDLE_TIMEOUT_MS = 900_000;
const FUNCTION = 'AWS::Lambda::Function';
const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/**
 * Runs a synthesized template on 127.0.0.1. Throws a `CloudError` when the template has what is not implemented, the port or
 * the data folder is in use, or the folder is damaged.
 */
export async function startCloud(options: CloudOptions): Promise<EmbeddedCloud> {
  const stacks = readAssembly(options.assembly);
  // Refusals come before anything is started; where engines listen makes no difference to them.
  const placeholders = { region: REGION, accountId: ACCOUNT, queues: 'http://queues', api: 'http://api' };
  let resources: readonly Resource[] = readDeployment(stacks, placeholders);
  // Functions run in threads of this process, and in the cloud their clocks show UTC.
  process.env['TZ'] = 'UTC';

  const find = (wanted: string, type?: string) => findResource(resources, wanted, type);
  const onEvent = options.onEvent ?? (() => {});
  let stopped = false;

  const idle = async (timeoutMs = IDLE_TIMEOUT_MS): Promise<void> => {
    const deadline = performance.now() + timeoutMs;
    while (!stopped) {
      const busy = describeBusy();
      if (busy === '' && !(await drainStreams()) && describeBusy() === '') return;
      if (performance.now() > deadline) throw new CloudError(`the cloud did not come to rest: ${busy}`);
      await pause(5);
    }
  };
  const parts = await startParts({
    port: options.port ?? DEFAULT_PORT,
    dataDir: options.dataDir,
    startAt: options.startAt,
    rest: idle,
    functionName: (wanted) => find(wanted, FUNCTION).name,
    onEvent,
  });
  const describeBusy = (): string =>
    [
      parts.functions.running > 0 && `${parts.functions.running} invocations`,
      parts.workflows.active > 0 && `${parts.workflows.active} executions`,
      parts.queueSources.some((source) => source.busy) && 'queues',
    ]
      .filter((each) => each !== false)
      .join(', ');
  const drainStreams = async (): Promise<boolean> => {
    const worked = await Promise.all(parts.streamSources.map((source) => source.drain()));
    return worked.includes(true);
  };
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    for (const source of parts.queueSources) source.stop();
    await Promise.all(parts.streamSources.map((source) => source.stop()));
    await parts.stop();
  };

  const gaps = notEnforced(new Set(resources.map(({ type }) => type)));
  try {
    resources = readDeployment(stacks, parts.environment);
    await deploy(resources, parts);
    onEvent({ type: 'notEnforced', items: gaps });
    parts.workflows.resume();
    parts.functions.resume();
    for (const source of [...parts.queueSources, ...parts.streamSources]) source.start();
  } catch (error) {
    await stop();
    throw error;
  }

  const { storage, dynamo, endpoint, journal } = parts;
  const client = (url: string) => ({
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const storageUrl = `http://127.0.0.1:${storage.port}`;
  return {
    baseUrl: parts.gateway.url,
    region: REGION,
    clock: parts.timeline,
    faults: parts.faults,
    notEnforced: gaps,
    endpoints: { dynamodb: dynamo.endpoint, storage: storageUrl, aws: endpoint.url },
    token: async (request) => {
      const [authorizer] = parts.gateway.authorizers.values();
      if (!authorizer) throw new CloudError('the template has no JWT authorizer');
      return parts.issuer.mint(authorizer, request);
    },
    idle,
    mail: () => parts.mailbox.captured(),
    invoke: async (functionName, payload) =>
      answer(await parts.functions.invoke(find(functionName, FUNCTION).name, payload)),
    startExecution: (stateMachine, input, name) =>
      parts.workflows.start(find(stateMachine, STATE_MACHINE).name, JSON.stringify(input), name),
    executions: (stateMachine) => {
      const name = stateMachine === undefined ? undefined : find(stateMachine, STATE_MACHINE).name;
      return journal.executions().filter((record) => name === undefined || record.stateMachine === name);
    },
    functionLogs: (functionName) => {
      const name = functionName === undefined ? undefined : find(functionName, FUNCTION).name;
      return parts.functions.logs().filter((log) => name === undefined || log.function === name);
    },
    clients: () => ({
      s3: { ...client(storageUrl), forcePathStyle: true },
      sqs: { ...client(storageUrl), useQueueUrlAsEndpoint: false },
      dynamodb: client(dynamo.endpoint),
      others: client(endpoint.url),
    }),
    resource: (wanted, type) => find(wanted, type).name,
    deadLetters: () =>
      deadLetterQueues(resources).flatMap((arn) =>
        storage.messages(arn).map(({ body }) => ({ queue: nameOfArn(arn), body })),
      ),
    stop,
  };
}

/** Every queue to which something is sent that could not be dealt with. */
function deadLetterQueues(resources: readonly Resource[]): readonly string[] {
  const text = JSON.stringify(resources.map(({ properties }) => properties));
  const named = /"(?:deadLetterTargetArn|TargetArn|Destination|Arn)":"(arn:aws:sqs:[^"]+)"/g;
  const consumed = new Set(
    resources
      .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
      .map(({ properties }) => (properties as { EventSourceArn: string }).EventSourceArn),
  );
  return [...new Set([...text.matchAll(named)].map((match) => match[1] ?? ''))].filter((arn) => !consumed.has(arn));
}

function answer(outcome: Outcome): unknown {
  if ('payload' in outcome) return JSON.parse(outcome.payload) as unknown;
  const { errorType, errorMessage } = outcome.error;
  throw Object.assign(new Error(errorMessage), { name: errorType });
}
