import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './awsError.ts';

/** Answers one action; `input` is the request's JSON. */
export type Action = (input: Record<string, unknown>) => object;

/** Thrown by an action whose effect is done and whose answer is to get lost on the way. */
export class LostResponse extends Error {}

/**
 * The AWS APIs that no engine answers (EventBridge, Step Functions, SES), in the JSON and REST protocols that the SDK's clients
 * speak. Actions are named `AWSEvents.PutEvents`, or `POST /v2/email/outbound-emails`; any other is refused by name.
 */
export class AwsEndpoint {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(actions: Readonly<Record<string, Action>>): Promise<AwsEndpoint> {
    const server = createServer((request, response) => void answer(actions, request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new AwsEndpoint(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(
  actions: Readonly<Record<string, Action>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const target = request.headers['x-amz-target'];
  const name = typeof target === 'string' ? target : `${request.method} ${request.url?.split('?')[0]}`;
  const reply = (status: number, body: object, code?: string) => {
    response.writeHead(status, {
      'content-type': request.headers['content-type'] ?? 'application/json',
      'x-amzn-requestid': randomUUID(),
      ...(code !== undefined && { 'x-amzn-errortype': code }),
    });
    response.end(JSON.stringify(body));
  };
  try {
    const action = actions[name];
    if (!action) throw new AwsError('UnknownOperationException', `${name} is not implemented by the embedded cloud`);
    reply(200, action(JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>));
  } catch (error) {
    if (error instanceof LostResponse) request.socket.destroy();
    else if (error instanceof AwsError) reply(error.status, { __type: error.code, message: error.message }, error.code);
    else reply(500, { __type: 'InternalFailure', message: String(error) }, 'InternalFailure');
  }
}
