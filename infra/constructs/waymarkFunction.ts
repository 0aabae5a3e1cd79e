import { Duration } from 'aws-cdk-lib';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvironmentVariable } from '../../shared/runtime/environment.ts';
import { type District, physicalName } from './district.ts';
import type { DistrictKey } from './districtKey.ts';
import { logGroup } from './logs.ts';
import { OwnRole } from './permissions.ts';
import type { DeadLetterQueue } from './queues.ts';

export interface WaymarkFunctionProps {
  readonly district: District;
  readonly key: DistrictKey;
  /** Folder below `functions/`. */
  readonly name: string;
  readonly timeout: Duration;
  /** MiB; CPU grows with it. */
  readonly memory: number;
  /** Where an event goes that an asynchronous call could not deal with; events older than an hour are not retried. */
  readonly deadLetters?: DeadLetterQueue;
}

/** A function of `functions/` with its own role, log group and traces. Whoever grants access also sets the variable. */
export class WaymarkFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: OwnRole;
  /** Physical name, known before deployment. */
  readonly functionName: string;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: WaymarkFunctionProps) {
    super(scope, id);
    this.functionName = physicalName(props.district, props.name);
    this.timeout = props.timeout;
    this.role = new OwnRole(this, 'Access', 'lambda.amazonaws.com');
    const logs = logGroup(this, 'Logs', props.district, props.key, props.name);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: this.functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.district.bundle.folderOf(props.name)),
      handler: 'index.handler',
      memorySize: props.memory,
      timeout: props.timeout,
      role: this.role.role,
      logGroup: logs,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetters && {
        deadLetterQueue: props.deadLetters.queue,
        maxEventAge: Duration.hours(1),
        retryAttempts: 2,
      }),
    });
    this.role.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.logGroupArn]);
    this.role.allowTracing();
    if (props.deadLetters) props.deadLetters.grantSend(this.role);
  }

  /** Grants call this, so that a function is given a name only together with access to what bears it. */
  setEnvironment(name: EnvironmentVariable, value: string): void {
    this.lambda.addEnvironment(name, value);
  }
}
