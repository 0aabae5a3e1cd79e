import { readAssembly } from './assembly.ts';
import type { Faults } from './faults.ts';
import type { FunctionLog } from './functions/functions.ts';
import type { TokenRequest } from './http/authorizer.ts';
import type { ExecutionRecord } from './journal.ts';
import type { CapturedMail } from './mail.ts';
import { findResource } from './names.ts';
import { ACCOUNT, REGION, startParts } from './parts.ts';
import { RunningCloud } from './runningCloud.ts';
import { deploy, readDeployment } from './template/deployment.ts';
import type { Resource } from './template/resourceType.ts';
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

/**
 * Runs a synthesized template on 127.0.0.1. Throws a `CloudError` when the template has what is not implemented, the port or
 * the data folder is in use, or the folder is damaged.
 */
export async function startCloud(options: CloudOptions): Promise<EmbeddedCloud> {
  const { assembly, port = DEFAULT_PORT, dataDir, startAt, onEvent = () => {} } = options;
  const stacks = readAssembly(assembly);
  // Refusals come before anything is started; where engines listen makes no difference to them.
  const placeholders = { region: REGION, accountId: ACCOUNT, queues: 'http://queues', api: 'http://api' };
  let resources: readonly Resource[] = readDeployment(stacks, placeholders);
  // Functions run in threads of this process, and in the cloud their clocks show UTC.
  process.env['TZ'] = 'UTC';

  let cloud: RunningCloud | undefined;
  const parts = await startParts({
    port,
    dataDir,
    startAt,
    rest: async () => cloud?.idle(),
    functionName: (wanted) => findResource(resources, wanted, 'AWS::Lambda::Function').name,
    onEvent,
  });
  resources = readDeployment(stacks, parts.environment);
  cloud = new RunningCloud(parts, resources);
  try {
    await deploy(resources, parts);
    onEvent({ type: 'notEnforced', items: cloud.notEnforced });
    cloud.resume();
    return cloud;
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}
