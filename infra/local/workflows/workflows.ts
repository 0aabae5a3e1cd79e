import { randomUUID } from 'node:crypto';
import { ExecutionError, type StateMachine } from 'aws-local-stepfunctions';
import { AwsError } from '../aws/awsError.ts';
import type { Outcome } from '../functions/pool.ts';
import type { ExecutionRecord, ExecutionStatus, Journal } from '../journal.ts';
import type { Timeline } from '../time/clock.ts';
import type { Workflow } from './definition.ts';

/** Step Functions' limit on input, output and what passes between states, bytes. */
const STATE_LIMIT = 256 * 1024;
/** Retries keep their number and order, not their minutes. */
const RETRY_PAUSE_MS = 50;
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

type Json = Parameters<StateMachine['run']>[0];

/** A task's failure, under the name that Retry and Catch match. */
class TaskFailure extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, recoverable = true) {
    super(cause);
    this.name = name;
    this.isRetryable = recoverable;
    this.isCatchable = recoverable;
  }
}

interface Running {
  abort(reason: { status: ExecutionStatus; error: string; cause: string }): void;
  /** Whether it does nothing but wait for the clock. */
  waits(): boolean;
}

export interface WorkflowsOptions {
  readonly region: string;
  readonly accountId: string;
  readonly journal: Journal;
  readonly timeline: Timeline;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<Outcome>;
  readonly changed: (record: ExecutionRecord) => void;
}

/** Step Functions: the template's state machines and their executions. */
export class Workflows {
  readonly #options: WorkflowsOptions;
  readonly #workflows = new Map<string, Workflow>();
  readonly #running = new Map<string, Running>();
  #stopped = false;

  constructor(options: WorkflowsOptions) {
    this.#options = options;
  }

  define(name: string, workflow: Workflow): void {
    this.#workflows.set(name, workflow);
  }

  /** Executions that do more than wait for the clock. */
  get active(): number {
    return [...this.#running.values()].filter((execution) => !execution.waits()).length;
  }

  /** Starts an execution; the same name with the same input while it runs is no error, as in the cloud. */
  start(stateMachine: string, input: string, name: string = randomUUID()): ExecutionRecord {
    if (!this.#workflows.has(stateMachine)) {
      throw new AwsError('StateMachineDoesNotExist', `there is no state machine ${stateMachine}`);
    }
    if (!NAME.test(name)) throw new AwsError('InvalidName', `not a name for an execution: ${name}`);
    if (Buffer.byteLength(input) > STATE_LIMIT) {
      throw new AwsError('InvalidExecutionInput', 'the input is larger than 256 KiB');
    }
    const existing = this.#options.journal.execution(stateMachine, name);
    if (existing?.status === 'RUNNING' && existing.input === input) return existing;
    if (existing) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`);
    return this.#run(stateMachine, name, input, 1);
  }

  /** Executions that ran when the last process died: marked aborted, started again under the same names. */
  resume(): void {
    const { journal, timeline } = this.#options;
    for (const record of journal.executions()) {
      if (record.status !== 'RUNNING' || !this.#workflows.has(record.stateMachine)) continue;
      journal.saveExecution({ ...record, status: 'ABORTED', stoppedAt: timeline.now().getTime() });
      this.#run(record.stateMachine, record.name, record.input, record.attempt + 1);
    }
  }

  /** Ends everything at once; what runs is taken up by the next start. */
  stop(): void {
    this.#stopped = true;
    for (const execution of this.#running.values()) {
      execution.abort({ status: 'ABORTED', error: '', cause: '' });
    }
  }

  executionArn({ stateMachine, name }: ExecutionRecord): string {
    const { region, accountId } = this.#options;
    return `arn:aws:states:${region}:${accountId}:execution:${stateMachine}:${name}`;
  }

  #run(stateMachine: string, name: string, input: string, attempt: number): ExecutionRecord {
    const { journal, timeline, changed, region, accountId } = this.#options;
    const workflow = this.#workflows.get(stateMachine) as Workflow;
    const record: ExecutionRecord = {
      stateMachine,
      name,
      attempt,
      status: 'RUNNING',
      input,
      output: null,
      error: null,
      cause: null,
      startedAt: timeline.now().getTime(),
      stoppedAt: null,
    };
    journal.saveExecution(record);
    changed(record);

    const activity = { tasks: 0, waits: 0 };
    let aborted: { status: ExecutionStatus; error: string; cause: string } | undefined;
    const execution = workflow.machine.run(JSON.parse(input), {
      overrides: {
        taskResourceLocalHandlers: this.#handlers(workflow, activity),
        retryIntervalOverrides: Object.fromEntries(workflow.retries.map((state) => [state, RETRY_PAUSE_MS])),
      },
      context: {
        Execution: { Id: this.executionArn(record), Name: name },
        StateMachine: { Id: `arn:aws:states:${region}:${accountId}:stateMachine:${stateMachine}`, Name: stateMachine },
      },
    });
    const running: Running = {
      abort: (reason) => {
        aborted ??= reason;
        execution.abort();
      },
      waits: () => activity.waits > 0 && activity.tasks === 0,
    };
    this.#running.set(this.executionArn(record), running);
    void this.#watchSizes(execution.eventLogs, running);
    const expire = workflow.timeoutSeconds
      ? timeline.at(record.startedAt + workflow.timeoutSeconds * 1000, () =>
          running.abort({ status: 'TIMED_OUT', error: 'States.Timeout', cause: '' }),
        )
      : () => {};

    const finish = (end: Pick<ExecutionRecord, 'status'> & Partial<ExecutionRecord>) => {
      expire();
      this.#running.delete(this.executionArn(record));
      if (this.#stopped) return;
      const finished = { ...record, ...end, stoppedAt: timeline.now().getTime() };
      journal.saveExecution(finished);
      changed(finished);
    };
    execution.result.then(
      (result) => {
        const output = JSON.stringify(result ?? null);
        const fits = Buffer.byteLength(output) <= STATE_LIMIT;
        const { name: error, message: cause } = tooLarge();
        finish(aborted ?? (fits ? { status: 'SUCCEEDED', output } : { status: 'FAILED', error, cause }));
      },
      (error: unknown) => {
        const cause = error instanceof ExecutionError ? error.cause : error;
        const { name: failed, message } = cause as Error;
        finish(aborted ?? { status: 'FAILED', error: failed, cause: message });
      },
    );
    return record;
  }

  #handlers(
    workflow: Workflow,
    activity: { tasks: number; waits: number },
  ): Record<string, (input: Json) => Promise<Json>> {
    const tasks = [...workflow.tasks].map(([state, arn]) => {
      const call = async (input: Json): Promise<Json> => {
        activity.tasks += 1;
        try {
          return await this.#callFunction(arn, input);
        } finally {
          activity.tasks -= 1;
        }
      };
      return [state, call] as const;
    });
    const waits = [...workflow.waits].map(([state, seconds]) => {
      const { timeline } = this.#options;
      const wait = (input: Json) =>
        new Promise<Json>((resolve) => {
          activity.waits += 1;
          timeline.at(timeline.now().getTime() + seconds * 1000, () => {
            activity.waits -= 1;
            resolve(input);
          });
        });
      return [state, wait] as const;
    });
    return Object.fromEntries([...tasks, ...waits]);
  }

  async #callFunction(arn: string, input: Json): Promise<Json> {
    if (Buffer.byteLength(JSON.stringify(input)) > STATE_LIMIT) throw tooLarge();
    const outcome = await this.#options.invoke(arn, input);
    if ('error' in outcome) throw new TaskFailure(outcome.error.errorType, JSON.stringify(outcome.error));
    if (Buffer.byteLength(outcome.payload) > STATE_LIMIT) throw tooLarge();
    return JSON.parse(outcome.payload) as Json;
  }

  /** What states pass on, results of a Map among it, must stay within the limit too. */
  async #watchSizes(events: AsyncIterable<unknown>, running: Running): Promise<void> {
    for await (const event of events) {
      const output = (event as { state?: { output?: unknown } }).state?.output;
      if (output !== undefined && Buffer.byteLength(JSON.stringify(output)) > STATE_LIMIT) {
        running.abort({ status: 'FAILED', error: 'States.DataLimitExceeded', cause: tooLarge().message });
      }
    }
  }
}

const tooLarge = (): TaskFailure =>
  new TaskFailure(
    'States.DataLimitExceeded',
    'The state/task returned a result with a size exceeding the maximum number of bytes service limit.',
    false,
  );
