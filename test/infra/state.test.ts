import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { sampleDistrict, statementsOf, synthesize, target } from './district.ts';

const district = sampleDistrict();
const DATA = 'waymark-sample-data';
const STATEFUL = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key'];
const bucket = (name: string) => district.of('AWS::S3::Bucket').find((each) => each.id.startsWith(`${name}Bucket`))!;

describe('what holds state', () => {
  const stateful = district.resources.filter((resource) => STATEFUL.includes(resource.type));

  test('is two tables, four buckets and a key, all in the data stack', () => {
    expect(stateful.map((resource) => resource.type).sort()).toEqual([
      'AWS::DynamoDB::Table',
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::S3::Bucket',
      'AWS::S3::Bucket',
      'AWS::S3::Bucket',
      'AWS::S3::Bucket',
    ]);
    expect(new Set(stateful.map((resource) => resource.stack))).toEqual(new Set([DATA]));
  });

  test('stays when its stack goes or replaces it', () => {
    for (const each of stateful) {
      expect([each.deletionPolicy, each.updateReplacePolicy], each.id).toEqual(['Retain', 'Retain']);
    }
  });

  test('is alone in its stack, with nothing but its policies and alias', () => {
    const others = district.resources.filter((each) => each.stack === DATA && !STATEFUL.includes(each.type));
    expect(new Set(others.map((each) => each.type))).toEqual(new Set(['AWS::S3::BucketPolicy', 'AWS::KMS::Alias']));
  });
});

describe('tables', () => {
  test.each(['Students', 'Operations'])('%s: recoverable, protected, on demand, under the district’s key', (name) => {
    const { properties } = district.of('AWS::DynamoDB::Table').find((each) => each.id.startsWith(name))!;
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byList',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  test('of students nothing vanishes by itself; of operations what says from when', () => {
    const vanishing = district
      .of('AWS::DynamoDB::Table')
      .map(({ id, properties }) => [id.replace(/Table.*/, ''), properties.TimeToLiveSpecification]);
    expect(Object.fromEntries(vanishing)).toEqual({
      Students: undefined,
      Operations: { AttributeName: 'vanishesAt', Enabled: true },
    });
  });

  test('only the student table streams its changes', () => {
    const streams = district.of('AWS::DynamoDB::Table').map((each) => [each.id, each.properties.StreamSpecification]);
    expect(Object.fromEntries(streams)).toEqual({
      [streams[0]![0]]: { StreamViewType: 'NEW_IMAGE' },
      [streams[1]![0]]: undefined,
    });
    expect(streams[0]![0]).toMatch(/^Students/);
  });
});

describe('buckets', () => {
  test('are private and answer over TLS only', () => {
    for (const { id, properties } of district.of('AWS::S3::Bucket')) {
      expect(Object.values(properties.PublicAccessBlockConfiguration), id).toEqual([true, true, true, true]);
      const policy = district.of('AWS::S3::BucketPolicy').find((each) => target(each.properties.Bucket) === id);
      expect(statementsOf(policy!.properties.PolicyDocument), id).toContainEqual(
        expect.objectContaining({
          effect: 'Deny',
          actions: ['s3:*'],
          condition: { Bool: { 'aws:SecureTransport': 'false' } },
          principal: { AWS: '*' },
        }),
      );
    }
  });

  test.each(['Drops', 'Lake', 'Archive'])('%s is encrypted with the district’s key and logs its accesses', (name) => {
    const { properties } = bucket(name);
    const [rule] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(rule).toMatchObject({ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } });
    expect(target(rule.ServerSideEncryptionByDefault.KMSMasterKeyID)).toBe(district.of('AWS::KMS::Key')[0]!.id);
    expect(target(properties.LoggingConfiguration.DestinationBucketName)).toBe(bucket('AccessLogs').id);
  });

  test('forget unfinished uploads', () => {
    for (const { id, properties } of district.of('AWS::S3::Bucket')) {
      expect(properties.LifecycleConfiguration.Rules, id).toContainEqual(
        expect.objectContaining({
          // What districts send is sent in hours; nobody waits a week for the rest of it.
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: id.startsWith('Drops') ? 1 : 7 },
          Status: 'Enabled',
        }),
      );
    }
  });

  test('lets drops with answers that nobody has consented to expire sooner, by their tag', () => {
    expect(bucket('Drops').properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'without-consent',
      Status: 'Enabled',
      ExpirationInDays: 7,
      TagFilters: [{ Key: 'waymark-consent', Value: 'missing' }],
    });
  });

  test('lets drops that name students who were purged expire as soon', () => {
    expect(bucket('Drops').properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'naming-purged',
      Status: 'Enabled',
      ExpirationInDays: 7,
      TagFilters: [{ Key: 'waymark-purged', Value: 'named' }],
    });
  });

  test('no web page may use a bucket unless the tenant names its origin', () => {
    for (const { id, properties } of district.of('AWS::S3::Bucket'))
      expect(properties.CorsConfiguration, id).toBeUndefined();
  });

  test('web pages of the tenant’s origins may send parts and read their ETags, and fetch lists of rejects', () => {
    const file = chosenTenantFile({ tenant: 'sample' });
    const tenant = { ...file.tenant, frontEnds: { origins: ['https://data.prairiecreek.example'] } };
    const buckets = synthesize({ ...file, tenant }).of('AWS::S3::Bucket');
    const rules = {
      CorsRules: [
        {
          AllowedOrigins: ['https://data.prairiecreek.example'],
          AllowedMethods: ['GET', 'PUT'],
          AllowedHeaders: ['content-type'],
          ExposedHeaders: ['ETag'],
          MaxAge: 3600,
        },
      ],
    };
    const cors = buckets.map(({ id, properties }) => [id.replace(/Bucket.*/, ''), properties.CorsConfiguration]);
    expect(Object.fromEntries(cors)).toEqual({ Drops: rules, Lake: rules, Archive: undefined, AccessLogs: undefined });
  });

  test('drops expire as the tenant says and nothing of them is kept back; nothing else of the district’s data expires', () => {
    const expirations = (name: string) =>
      bucket(name)
        .properties.LifecycleConfiguration.Rules.map((rule: Record<string, unknown>) => rule['ExpirationInDays'])
        .filter(Boolean);
    expect(expirations('Drops')).toEqual([400, 7, 7]);
    expect(bucket('Drops').properties.VersioningConfiguration).toBeUndefined();
    expect(expirations('Lake')).toEqual([]);
    expect(expirations('Archive')).toEqual([]);
  });

  test('the drops bucket announces its objects in its own properties', () => {
    expect(bucket('Drops').properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  });

  test('only the archive is locked, in governance mode, for the tenant’s years', () => {
    expect(bucket('Archive').properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Years: 10 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    for (const name of ['Drops', 'Lake', 'AccessLogs']) {
      expect(bucket(name).properties).not.toHaveProperty('ObjectLockEnabled');
    }
  });
});

describe('logs', () => {
  test('are kept as long as the tenant says, under the district’s key', () => {
    for (const { id, properties } of district.of('AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays, id).toBe(365);
      expect(target(properties.KmsKeyId), id).toBe('waymark-sample-data-key-arn');
    }
  });

  test('every function, state machine and the API write to a group of their own', () => {
    const destinations = [
      ...district.of('AWS::Lambda::Function').map((each) => ({ each, to: each.properties.LoggingConfig.LogGroup })),
      ...district.of('AWS::StepFunctions::StateMachine').map((each) => {
        const [destination] = each.properties.LoggingConfiguration.Destinations;
        return { each, to: destination.CloudWatchLogsLogGroup.LogGroupArn };
      }),
      ...district
        .of('AWS::ApiGatewayV2::Stage')
        .map((each) => ({ each, to: each.properties.AccessLogSettings.DestinationArn })),
    ];
    const groups = destinations.map(({ each, to }) => `${each.stack}.${target(to)}`);
    expect(new Set(groups).size).toBe(groups.length);
    expect(groups.length).toBe(district.of('AWS::Logs::LogGroup').length);
  });

  test('of executions hold errors without data; of the API neither paths nor callers', () => {
    for (const { properties } of district.of('AWS::StepFunctions::StateMachine')) {
      expect(properties.LoggingConfiguration).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    }
    const format = String(district.of('AWS::ApiGatewayV2::Stage')[0]!.properties.AccessLogSettings.Format);
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer\.claims|domainName|extendedRequestId)/);
  });
});

test('no custom resource, no code but our own functions', () => {
  const types = district.resources.map((resource) => resource.type);
  expect(types.filter((type) => !/^AWS::/.test(type) || type.startsWith('AWS::CloudFormation::'))).toEqual([]);
  const functions = district
    .of('AWS::Lambda::Function')
    .map((each) => each.properties.FunctionName.replace('waymark-sample-', ''));
  expect(functions.sort()).toEqual(district.bundle.names);
});
