import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource, recorded } from './assembly.ts';

const bucket = (name: string, properties: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: name, ...properties },
});

const cloud = await cloudOf(
  {
    Drops: bucket('drops', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      VersioningConfiguration: { Status: 'Enabled' },
    }),
    Quiet: bucket('quiet'),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'drops' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        State: 'ENABLED',
        EventPattern: {
          source: ['aws.s3'],
          'detail-type': ['Object Created'],
          detail: {
            bucket: { name: [{ Ref: 'Drops' }] },
            object: { key: [{ suffix: '.zip' }, { suffix: 'manifest.csv' }] },
          },
        },
        Targets: [{ Arn: arnOf('Queue'), Id: 'Target0' }],
      },
    },
    Record: functionResource('record'),
    Talk: functionResource('talk'),
    Consumer: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf('Queue'), FunctionName: { Ref: 'Record' } },
    },
  },
  { startAt: new Date('2024-02-01T05:00:00Z') },
);
const s3 = new S3Client(cloud.clients().s3);
const put = (Key: string, Body: string, more: object = {}, Bucket = 'drops') =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const announced = async () => {
  await cloud.idle();
  return recorded(cloud, 'record').map((body) => JSON.parse(String(body)) as Record<string, never>);
};

describe('a created object', () => {
  it('is announced as S3 does it, goes through rule and queue, and reaches the function', async () => {
    await put('night/district export.zip', 'content');
    const [event, ...others] = await announced();
    expect(others).toEqual([]);
    expect(event).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      time: expect.stringMatching(/^2024-02-01T05:00:\d\dZ$/),
      region: 'us-east-1',
      resources: ['arn:aws:s3:::drops'],
      detail: {
        version: '0',
        bucket: { name: 'drops' },
        object: {
          key: 'night/district export.zip',
          size: 7,
          etag: '9a0364b9e99bb480dd25e1f0284c8555',
          sequencer: expect.any(String),
        },
        'request-id': expect.any(String),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    });
  });

  it('in parts is announced once it is complete', async () => {
    const before = (await announced()).length;
    const object = { Bucket: 'drops', Key: 'night/large.zip' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'part' }));
    expect(await announced()).toHaveLength(before);
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }));
    expect((await announced()).at(-1)).toMatchObject({
      detail: { object: { key: 'night/large.zip', size: 4 }, reason: 'CompleteMultipartUpload' },
    });
  });

  it('is not announced when no rule asks for it, nor by a bucket that does not announce', async () => {
    const before = (await announced()).length;
    await put('readme.txt', 'x');
    await put('quiet.zip', 'x', {}, 'quiet');
    expect(await announced()).toHaveLength(before);
  });

  it('carries the time of the cloud', async () => {
    await put('timed', 'x');
    const { LastModified } = await s3.send(new GetObjectCommand({ Bucket: 'drops', Key: 'timed' }));
    expect(LastModified?.toISOString()).toMatch(/^2024-02-01T05:0/);
  });
});

describe('a conditional write', () => {
  it('creates an object once', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await content('once')).toBe('first');
  });

  it('lets one of many writers through', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => put('race', `writer ${i}`, { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('replaces the version it names and no other', async () => {
    const { ETag } = await put('version', 'first');
    await put('version', 'second', { IfMatch: ETag });
    await expect(put('version', 'third', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('absent', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await content('version')).toBe('second');
  });
});

it('a read is refused when the object has changed', async () => {
  const { ETag } = await put('read', 'first');
  expect(await content('read', { IfMatch: ETag?.replaceAll('"', '') })).toBe('first');
  await put('read', 'second');
  await expect(content('read', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

it('keys are listed in the order of their bytes, page by page', async () => {
  const keys = ['list/B', 'list/_', 'list/a', 'list/a-1', 'list/a1', 'list/é'];
  for (const key of keys) await put(key, 'x');
  const pages: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: 'drops',
        Prefix: 'list/',
        MaxKeys: 2,
        ...(token && { ContinuationToken: token }),
      }),
    );
    pages.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
    token = page.NextContinuationToken;
  } while (token);
  expect(pages).toEqual(keys);
});

it('a function addresses buckets by host name, as in the cloud', async () => {
  const answers = await cloud.invoke('talk', {
    calls: [
      ['s3', 'PutObjectCommand', { Bucket: 'quiet', Key: 'a/b c.txt', Body: 'from a function' }],
      ['s3', 'GetObjectCommand', { Bucket: 'quiet', Key: 'a/b c.txt', Range: 'bytes=5-5' }],
    ],
  });
  expect(answers).toEqual([expect.objectContaining({ ETag: expect.any(String) }), 'a']);
});

it.each([
  [{ ServerSideEncryption: 'aws:kms' }, 'x-amz-server-side-encryption'],
  [{ Tagging: 'a=b' }, 'x-amz-tagging'],
  [{ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: new Date(0) }, 'x-amz-object-lock'],
])('what the engine would ignore is refused by name: %s', async (more, name) => {
  await expect(put('refused', 'x', more)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(name),
  });
});

it('a version cannot be asked for', async () => {
  await expect(content('once', { VersionId: 'v1' })).rejects.toMatchObject({
    message: expect.stringContaining('versionId'),
  });
});

it('each object has one version, without a lock, and goes with it', async () => {
  const Bucket = 'quiet';
  for (const Key of ['v/1', 'v/2']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const { Versions = [], IsTruncated } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'v/' }));
  expect(Versions.map(({ Key, VersionId, IsLatest, Size }) => [Key, VersionId, IsLatest, Size])).toEqual([
    ['v/1', 'null', true, 1],
    ['v/2', 'null', true, 1],
  ]);
  expect(IsTruncated).toBe(false);
  await expect(s3.send(new GetObjectRetentionCommand({ Bucket, Key: 'v/1', VersionId: 'null' }))).rejects.toMatchObject(
    { name: 'NoSuchObjectLockConfiguration' },
  );
  const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect((await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'v/' }))).Versions).toBeUndefined();
});

it('uploads that nobody has completed are listed', async () => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: 'quiet', Key: 'begun' }));
  const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket: 'quiet' }))).Uploads ?? [];
  expect(await uploads()).toEqual([expect.objectContaining({ Key: 'begun', UploadId })]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket: 'quiet', Key: 'begun', UploadId }));
  expect(await uploads()).toEqual([]);
});

async function content(Key: string, more: object = {}): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'drops', Key, ...more }));
  return Body?.transformToString();
}
