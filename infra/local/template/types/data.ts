import * as z from 'zod';
import { arn, type ResourceType, running } from '../resourceType.ts';

/** Properties that say how data is kept, not what happens to it. */
const kept = z.unknown().optional();

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const table = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  StreamSpecification: z.strictObject({ StreamViewType: z.string() }).optional(),
  SSESpecification: kept,
};

type TableProperties = z.infer<z.ZodObject<typeof table>>;

const createTable = (name: string, properties: TableProperties) => ({
  TableName: name,
  AttributeDefinitions: properties.AttributeDefinitions,
  KeySchema: properties.KeySchema,
  BillingMode: properties.BillingMode,
  ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
  ...(properties.StreamSpecification && {
    StreamSpecification: { StreamEnabled: true, StreamViewType: properties.StreamSpecification.StreamViewType },
  }),
});

const tableIdentity: ResourceType['identity'] = (name, environment) => {
  const tableArn = arn('dynamodb', `table/${name}`, environment);
  return { attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/local`, TableId: name } };
};

const bucket = z.strictObject({
  BucketName: z.string().optional(),
  NotificationConfiguration: z
    .strictObject({ EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean() }) })
    .optional(),
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          AllowedOrigins: z.array(z.string()),
          AllowedMethods: z.array(z.string()),
          AllowedHeaders: z.array(z.string()).optional(),
          ExposedHeaders: z.array(z.string()).optional(),
          MaxAge: z.int().optional(),
        }),
      ),
    })
    .optional(),
  BucketEncryption: kept,
  LifecycleConfiguration: kept,
  LoggingConfiguration: kept,
  ObjectLockConfiguration: kept,
  ObjectLockEnabled: kept,
  OwnershipControls: kept,
  PublicAccessBlockConfiguration: kept,
  VersioningConfiguration: kept,
});

export const dataTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::Table': running({
    name: 'TableName',
    identity: tableIdentity,
    properties: z.strictObject({
      ...table,
      DeletionProtectionEnabled: kept,
      TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
      PointInTimeRecoverySpecification: kept,
    }),
    deploy: ({ dynamo }, { name, properties }) => dynamo.createTable(createTable(name, properties)),
  }),
  'AWS::S3::Bucket': running({
    name: 'BucketName',
    identity: (name, { region }) => ({
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    }),
    properties: bucket,
    deploy: ({ storage, announcingBuckets }, { name, properties }) => {
      storage.createBucket(name, properties.CorsConfiguration?.CorsRules);
      if (properties.NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled)
        announcingBuckets.add(name);
    },
  }),
};
