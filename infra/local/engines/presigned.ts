import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The one pair of keys that functions and clients have on this machine. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

const LONGEST_SECONDS = 7 * 86_400;
/** How far ahead of the cloud's a signer's clock may be. */
const SKEW_MS = 15 * 60_000;

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SignatureRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Whether an address that was signed beforehand may be used now, as S3 decides it (signature version 4 in the query):
 * undefined when it may. What is signed is method, path, query and the named headers; the body is not.
 */
export function presignedRefusal(request: SignedRequest, now: Date): SignatureRefusal | undefined {
  const [path = '', rawQuery = ''] = request.url.split('?');
  const query = new URLSearchParams(rawQuery);
  const at = instantOf(query.get('X-Amz-Date') ?? '');
  const seconds = Number(query.get('X-Amz-Expires'));
  const [accessKeyId, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/');
  const isReadable = query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' && at !== undefined && scope.length === 4;
  if (!isReadable || !Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS) {
    return {
      status: 400,
      code: 'AuthorizationQueryParametersError',
      message: 'Query-string authentication is not valid',
    };
  }
  if (accessKeyId !== CREDENTIALS.accessKeyId) {
    return denied('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  if (request.headers.authorization !== undefined) {
    return { status: 400, code: 'InvalidArgument', message: 'Only one auth mechanism allowed' };
  }
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonical = [
    request.method,
    path,
    canonicalQuery(rawQuery),
    ...signed.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`),
    '',
    signed.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date'), scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${CREDENTIALS.secretAccessKey}`);
  if (!signed.includes('host') || !isSame(hmac(key, text), Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex'))) {
    return denied(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  if (at > now.getTime() + SKEW_MS) return denied('AccessDenied', 'Request is not valid yet');
  return now.getTime() > at + seconds * 1000 ? denied('AccessDenied', 'Request has expired') : undefined;
}

const denied = (code: string, message: string): SignatureRefusal => ({ status: 403, code, message });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const isSame = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** Everything but the signature, sorted, encoded as AWS does it. */
function canonicalQuery(rawQuery: string): string {
  return [...new URLSearchParams(rawQuery)]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** `20260312T040000Z` in milliseconds. */
function instantOf(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [, year, month, day, hour, minute, second] = match ?? [];
  return match ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : undefined;
}
