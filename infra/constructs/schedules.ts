import { Stack } from 'aws-cdk-lib';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import { OwnRole } from './permissions.ts';
import { DeadLetterQueue } from './queues.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';
import type { Workflow } from './workflow.ts';

/** A start that could not be made within an hour is not made up for: the data has moved on, and an alarm tells. */
const MAX_EVENT_AGE_SECONDS = 3600;

/** What a schedule starts; it is given `{ "scheduledAt": instant }`. */
export type ScheduleTarget = { readonly workflow: Workflow } | { readonly lambda: WaymarkFunction };

/** The schedules of one purpose, in the tenant's time zone, with the dead-letter queue of starts that failed. */
export class Schedules extends Construct {
  readonly deadLetters: DeadLetterQueue;
  /** Physical name of the group, known before deployment. */
  readonly groupName: string;
  readonly #district: District;
  readonly #group: CfnScheduleGroup;
  readonly #role: OwnRole;
  readonly #targetArn: string;

  constructor(scope: Construct, id: string, district: District, name: string, target: ScheduleTarget) {
    super(scope, id);
    this.#district = district;
    this.groupName = physicalName(district, name);
    this.#group = new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', district, `${name}-schedule`);
    this.#role = new OwnRole(this, 'Access', 'scheduler.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
    this.deadLetters.grantSend(this.#role);
    if ('workflow' in target) {
      target.workflow.grantStart(this.#role);
      this.#targetArn = target.workflow.machineArn;
    } else {
      this.#role.allow(['lambda:InvokeFunction'], [target.lambda.lambda.functionArn]);
      this.#targetArn = target.lambda.lambda.functionArn;
    }
  }

  /** Once a day at a wall-clock time `HH:MM`. */
  daily(time: string): this {
    const [hours, minutes] = time.split(':').map(Number);
    return this.#add(`At${time.replace(':', '')}`, `cron(${minutes} ${hours} * * ? *)`);
  }

  /** A number of times a day, apart by whole hours. */
  everyHours(hours: number): this {
    return this.#add(`Every${hours}Hours`, `rate(${hours} hours)`);
  }

  #add(id: string, expression: string): this {
    new CfnSchedule(this, id, {
      groupName: this.groupName,
      scheduleExpression: expression,
      scheduleExpressionTimezone: this.#district.tenant.timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.#targetArn,
        roleArn: this.#role.arn,
        input: JSON.stringify({ scheduledAt: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: this.deadLetters.queue.queueArn },
      },
    }).addResourceDependency(this.#group);
    return this;
  }
}
