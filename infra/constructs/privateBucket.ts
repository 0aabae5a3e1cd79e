import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type CorsRule,
  HttpMethods,
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
  /** Web pages of these origins may send and fetch objects by signed addresses; none unless said. */
  readonly origins?: readonly string[];
  /** How long an upload may take before its parts are deleted, days; 7 unless said. */
  readonly unfinishedDays?: number;
  /** Announces created objects on the account's default event bus. */
  readonly announces?: boolean;
  /** Objects are locked in governance mode for this many years. */
  readonly lockedYears?: number;
}

const unfinishedUploads = (days = 7): LifecycleRule => ({
  id: 'unfinished-uploads',
  abortIncompleteMultipartUploadAfter: Duration.days(days),
});

/** What signed addresses are for; `ETag` is what a part's sender has to tell. */
const crossOrigin = (origins: readonly string[]): CorsRule => ({
  allowedOrigins: [...origins],
  allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
  allowedHeaders: ['content-type'],
  exposedHeaders: ['ETag'],
  maxAge: 3600,
});

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
      lifecycleRules: [unfinishedUploads(props.unfinishedDays), ...(props.lifecycle ?? [])],
      ...(props.origins?.length && { cors: [crossOrigin(props.origins)] }),
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

  /** Writes below the given prefixes; nothing is deleted by functions but those of a purge. */
  grantWrite(writer: WaymarkFunction, ...prefixes: readonly string[]): void {
    this.#grantObjects(writer, ['s3:PutObject', 's3:AbortMultipartUpload'], prefixes);
    this.#props.key.grant(writer.role, 's3', 'write');
  }

  /**
   * Lets a function have others write below a prefix, by addresses that it signs. It reads no object, and sees of the list
   * what was written there; S3 decrypts the parts of an upload to put them together.
   */
  grantUpload(grantee: WaymarkFunction, prefix: string): void {
    this.grantWrite(grantee, prefix);
    grantee.role.allow(['s3:ListBucket'], [this.#arn], { StringLike: { 's3:prefix': `${prefix}*` } });
  }

  /** Lets a function see which versions of which objects there are, and how long they are locked; it reads none. */
  grantListVersions(grantee: WaymarkFunction, ...prefixes: readonly string[]): void {
    grantee.role.allow(['s3:ListBucket', 's3:ListBucketVersions'], [this.#arn]);
    this.#grantObjects(grantee, ['s3:GetObjectRetention'], prefixes);
  }

  /** Lets a purge delete objects below the prefixes with all their versions; governance locks hold against it. */
  grantDelete(grantee: WaymarkFunction, ...prefixes: readonly string[]): void {
    this.grantListVersions(grantee, ...prefixes);
    this.#grantObjects(grantee, ['s3:DeleteObject', 's3:DeleteObjectVersion'], prefixes);
  }

  /** Lets a purge end uploads that nobody has completed. */
  grantAbortUploads(grantee: WaymarkFunction, ...prefixes: readonly string[]): void {
    grantee.role.allow(['s3:ListBucketMultipartUploads'], [this.#arn]);
    this.#grantObjects(grantee, ['s3:AbortMultipartUpload'], prefixes);
  }

  /** Lets a function mark objects below a prefix, so that they expire by a rule of their own. */
  grantTag(grantee: WaymarkFunction, prefix: string): void {
    this.#grantObjects(grantee, ['s3:PutObjectTagging'], [prefix]);
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
      lifecycleRules: [unfinishedUploads(), { id: 'retention', expiration: Duration.days(retentionDays) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'it holds the access logs of the other buckets; logging itself would never end',
    });
  }
}
