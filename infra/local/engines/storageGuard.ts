import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ObjectStore } from './objectStore.ts';
import { tagsOfXml, xmlOfTags } from './objectTags.ts';
import { answerVersions } from './objectVersions.ts';
import { presignedRefusal } from './presigned.ts';

/** What fauxqs understands of S3; it silently ignores everything else, so everything else is refused here. */
const QUERY =
  /^(list-type|prefix|max-keys|start-after|continuation-token|marker|x-id|uploads|uploadId|partNumber|attributes|delete|tagging|versions|key-marker|version-id-marker|versionId|retention|response-content-disposition)$/;
/** What a signature in the query consists of. */
const SIGNATURE = /^X-Amz-(Algorithm|Content-Sha256|Credential|Date|Expires|Signature|SignedHeaders)$/;
const HEADER =
  /^x-amz-(date|content-sha256|user-agent|security-token|sdk-checksum-algorithm|checksum-.*|trailer|decoded-content-length|te|meta-.*|object-attributes)$/;

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Stands before fauxqs: refuses by name what it would ignore, and answers the conditional writes it lacks. The hook and the
 * handler behind it run in one turn of the event loop, so a conditional write is atomic.
 */
export function guardStorage(app: FastifyInstance, store: ObjectStore, now: () => Date): void {
  app.addHook('preHandler', (request, reply, done) => {
    // What a browser asks beforehand carries no credentials (`crossOrigin.ts`).
    if (request.method === 'OPTIONS') return done();
    const isQueueRequest = request.headers['content-type']?.includes('x-amz-json-1.0') ?? false;
    const refusal = isQueueRequest ? queueRefusal(request) : objectRefusal(request, store, now());
    if (!refusal) {
      const { tagging, 'response-content-disposition': disposition } = request.query as Record<string, string>;
      if (disposition !== undefined) reply.header('content-disposition', disposition);
      if (tagging !== undefined) answerTagging(request, reply, store);
      else if (!answerVersions(request, reply, store)) done();
      return;
    }
    const { status, code, message } = refusal;
    const [type, body] = isQueueRequest
      ? ['application/x-amz-json-1.0', JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message })]
      : ['application/xml', `<Error><Code>${code}</Code><Message>${message}</Message></Error>`];
    reply.status(status).header('content-type', type).send(body);
  });
}

/** Delays would be waited for in real time, whatever the cloud's clock does. */
function queueRefusal(request: FastifyRequest): Refusal | undefined {
  const body = request.body as { DelaySeconds?: number; Entries?: { DelaySeconds?: number }[] };
  const delays = body.DelaySeconds || body.Entries?.some((entry) => entry.DelaySeconds);
  return delays ? { status: 400, code: 'UnsupportedOperation', message: notImplemented('DelaySeconds') } : undefined;
}

function answerTagging(request: FastifyRequest, reply: FastifyReply, store: ObjectStore): void {
  const { bucket = '', '*': key = '' } = request.params as Record<string, string>;
  if (!store.find(bucket, key)) {
    const message = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
    reply.status(404).header('content-type', 'application/xml').send(message);
    return;
  }
  if (request.method === 'PUT') store.tags.set(bucket, key, tagsOfXml(String(request.body)));
  reply
    .header('content-type', 'application/xml')
    .send(request.method === 'PUT' ? '' : xmlOfTags(store.tags.get(bucket, key)));
}

function objectRefusal(request: FastifyRequest, store: ObjectStore, now: Date): Refusal | undefined {
  const query = request.query as Record<string, string>;
  const isPresigned = Object.keys(query).some((name) => SIGNATURE.test(name));
  const unknown =
    Object.keys(query).find((name) => !QUERY.test(name) && !SIGNATURE.test(name)) ??
    (query['tagging'] !== undefined && !['GET', 'PUT'].includes(request.method) ? 'tagging' : undefined) ??
    (query['versionId'] !== undefined && query['retention'] === undefined ? 'versionId' : undefined) ??
    Object.keys(request.headers).find((name) => name.startsWith('x-amz-') && !HEADER.test(name));
  if (unknown) return { status: 501, code: 'NotImplemented', message: notImplemented(unknown) };
  if (isPresigned) {
    const { method, originalUrl: url, headers } = request;
    const refused = presignedRefusal({ method, url, headers }, now);
    if (refused) return refused;
  }

  const match = request.headers['if-match'];
  const noneMatch = request.headers['if-none-match'];
  if (match === undefined && noneMatch === undefined) return undefined;
  const isWrite =
    (request.method === 'PUT' && !query['partNumber']) || (request.method === 'POST' && query['uploadId']);
  if (isWrite) return conditionalWrite(store, request.params as Record<string, string>, match, noneMatch);
  // fauxqs knows conditional reads, with the quotes that SDK clients may leave out.
  if (request.method === 'GET' && match !== undefined) request.headers['if-match'] = quoted(match);
  else if (request.method !== 'GET') {
    return { status: 501, code: 'NotImplemented', message: notImplemented(`${request.method} on a condition`) };
  }
  return undefined;
}

function conditionalWrite(
  store: ObjectStore,
  { bucket = '', '*': key = '' }: Record<string, string>,
  match: string | undefined,
  noneMatch: string | undefined,
): Refusal | undefined {
  const current = store.find(bucket, key);
  if (match !== undefined && !current) {
    return { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
  }
  const holds = (match === undefined || quoted(match) === current?.etag) && (noneMatch === undefined || !current);
  return holds
    ? undefined
    : {
        status: 412,
        code: 'PreconditionFailed',
        message: 'At least one of the pre-conditions you specified did not hold',
      };
}

const quoted = (etag: string): string => (etag.startsWith('"') ? etag : `"${etag}"`);
const notImplemented = (what: string): string => `${what} is not implemented by the embedded cloud`;
