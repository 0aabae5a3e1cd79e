import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  DefinitionBody,
  DistributedMap,
  Fail,
  type IChainable,
  JsonPath,
  LogLevel,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import type { DistrictKey } from './districtKey.ts';
import { logGroup } from './logs.ts';
import { OwnRole } from './permissions.ts';
import { TRANSIENT } from './retries.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

export interface WorkflowProps {
  readonly district: District;
  readonly key: DistrictKey;
  /** `ingest`, `assess`, `close-year`, `seal-year`, `purge`. */
  readonly name: string;
  readonly timeout: Duration;
}

/** Fields of the state that a step is given: name → JSONPath. */
type Fields = Readonly<Record<string, string>>;

export interface StepProps {
  /** The whole state when left out. */
  readonly input?: Fields;
  /** Where the step's answer goes: replaces the state when left out; `null` drops it. */
  readonly resultPath?: string | null;
}

export interface NumbersProps {
  /** State field with the numbers, at most 2,000. */
  readonly numbers: string;
  /** What a number is called in the step's input. */
  readonly item: 'batch' | 'shard';
  /** The step's input beside it. */
  readonly input: Fields;
  readonly maxConcurrency: number;
}

/**
 * A Standard state machine in JSONPath whose steps are functions. Its inputs and states hold keys and numbers only,
 * never a student's data: Step Functions keeps them for ninety days.
 */
export class Workflow extends Construct {
  /** Physical name, known before deployment. */
  readonly machineName: string;
  readonly #props: WorkflowProps;
  readonly #role: OwnRole;
  #machine: StateMachine | undefined;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    this.#props = props;
    this.machineName = physicalName(props.district, props.name);
    this.#role = new OwnRole(this, 'Access', 'states.amazonaws.com');
    this.#role.allowTracing();
    this.#role.allow(['xray:GetSamplingRules', 'xray:GetSamplingTargets'], ['*']);
  }

  /** A state that calls a function, with retries. */
  step(id: string, called: WaymarkFunction, props: StepProps = {}): LambdaInvoke {
    this.#role.allow(['lambda:InvokeFunction'], [called.lambda.functionArn]);
    const task = new LambdaInvoke(this, id, {
      lambdaFunction: called.lambda,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      // A little more than the function's own, so that its own error is the one that is told.
      taskTimeout: Timeout.duration(Duration.seconds(called.timeout.toSeconds() + 30)),
      ...(props.input && { payload: TaskInput.fromObject(fromState(props.input)) }),
      ...(props.resultPath !== undefined && { resultPath: props.resultPath ?? JsonPath.DISCARD }),
    });
    task.addRetry(TRANSIENT);
    return task;
  }

  /** A distributed Map that calls a function for every number; its answers are dropped. */
  eachNumber(id: string, called: WaymarkFunction, props: NumbersProps): DistributedMap {
    this.#allowMapRuns();
    const map = new DistributedMap(this, id, {
      itemsPath: props.numbers,
      itemSelector: { ...fromState(props.input), [props.item]: JsonPath.numberAt('$$.Map.Item.Value') },
      maxConcurrency: props.maxConcurrency,
      mapExecutionType: StateMachineType.STANDARD,
      resultPath: JsonPath.DISCARD,
    });
    return map.itemProcessor(this.step(`${id}${props.item === 'batch' ? 'Batch' : 'Shard'}`, called));
  }

  /**
   * The end of a failed execution: a function records it, given fields of the state, all of them when left out, and the
   * `error` with its cause.
   */
  failure(id: string, recorder: WaymarkFunction, input?: Fields): IChainable {
    const record = this.step(id, recorder, input ? { input: { ...input, error: '$.error' } } : {});
    return record.next(new Fail(this, `${id}Failed`, { error: `${this.#props.name}.failed`, cause: 'recorded' }));
  }

  /** Completes the state machine. */
  define(start: IChainable): void {
    const { district, key, name, timeout } = this.#props;
    this.#allowLogDelivery();
    this.#machine = new StateMachine(this, 'StateMachine', {
      stateMachineName: this.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(start),
      timeout,
      role: this.#role.role,
      tracingEnabled: true,
      logs: {
        destination: logGroup(this, 'Logs', district, key, `states/${name}`, 'vended'),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    // CDK's own permissions for Map runs, which the role did not let in: a policy that belongs to nobody.
    this.#machine.node.tryRemoveChild('DistributedMapPolicy');
    Validations.of(this.#machine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason: 'executions keep their whole history for ninety days; the log needs errors only, and never their data',
    });
  }

  /** The ARN of the defined state machine. */
  get machineArn(): string {
    if (!this.#machine) throw new Error(`the workflow ${this.#props.name} has not been defined yet`);
    return this.#machine.stateMachineArn;
  }

  grantStart(role: OwnRole): void {
    role.allow(['states:StartExecution'], [this.machineArn]);
  }

  #allowLogDelivery(): void {
    this.#role.allow(
      [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      ['*'],
    );
    this.#role.explain({ resource: '*', reason: 'log delivery and X-Ray actions have no resources to name' });
  }

  /** A distributed Map runs its batches as executions of its own state machine. */
  #allowMapRuns(): void {
    this.#role.allow(['states:StartExecution'], [this.#arn('stateMachine', this.machineName)]);
    const runs = [`${this.machineName}:*`, `${this.machineName}/*`];
    this.#role.allow(
      ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      runs.map((run) => this.#arn('execution', run)),
    );
    this.#role.explain(
      ...runs.map((run) => ({
        resource: `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${run}`,
        reason: 'the executions of a Map run are named when they start; they belong to this state machine',
      })),
    );
  }

  #arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

function fromState(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, path]) => [name, JsonPath.objectAt(path)]));
}
