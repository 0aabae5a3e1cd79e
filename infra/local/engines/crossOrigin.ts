import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A rule of a bucket's CORS configuration, as the template writes it. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[] | undefined;
  readonly ExposedHeaders?: readonly string[] | undefined;
  readonly MaxAge?: number | undefined;
}

/** Lets web pages use buckets as their rules say; a browser keeps every other answer from the page. */
export function allowCrossOrigin(app: FastifyInstance, rulesOf: (bucket: string) => readonly CorsRule[]): void {
  const ruleFor = (request: FastifyRequest, method: string, headers: readonly string[]) => {
    const { origin = '' } = request.headers;
    return rulesOf(request.url.split(/[/?]/)[1] ?? '').find(
      (rule) =>
        rule.AllowedOrigins.includes(origin) &&
        rule.AllowedMethods.includes(method) &&
        headers.every((name) => (rule.AllowedHeaders ?? []).some((each) => each.toLowerCase() === name)),
    );
  };
  app.options('/*', (request, reply) => {
    const asked = request.headers['access-control-request-headers'] ?? '';
    const headers = asked.split(',').flatMap((name) => name.trim().toLowerCase() || []);
    const rule = ruleFor(request, String(request.headers['access-control-request-method'] ?? ''), headers);
    if (!rule) {
      reply.status(403).header('content-type', 'application/xml');
      reply.send(
        '<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.</Message></Error>',
      );
      return;
    }
    allow(reply, request, rule);
    if (rule.AllowedHeaders) reply.header('access-control-allow-headers', rule.AllowedHeaders.join(', '));
    if (rule.MaxAge !== undefined) reply.header('access-control-max-age', String(rule.MaxAge));
    reply.status(200).send();
  });
  app.addHook('onRequest', (request, reply, done) => {
    const rule = request.method === 'OPTIONS' ? undefined : ruleFor(request, request.method, []);
    if (rule) allow(reply, request, rule);
    done();
  });
}

function allow(reply: FastifyReply, request: FastifyRequest, rule: CorsRule): void {
  reply.header('access-control-allow-origin', request.headers.origin ?? '');
  reply.header('access-control-allow-methods', rule.AllowedMethods.join(', '));
  reply.header('vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
  if (rule.ExposedHeaders) reply.header('access-control-expose-headers', rule.ExposedHeaders.join(', '));
}
