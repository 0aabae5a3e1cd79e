import { arn, inert, type ResourceType } from '../resourceType.ts';

const IAM = 'IAM: functions may do anything';
const ALARMS = 'alarms and dashboards: nothing is measured, nobody is told';
const POLICIES = 'resource policies';

/** What has no effect on this machine, with what that means. */
export const inertTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': inert('CDK metadata'),
  'AWS::IAM::Role': inert(IAM, 'RoleName', (name, environment) => ({
    attributes: { Arn: arn('iam', `role/${name}`, { ...environment, region: '' }), RoleId: name },
  })),
  'AWS::Lambda::Permission': inert(IAM),
  'AWS::S3::BucketPolicy': inert(POLICIES),
  'AWS::SQS::QueuePolicy': inert(POLICIES),
  'AWS::SNS::TopicPolicy': inert(POLICIES),
  'AWS::KMS::Key': inert('encryption with KMS keys', undefined, (name, environment) => ({
    attributes: { Arn: arn('kms', `key/${name}`, environment), KeyId: name },
  })),
  'AWS::KMS::Alias': inert('encryption with KMS keys', 'AliasName'),
  'AWS::Logs::LogGroup': inert(
    'log groups: logs of functions are kept in memory',
    'LogGroupName',
    (name, environment) => ({
      attributes: { Arn: arn('logs', `log-group:${name}:*`, environment) },
    }),
  ),
  'AWS::CloudWatch::Alarm': inert(ALARMS, 'AlarmName', (name, environment) => ({
    attributes: { Arn: arn('cloudwatch', `alarm:${name}`, environment) },
  })),
  'AWS::CloudWatch::Dashboard': inert(ALARMS, 'DashboardName'),
  'AWS::SNS::Topic': inert('SNS: only alarms use it', 'TopicName', (name, environment) => ({
    ref: arn('sns', name, environment),
    attributes: { TopicArn: arn('sns', name, environment), TopicName: name },
  })),
  'AWS::SNS::Subscription': inert('SNS: only alarms use it'),
};
