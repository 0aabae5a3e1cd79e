import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ObjectStore } from './objectStore.ts';

/** Of what is not versioned S3 knows one version, which it calls so. */
const ONLY_VERSION = 'null';
const PAGE = 1_000;
const XML = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * Answers what S3 is asked about versions, locks and unfinished uploads, as it does where nothing is versioned and nothing is
 * locked; false when it is asked something else.
 */
export function answerVersions(request: FastifyRequest, reply: FastifyReply, store: ObjectStore): boolean {
  const query = request.query as Readonly<Record<string, string>>;
  const { bucket = '', '*': key = '' } = request.params as Readonly<Record<string, string>>;
  if (request.method !== 'GET') return false;
  if (query['retention'] !== undefined) {
    send(reply, 404, '<Error><Code>NoSuchObjectLockConfiguration</Code><Message>There is no lock.</Message></Error>');
    return true;
  }
  if (key !== '') return false;
  if (query['versions'] !== undefined) {
    send(reply, 200, versionsOf(bucket, query, store));
    return true;
  }
  if (query['uploads'] === undefined) return false;
  send(reply, 200, uploadsOf(bucket, store));
  return true;
}

const send = (reply: FastifyReply, status: number, body: string) =>
  reply.status(status).header('content-type', 'application/xml').send(`${XML}${body}`);

function versionsOf(bucket: string, query: Readonly<Record<string, string>>, store: ObjectStore): string {
  const { prefix = '', 'key-marker': marker = '' } = query;
  const page = store.listObjects(bucket, { prefix, maxKeys: PAGE, startAfter: marker });
  const last = page.objects.at(-1)?.key ?? '';
  const versions = page.objects.map(
    ({ key, etag, contentLength, lastModified }) =>
      `<Version><Key>${escaped(key)}</Key><VersionId>${ONLY_VERSION}</VersionId><IsLatest>true</IsLatest>` +
      `<LastModified>${lastModified.toISOString()}</LastModified><ETag>${escaped(etag)}</ETag>` +
      `<Size>${contentLength}</Size><StorageClass>STANDARD</StorageClass></Version>`,
  );
  const next = page.isTruncated
    ? `<NextKeyMarker>${escaped(last)}</NextKeyMarker><NextVersionIdMarker>${ONLY_VERSION}</NextVersionIdMarker>`
    : '';
  return (
    `<ListVersionsResult><Name>${escaped(bucket)}</Name><Prefix>${escaped(prefix)}</Prefix><MaxKeys>${PAGE}</MaxKeys>` +
    `<IsTruncated>${page.isTruncated}</IsTruncated>${next}${versions.join('')}</ListVersionsResult>`
  );
}

function uploadsOf(bucket: string, store: ObjectStore): string {
  const uploads = store
    .unfinishedUploads(bucket)
    .map(({ key, uploadId }) => `<Upload><Key>${escaped(key)}</Key><UploadId>${escaped(uploadId)}</UploadId></Upload>`);
  return `<ListMultipartUploadsResult><Bucket>${escaped(bucket)}</Bucket><IsTruncated>false</IsTruncated>${uploads.join('')}</ListMultipartUploadsResult>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
