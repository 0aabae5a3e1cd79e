import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { type District, physicalName } from '../constructs/district.ts';
import { metrics } from '../constructs/metrics.ts';
import { DeadLetteredQueue, DeadLetterQueue } from '../constructs/queues.ts';
import { RestApi } from '../constructs/restApi.ts';
import { Schedules } from '../constructs/schedules.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** A message this old means that its consumer does not get on; usual waits are seconds. */
const QUEUE_AGE_SECONDS = 900;
/** Within a quarter of an hour; single errors are retried, and what retries lose has an alarm of its own. */
const FUNCTION_ERRORS = 3;

/**
 * Alarms and a dashboard over whatever the district's other stacks hold: it is made last and looks through them, so
 * that nothing can be added without being watched.
 */
export class ObservabilityStack extends DistrictStack {
  readonly #alarms: Alarms;
  readonly #district: District;

  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'observability', 'alarms and a dashboard');
    this.#district = district;
    this.#alarms = new Alarms(this, 'Alarms', district, data.key);
    const everything = scope.node.findAll();
    const every = <T>(kind: abstract new (...parameters: never[]) => T): readonly T[] =>
      everything.filter((each): each is Construct & T => each instanceof kind);

    for (const queue of every(DeadLetterQueue)) this.#watchDeadLetters(queue.queueName);
    for (const queue of every(DeadLetteredQueue)) this.#watchQueue(queue.queueName);
    for (const workflow of every(Workflow)) this.#watchWorkflow(workflow.machineName);
    for (const each of every(WaymarkFunction)) this.#watchFunction(each.functionName);
    for (const schedules of every(Schedules)) this.#watchSchedules(schedules.groupName);
    this.#watchFreshness();
    for (const { api } of every(RestApi)) this.#watchApi(api.apiId);
    this.#dashboard(every(RestApi), every(Workflow), every(DeadLetterQueue));
  }

  #watchDeadLetters(name: string): void {
    this.#alarms.add(this.#within(name), {
      description: `Something could not be processed and waits in the queue ${name}: look at it, mend the cause, redrive`,
      metric: metrics.queueDepth(name),
    });
  }

  #watchQueue(name: string): void {
    this.#alarms.add(`${this.#within(name)}-age`, {
      description: `Messages in the queue ${name} have waited for a quarter of an hour: its consumer does not get on`,
      metric: metrics.queueAge(name),
      from: QUEUE_AGE_SECONDS,
    });
  }

  #watchWorkflow(name: string): void {
    this.#alarms.add(`${this.#within(name)}-lost`, {
      description: `An execution of ${name} failed, timed out or was stopped; its record says why`,
      metric: metrics.executionsLost(this, name),
    });
  }

  #watchFunction(name: string): void {
    this.#alarms.add(`${this.#within(name)}-errors`, {
      description: `The function ${name} failed several times within a quarter of an hour: see its log group`,
      metric: metrics.functionErrors(name),
      from: FUNCTION_ERRORS,
    });
  }

  #watchSchedules(group: string): void {
    this.#alarms.add(`${this.#within(group)}-dropped`, {
      description: `A start scheduled by ${group} was given up after an hour of tries`,
      metric: metrics.startsDropped(group),
    });
  }

  /** What does not happen raises no error: a night without a run, a morning without a look, data that stays old. */
  #watchFreshness(): void {
    const named = (name: string) => physicalName(this.#district, name);
    this.#alarms.add('assess-not-started', {
      description: 'No recalculation of tiers has started for a day: its schedule is dead or disabled',
      metric: metrics.executionsStarted(this, named('assess')),
      below: 1,
    });
    this.#alarms.add('check-ins-not-looked-for', {
      description: 'Due check-ins have not been looked for in a day: the schedule is dead or disabled',
      metric: metrics.functionCalls(named('find-due-check-ins')),
      below: 1,
    });
    this.#alarms.add('events-behind', {
      description: 'Events wait in the stream of the student table for more than an hour: the relay does not get on',
      metric: metrics.streamAge(named('relay-events')),
      from: Duration.hours(1).toMilliseconds(),
    });
    this.#alarms.add('disclosures-behind', {
      description: 'What lists have shown of students waits for more than an hour to be told apart by student',
      metric: metrics.streamAge(named('record-disclosures')),
      from: Duration.hours(1).toMilliseconds(),
    });
    this.#alarms.add('drop-held', {
      description:
        'A drop is held because of what is in it, the last good data stays: see GET /v1/drops, release or discard it',
      metric: metrics.counted(named('normalize-drop'), 'DropsHeld'),
    });
    this.#alarms.add('folder-held', {
      description: 'A folder of files did not become complete within an hour and is held: see GET /v1/drops for which',
      metric: metrics.counted(named('check-drop'), 'DropsHeld'),
    });
    this.#alarms.add('run-held', {
      description: 'A recalculation of tiers is held because its outcome is implausible: see GET /v1/runs for why',
      metric: metrics.counted(named('guard-run'), 'RunsHeld'),
    });
    this.#alarms.add('data-stale', {
      description: 'Schools were assessed on old attendance two days running: see GET /v1/freshness, ask the SIS team',
      metric: metrics.counted(named('open-run'), 'StaleSchools', Duration.days(1)),
      periods: 2,
    });
  }

  #watchApi(apiId: string): void {
    this.#alarms.add('api-failures', {
      description: 'The API has answered five or more requests with a server error within five minutes',
      metric: metrics.api(apiId, '5xx', Stats.SUM),
      from: 5,
    });
  }

  #dashboard(apis: readonly RestApi[], workflows: readonly Workflow[], deadLetters: readonly DeadLetterQueue[]): void {
    const graph = (title: string, left: readonly IMetric[]) => new GraphWidget({ title, left: [...left], width: 12 });
    const ofApis = (metric: Parameters<typeof metrics.api>[1], statistic: string) =>
      apis.map(({ api }) => metrics.api(api.apiId, metric, statistic));
    new Dashboard(this, 'Dashboard', {
      dashboardName: `waymark-${this.#district.tenant.tenant}`,
      widgets: [
        [
          graph(
            'Failed executions',
            workflows.map((each) => metrics.executionsFailed(this, each.machineName)),
          ),
          graph(
            'Dead letters',
            deadLetters.map((each) => metrics.queueDepth(each.queueName)),
          ),
        ],
        [
          graph('API requests', [
            ...ofApis('Count', Stats.SUM),
            ...ofApis('4xx', Stats.SUM),
            ...ofApis('5xx', Stats.SUM),
          ]),
          graph('API latency, 95 % within (ms)', ofApis('Latency', Stats.percentile(95))),
        ],
      ],
    });
  }

  /** The name without what all of the district's names begin with. */
  #within(name: string): string {
    return name.slice(physicalName(this.#district, '').length);
  }
}
