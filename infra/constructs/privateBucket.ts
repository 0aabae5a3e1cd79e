import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DistrictKey } from './districtKey.ts';
import { exported, exportName } from './exported.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

export interface PrivateBucketProps {
  readonly key: DistrictKey;
  /** Name of the exports: `drops`, `lake`, `archive`. */
  readonly name: string;
  /** Environment variable that carries the bucket's name to functions. */
  readonly variable: 'DROPS_BUCKET' | 'LAKE_BUCKET' | 'ARCHIVE_BUCKET';
  readonly accessLogs: AccessLogs;
  readonly lifecycle?: readonly LifecycleRule[];
  readonly versioned?: boolean;
  /** Announces created objects on the account's default event bus. */
  readonly announces?: boolean;
  /** Objects are locked in governance mode for this many years. */
  readonly lockedYears?: number;
}

const UNFINISHED_UPLOADS: LifecycleRule = {
  id: 'unfinished-uploads',
  abortIncompleteMultipartUploadAfter: Duration.days(7),
};

/** A bucket with the district's data: private, encrypted with the district's key, over TLS only, kept when its stack goes. */
export class PrivateBucket extends Construct {
  /** The name as other stacks refer to it. */
  readonly bucketName: string;
  /** The name within this stack. */
  readonly ownName: string;
  readonly #arn: string;
  readonly #arnExport: string;
  readonly #props: PrivateBucketProps;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.#props = props;
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: props.versioned ?? false,
      ...(props.lockedYears !== undefined && { objectLockEnabled: true }),
      lifecycleRules: [UNFINISHED_UPLOADS, ...(props.lifecycle ?? [])],
      serverAccessLogsBucket: props.accessLogs.bucket as IBucket,
      serverAccessLogsPrefix: `${props.name}/`,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const resource = bucket.node.defaultChild as CfnBucket;
    // In the bucket's own properties: CDK's switches for both would add a custom resource, or count years as 365 days.
    if (props.announces)
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    if (props.lockedYears !== undefined) {
      resource.objectLockConfiguration = {
        objectLockEnabled: 'Enabled',
        rule: { defaultRetention: { mode: 'GOVERNANCE', years: props.lockedYears } },
      };
    }
    this.ownName = bucket.bucketName;
    this.bucketName = exported(this, `${props.name}-bucket-name`, bucket.bucketName);
    this.#arn = exported(this, `${props.name}-bucket-arn`, bucket.bucketArn);
    this.#arnExport = exportName(this, `${props.name}-bucket-arn`);
  }

  /** Reads below the given prefixes. Listing is what makes S3 answer "not there" instead of "forbidden". */
  grantRead(reader: WaymarkFunction, ...prefixes: readonly string[]): void {
    reader.role.allow(['s3:ListBucket'], [this.#arn]);
    this.#grantObjects(reader, ['s3:GetObject'], prefixes);
    this.#props.key.grant(reader.role, 's3', 'read');
  }

  /** Writes below the given prefixes; nothing is deleted by functions. */
  grantWrite(writer: WaymarkFunction, ...prefixes: readonly string[]): void {
    this.#grantObjects(writer, ['s3:PutObject', 's3:AbortMultipartUpload'], prefixes);
    this.#props.key.grant(writer.role, 's3', 'write');
  }

  /** Tells a function the bucket's name without letting it in. */
  identify(grantee: WaymarkFunction): void {
    grantee.setEnvironment(this.#props.variable, this.bucketName);
  }

  #grantObjects(grantee: WaymarkFunction, actions: readonly string[], prefixes: readonly string[]): void {
    this.identify(grantee);
    grantee.role.allow(
      actions,
      prefixes.map((prefix) => `${this.#arn}/${prefix}*`),
    );
    grantee.role.explain(
      ...prefixes.map((prefix) => ({
        resource: `${this.#arnExport}/${prefix}*`,
        reason: 'object keys below a prefix are made by the data and cannot be listed beforehand',
      })),
    );
  }
}

/** Who asked S3 for which object; keys carry no names or ids. */
export class AccessLogs extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      // S3 cannot deliver access logs to a bucket under a customer's key.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [UNFINISHED_UPLOADS, { id: 'retention', expiration: Duration.days(retentionDays) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'it holds the access logs of the other buckets; logging itself would never end',
    });
  }
}
