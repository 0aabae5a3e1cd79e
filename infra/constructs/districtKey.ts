import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import { exported } from './exported.ts';
import type { OwnRole } from './permissions.ts';

/** Services through which a function may use the key. */
export type KeyedService = 'dynamodb' | 's3';

const READ = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE: Readonly<Record<KeyedService, readonly string[]>> = {
  dynamodb: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  s3: ['kms:GenerateDataKey'],
};

/** The district's own key: tables, buckets, logs, events and alarms are encrypted with it. */
export class DistrictKey extends Construct {
  /** For constructs of the same stack. */
  readonly key: Key;
  readonly #arn: string;

  constructor(scope: Construct, id: string, district: District) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: `alias/waymark/${district.tenant.tenant}`,
      description: `Waymark, ${district.tenant.district.name}: student records, lake, logs`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const statement of this.#statements(district)) this.key.addToResourcePolicy(statement);
    this.#arn = exported(this, 'key-arn', this.key.keyArn);
  }

  /** The key as other stacks refer to it. */
  in(scope: Construct): IKey {
    return (
      (scope.node.tryFindChild('DistrictKey') as IKey | undefined) ?? Key.fromKeyArn(scope, 'DistrictKey', this.#arn)
    );
  }

  /** Lets a role read what a service keeps under the key, or write it too. */
  grant(role: OwnRole, service: KeyedService, access: 'read' | 'write'): void {
    const actions = access === 'read' ? READ : [...READ, ...WRITE[service]];
    role.allow(actions, [this.#arn], {
      StringEquals: { 'kms:ViaService': `${service}.${Stack.of(role).region}.amazonaws.com` },
    });
  }

  /** AWS services that encrypt on the district's behalf, each for the district's own resources only. */
  #statements(district: District): readonly PolicyStatement[] {
    const stack = Stack.of(this);
    const { tenant } = district.tenant;
    const logGroups = ['/waymark', '/aws/vendedlogs/waymark'].map((prefix) =>
      stack.formatArn({ service: 'logs', resource: `log-group:${prefix}/${tenant}/*` }),
    );
    const use = (service: string, conditions: Record<string, unknown>) =>
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: ['*'],
        conditions,
      });
    return [
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      }),
      use('events.amazonaws.com', {
        StringEquals: {
          'aws:SourceAccount': stack.account,
          'aws:SourceArn': stack.formatArn({
            service: 'events',
            resource: 'event-bus',
            resourceName: `waymark-${tenant}`,
          }),
        },
      }),
      use('cloudwatch.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: `alarm:${physicalName(district, '*')}` }),
        },
      }),
    ];
  }
}
