import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import type { DistrictKey } from './districtKey.ts';

export interface AlarmProps {
  /** What has happened and where to look, for the person who is mailed. */
  readonly description: string;
  readonly metric: IMetric;
  /** Rings from this value on; or, with `below`, when the value stays under it. */
  readonly from?: number;
  readonly below?: number;
  /** Periods in a row, 1 unless said. */
  readonly periods?: number;
}

/** The district's alarms, mailed to the tenant's contact. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #district: District;
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, district: District, key: DistrictKey) {
    super(scope, id);
    this.#district = district;
    const topic = new Topic(this, 'Topic', {
      topicName: physicalName(district, 'alarms'),
      masterKey: key.in(this),
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(district.tenant.contacts.alarms));
    this.#action = new SnsAction(topic);
  }

  /** `id` becomes the alarm's name behind `waymark-<tenant>-`. */
  add(id: string, { description, metric, from, below, periods = 1 }: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      alarmName: physicalName(this.#district, id),
      alarmDescription: description,
      metric,
      threshold: below ?? from ?? 1,
      comparisonOperator:
        below === undefined
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      // Silence is what a watch for a minimum is there to notice.
      treatMissingData: below === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    this.all.push(alarm);
  }
}
