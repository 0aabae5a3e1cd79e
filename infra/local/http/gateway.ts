import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudError } from '../cloudError.ts';
import type { Outcome } from '../functions/pool.ts';
import type { JwtAuthorizer, LocalIssuer } from './authorizer.ts';
import { type CrossOrigin, crossOriginHeaders, isPreflight } from './crossOrigin.ts';
import { proxyEvent, proxyResponse } from './proxyEvent.ts';
import { matchRoute, type Route } from './routes.ts';
import { Throttles } from './throttles.ts';

/** Limits of HTTP APIs: request line and headers, and body in bytes; time behind the API in milliseconds. */
const HEADER_LIMIT = 10_240;
const BODY_LIMIT = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

/** The gateway's own answers. */
const OWN = {
  204: '',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;
type OwnStatus = keyof typeof OWN;

export interface GatewayOptions {
  readonly accountId: string;
  readonly now: () => Date;
  readonly issuer: LocalIssuer;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Outcome>;
}

/** API Gateway's HTTP API on 127.0.0.1, with the routes of the template. */
export class Gateway {
  readonly authorizers = new Map<string, JwtAuthorizer>();
  /** Function ARN by integration. */
  readonly integrations = new Map<string, string>();
  readonly routes: Route[] = [];
  apiId = 'none';
  /** Undefined where the API answers no web page of another origin. */
  crossOrigin: CrossOrigin | undefined;
  readonly throttles = new Throttles();
  readonly #server: Server;
  readonly #options: GatewayOptions;

  private constructor(server: Server, options: GatewayOptions) {
    this.#server = server;
    this.#options = options;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  /** Listens on a port of 127.0.0.1; 0 takes a free one. */
  static async start(port: number, options: GatewayOptions): Promise<Gateway> {
    const server = createServer({ maxHeaderSize: HEADER_LIMIT });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new CloudError(`port ${port} is in use: stop what listens there, or start with another --port`)
            : error,
        ),
      );
      server.listen(port, '127.0.0.1', resolve);
    });
    return new Gateway(server, options);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const added = crossOriginHeaders(this.crossOrigin, request.method, request.headers);
    for (const [name, value] of Object.entries(added)) response.setHeader(name, value);
    try {
      const answer = await this.#answer(request, response);
      if (answer !== undefined) respond(response, answer);
    } catch {
      respond(response, 500);
    }
  }

  /** Writes the function's response, or returns the status of the gateway's own. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<OwnStatus | undefined> {
    const url = new URL(request.url ?? '/', this.url);
    const match = matchRoute(this.routes, request.method ?? 'GET', url.pathname);
    if (!this.throttles.admits(match?.route.key)) return 429;
    if (!match) return this.crossOrigin && isPreflight(request.method, request.headers) ? 204 : 404;
    const body = await readBody(request);
    if (!body) return 413;

    const { issuer, invoke, now, accountId } = this.#options;
    const authorizer = match.route.authorizer === undefined ? undefined : this.authorizers.get(match.route.authorizer);
    const authorized = authorizer && (await issuer.check(authorizer, request.headers.authorization));
    if (authorizer && !authorized) return 401;
    const { scopes } = match.route;
    if (scopes.length > 0 && !scopes.some((scope) => authorized?.scopes?.includes(scope))) return 403;

    const event = proxyEvent({ request, url, body, match, authorized, accountId, apiId: this.apiId, now: now() });
    const outcome = await within(INTEGRATION_TIMEOUT_MS, invoke(match.route.functionArn, event));
    if (!outcome) return 503;
    if ('error' in outcome) return outcome.error.errorType === 'RequestEntityTooLarge' ? 413 : 500;
    const reply = proxyResponse(outcome.payload);
    if (!reply) return 500;
    response.writeHead(reply.status, {
      ...(this.crossOrigin ? withoutCrossOrigin(reply.headers) : reply.headers),
      ...(reply.cookies.length > 0 && { 'set-cookie': [...reply.cookies] }),
      'content-length': reply.body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : reply.body);
    return undefined;
  }
}

/** A configured gateway says itself which pages may read an answer, whatever the function says. */
const withoutCrossOrigin = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')));

function respond(response: ServerResponse, status: OwnStatus): void {
  if (response.headersSent) return;
  if (status === 204) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(status === 413 && { connection: 'close' }),
  });
  response.end(JSON.stringify({ message: OWN[status] }));
}

/** The whole body; undefined past the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const timer = Promise.withResolvers<undefined>();
  const timeout = setTimeout(() => timer.resolve(undefined), milliseconds);
  try {
    return await Promise.race([promise, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
