import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from './problems.ts';
import type { RawInput } from './route.ts';

const MAX_BODY_BYTES = 256 * 1024;
/** No contract comes near it; what walks a body by recursion must not run out of stack. */
const MAX_DEPTH = 32;

/** The parts of a request that only the transport knows. Header names arrive in lower case. */
export type HttpEvent = Partial<APIGatewayProxyEventV2> & { readonly requestContext?: unknown };

/** Parameters and body as sent, undecoded by any contract; throws `Problem` for what cannot be read at all. */
export function rawInputOf(event: HttpEvent, takesBody: boolean): RawInput {
  return { params: event.pathParameters ?? {}, query: queryOf(event), body: takesBody ? bodyOf(event) : {} };
}

/**
 * The gateway joins repeated parameters with commas, which would make `a,b` of two; the raw query tells them apart, and
 * a parameter that comes twice is refused.
 */
function queryOf(event: HttpEvent): Record<string, string> {
  const pairs = [...new URLSearchParams(event.rawQueryString ?? '')];
  const repeated = pairs.map(([name]) => name).filter((name, index, names) => names.indexOf(name) !== index);
  if (repeated.length > 0) {
    const errors = [...new Set(repeated)].map((parameter) => ({
      parameter,
      code: 'repeated',
      message: 'may be given once',
    }));
    throw new Problem('request.invalid', { errors });
  }
  return Object.fromEntries(pairs);
}

function bodyOf(event: HttpEvent): unknown {
  const type = (headerOf(event, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (!event.body) throw new Problem('request.not_json');
  if (type !== 'application/json') throw new Problem('request.media_type');
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) throw new Problem('request.too_large');
  const body = parsed(bytes);
  if (isDeep(body)) {
    const error = { pointer: '', code: 'too_deep', message: `may be nested ${MAX_DEPTH} deep at most` };
    throw new Problem('request.invalid', { errors: [error] });
  }
  return body;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('request.not_json');
  }
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((value) => (isRecord(value) ? Object.values(value) : [])).filter(isRecord);
  }
  return false;
}

export function headerOf(event: HttpEvent, name: string): string | undefined {
  return event.headers?.[name];
}

/** The claims of the token that the gateway's JWT authorizer has verified. */
export function claimsOf(event: HttpEvent): Readonly<Record<string, unknown>> | undefined {
  const claims = member(member(member(event.requestContext, 'authorizer'), 'jwt'), 'claims');
  return isRecord(claims) ? claims : undefined;
}

export function requestIdOf(event: HttpEvent): string {
  const id = member(event.requestContext, 'requestId');
  return typeof id === 'string' ? id : 'unknown';
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const member = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);
