import type { HttpHandler } from './serve.ts';

/** Where the gateway sends what browsers ask beforehand, of every path. */
export const PREFLIGHT_ROUTE = 'OPTIONS /{proxy+}';

/**
 * Answers preflights with an empty 204; the gateway adds what the asking page may do, and takes no other answer for a yes.
 * Everything else goes on to the handler.
 */
export function answeringPreflights(handler: HttpHandler): HttpHandler {
  return async (event, context) => (event.routeKey === PREFLIGHT_ROUTE ? { statusCode: 204 } : handler(event, context));
}
