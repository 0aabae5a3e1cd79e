import { setTimeout as pause } from 'node:timers/promises';
import type { ClientConfigurations, DeadLetter, EmbeddedCloud } from './cloud.ts';
import { CloudError } from './cloudError.ts';
import { CREDENTIALS } from './engines/presigned.ts';
import type { Faults } from './faults.ts';
import type { FunctionLog } from './functions/functions.ts';
import type { TokenRequest } from './http/authorizer.ts';
import type { ExecutionRecord } from './journal.ts';
import type { CapturedMail } from './mail.ts';
import { findResource } from './names.ts';
import { REGION, type RunningParts } from './parts.ts';
import { nameOfArn, type Resource } from './template/resourceType.ts';
import { notEnforced } from './template/table.ts';
import type { CloudClock } from './time/clock.ts';

/** As long as the longest function may take. */
const IDLE_TIMEOUT_MS = 900_000;
const FUNCTION = 'AWS::Lambda::Function';
const STATE_MACHINE = 'AWS::StepFunctions::StateMachine';

/** The cloud as callers see it, over its running parts. */
export class RunningCloud implements EmbeddedCloud {
  readonly baseUrl: string;
  readonly region = REGION;
  readonly clock: CloudClock;
  readonly faults: Faults;
  readonly notEnforced: readonly string[];
  readonly endpoints: EmbeddedCloud['endpoints'];
  readonly #parts: RunningParts;
  readonly #resources: readonly Resource[];
  #stopped = false;

  constructor(parts: RunningParts, resources: readonly Resource[]) {
    this.#parts = parts;
    this.#resources = resources;
    this.baseUrl = parts.gateway.url;
    this.clock = parts.timeline;
    this.faults = parts.faults;
    this.notEnforced = notEnforced(new Set(resources.map(({ type }) => type)));
    this.endpoints = {
      dynamodb: parts.dynamo.endpoint,
      storage: `http://127.0.0.1:${parts.storage.port}`,
      aws: parts.endpoint.url,
    };
  }

  /** Takes up what an earlier process left, then listens to queues and streams. */
  resume(): void {
    const { workflows, functions, queueSources, streamSources } = this.#parts;
    workflows.resume();
    functions.resume();
    for (const source of [...queueSources, ...streamSources]) source.start();
  }

  async token(request: TokenRequest): Promise<string> {
    const [authorizer] = this.#parts.gateway.authorizers.values();
    if (!authorizer) throw new CloudError('the template has no JWT authorizer');
    return this.#parts.issuer.mint(authorizer, request);
  }

  async idle(timeoutMs = IDLE_TIMEOUT_MS): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.#stopped) {
      const busy = this.#busy();
      if (busy === '') {
        const worked = await Promise.all(this.#parts.streamSources.map((source) => source.drain()));
        if (!worked.includes(true) && this.#busy() === '') return;
      }
      if (performance.now() > deadline) throw new CloudError(`the cloud did not come to rest: ${busy}`);
      await pause(5);
    }
  }

  mail(): readonly CapturedMail[] {
    return this.#parts.mailbox.captured();
  }

  async invoke(functionName: string, payload: unknown): Promise<unknown> {
    const outcome = await this.#parts.functions.invoke(this.resource(functionName, FUNCTION), payload);
    if ('payload' in outcome) return JSON.parse(outcome.payload) as unknown;
    const { errorType, errorMessage } = outcome.error;
    throw Object.assign(new Error(errorMessage), { name: errorType });
  }

  startExecution(stateMachine: string, input: unknown, name?: string): ExecutionRecord {
    return this.#parts.workflows.start(this.resource(stateMachine, STATE_MACHINE), JSON.stringify(input), name);
  }

  executions(stateMachine?: string): readonly ExecutionRecord[] {
    const name = stateMachine === undefined ? undefined : this.resource(stateMachine, STATE_MACHINE);
    return this.#parts.journal.executions().filter((record) => name === undefined || record.stateMachine === name);
  }

  functionLogs(functionName?: string): readonly FunctionLog[] {
    const name = functionName === undefined ? undefined : this.resource(functionName, FUNCTION);
    return this.#parts.functions.logs().filter((log) => name === undefined || log.function === name);
  }

  clients(): ClientConfigurations {
    const client = (endpoint: string) => ({ endpoint, region: REGION, credentials: CREDENTIALS });
    const { dynamodb, storage, aws } = this.endpoints;
    return {
      s3: { ...client(storage), forcePathStyle: true },
      sqs: { ...client(storage), useQueueUrlAsEndpoint: false },
      dynamodb: client(dynamodb),
      others: client(aws),
    };
  }

  resource(wanted: string, type?: string): string {
    return findResource(this.#resources, wanted, type).name;
  }

  deadLetters(): readonly DeadLetter[] {
    return deadLetterQueues(this.#resources).flatMap((arn) =>
      this.#parts.storage.messages(arn).map(({ body }) => ({ queue: nameOfArn(arn), body })),
    );
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const source of this.#parts.queueSources) source.stop();
    await Promise.all(this.#parts.streamSources.map((source) => source.stop()));
    await this.#parts.stop();
  }

  /** What keeps the cloud from rest; empty when nothing does. */
  #busy(): string {
    const { functions, workflows, queueSources } = this.#parts;
    const reasons = [
      functions.running > 0 && `${functions.running} invocations`,
      workflows.active > 0 && `${workflows.active} executions`,
      queueSources.some((source) => source.busy) && 'queues',
    ];
    return reasons.filter((each) => each !== false).join(', ');
  }
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
