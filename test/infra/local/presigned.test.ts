import { request } from 'node:http';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { cloudOf } from './assembly.ts';

const ORIGIN = 'https://data.district.example';
const cloud = await cloudOf(
  {
    Drops: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'drops',
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedOrigins: [ORIGIN],
              AllowedMethods: ['PUT'],
              AllowedHeaders: ['content-type'],
              ExposedHeaders: ['ETag'],
              MaxAge: 3600,
            },
          ],
        },
      },
    },
    Quiet: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'quiet' } },
  },
  { startAt: new Date('2024-02-01T05:00:00Z') },
);
const configuration = {
  ...cloud.clients().s3,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;
const s3 = new S3Client(configuration);
/** As functions address buckets: by a host's name of its own. */
const byHost = new S3Client({
  ...configuration,
  endpoint: configuration.endpoint.replace('127.0.0.1', 's3.localhost'),
  forcePathStyle: false,
});
const object = { Bucket: 'drops', Key: 'night/district export.zip' };

const putUrl = (more: { seconds?: number; bytes?: number; client?: S3Client } = {}) =>
  getSignedUrl(
    more.client ?? s3,
    new PutObjectCommand({ ...object, ...(more.bytes && { ContentLength: more.bytes }) }),
    {
      expiresIn: more.seconds ?? 60,
      signingDate: cloud.clock.now(),
      ...(more.bytes && { signableHeaders: new Set(['host', 'content-length']) }),
    },
  );

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}
/** One request, to this machine whatever the address is called. */
const send = (method: string, url: string, body = '', headers: Record<string, string> = {}): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const { hostname, port, pathname, search } = new URL(url);
    const options = { host: '127.0.0.1', port, path: `${pathname}${search}`, method };
    const sent = request({ ...options, headers: { host: `${hostname}:${port}`, ...headers } }, async (answer) => {
      const chunks = await answer.toArray();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject).end(body);
  });
const put = (url: string, body: string, headers = {}) =>
  send('PUT', url, body, { 'content-length': String(body.length), ...headers });
const stored = async () => (await s3.send(new GetObjectCommand(object))).Body?.transformToString();

describe('a presigned address', () => {
  it('takes what is sent to it without credentials', async () => {
    expect(await put(await putUrl(), 'content')).toMatchObject({
      status: 200,
      headers: { etag: '"9a0364b9e99bb480dd25e1f0284c8555"' },
    });
    expect(await stored()).toBe('content');
  });

  it('works with the bucket as the host’s name too', async () => {
    expect((await put(await putUrl({ client: byHost }), 'by host')).status).toBe(200);
    expect(await stored()).toBe('by host');
  });

  it('is refused for another length than the one that was signed', async () => {
    const url = await putUrl({ bytes: 7 });
    expect((await put(url, 'content')).status).toBe(200);
    expect(await put(url, 'contents')).toMatchObject({ status: 403, body: /SignatureDoesNotMatch/ });
  });

  it.each([
    ['another key', (url: string) => url.replace('district', 'another')],
    ['another time', (url: string) => url.replace('Expires=60', 'Expires=61')],
    ['another part', (url: string) => `${url}&partNumber=2`],
    ['another signature', (url: string) => url.replace(/Signature=\w{4}/, 'Signature=0000')],
  ])('is refused with %s', async (_, changed) => {
    const refused = await put(changed(await putUrl()), 'x');
    expect(refused).toMatchObject({ status: 403, body: /<Code>SignatureDoesNotMatch<\/Code>/ });
  });

  it('is refused for another method, with other keys, and half written', async () => {
    const url = await putUrl();
    expect(await send('GET', url)).toMatchObject({ status: 403, body: /SignatureDoesNotMatch/ });
    expect(await put(url.replace('Credential=local', 'Credential=other'), 'x')).toMatchObject({
      status: 403,
      body: /InvalidAccessKeyId/,
    });
    expect(await put(url.replace(/X-Amz-Date=\w+&/, ''), 'x')).toMatchObject({
      status: 400,
      body: /AuthorizationQueryParametersError/,
    });
    expect((await put(url, 'x', { authorization: 'Bearer of another service' })).status).toBe(400);
  });

  it('expires by the cloud’s clock', async () => {
    const url = await putUrl({ seconds: 60 });
    expect((await put(url, 'in time')).status).toBe(200);
    await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + 61_000));
    expect(await put(url, 'too late')).toMatchObject({ status: 403, body: /Request has expired/ });
    expect(await stored()).toBe('in time');
  });

  it('of a part takes the part', async () => {
    const url = await getSignedUrl(s3, new UploadPartCommand({ ...object, UploadId: 'nobody', PartNumber: 1 }), {
      signingDate: cloud.clock.now(),
    });
    expect(await put(url, 'x')).toMatchObject({ status: 404, body: /NoSuchUpload/ });
  });

  it('of a download names the file for people who save it', async () => {
    await put(await putUrl(), 'content');
    const ResponseContentDisposition = 'attachment; filename="rejects.csv"';
    const url = await getSignedUrl(s3, new GetObjectCommand({ ...object, ResponseContentDisposition }), {
      signingDate: cloud.clock.now(),
    });
    expect(await send('GET', url)).toMatchObject({
      status: 200,
      body: 'content',
      headers: { 'content-disposition': ResponseContentDisposition },
    });
  });
});

describe('a web page', () => {
  const preflight = (url: string, origin: string, more: Record<string, string> = {}) =>
    send('OPTIONS', url, '', { origin, 'access-control-request-method': 'PUT', ...more });

  it('of an origin that the bucket names may send, and read the ETag', async () => {
    const url = await putUrl({ client: byHost });
    const allowed = { 'access-control-allow-origin': ORIGIN, 'access-control-allow-methods': 'PUT' };
    expect(await preflight(url, ORIGIN, { 'access-control-request-headers': 'Content-Type' })).toMatchObject({
      status: 200,
      headers: { ...allowed, 'access-control-allow-headers': 'content-type', 'access-control-max-age': '3600' },
    });
    expect(await put(url, 'page', { origin: ORIGIN })).toMatchObject({
      status: 200,
      headers: { ...allowed, 'access-control-expose-headers': 'ETag' },
    });
  });

  it('of another origin, with other headers or for another bucket may not', async () => {
    const url = await putUrl();
    const refused = { status: 403, body: /AccessForbidden/ };
    expect(await preflight(url, 'https://elsewhere.example')).toMatchObject(refused);
    expect(await preflight(url, ORIGIN, { 'access-control-request-headers': 'x-other' })).toMatchObject(refused);
    expect(await preflight(url.replace('/drops/', '/quiet/'), ORIGIN)).toMatchObject(refused);
    const answered = await put(url, 'page', { origin: 'https://elsewhere.example' });
    expect(answered.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('tags of an object', () => {
  const TagSet = [
    { Key: 'waymark-consent', Value: 'missing' },
    { Key: 'R&D', Value: '"<a>"' },
  ];
  const tags = async () => (await s3.send(new GetObjectTaggingCommand(object))).TagSet;

  it('are kept, and are those of one version', async () => {
    await put(await putUrl(), 'content');
    expect(await tags()).toEqual([]);
    await s3.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    expect(await stored()).toBe('content');
    await put(await putUrl(), 'anew');
    expect(await tags()).toEqual([]);
  });

  it('are refused where there is no object', async () => {
    const nowhere = { ...object, Key: 'nowhere' };
    await expect(s3.send(new PutObjectTaggingCommand({ ...nowhere, Tagging: { TagSet } }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });
});
