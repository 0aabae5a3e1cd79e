import { operationsRoutes } from '../../shared/http/operations/routes.ts';
import { answeringPreflights } from '../../shared/http/preflight.ts';
import { serve } from '../../shared/http/serve.ts';

/**
 * `GET /v1/drops…`, `/v1/runs…`, `/v1/freshness`, `/v1/openapi.json`: how the data got here and how far it reaches; and what
 * browsers ask before they call any route.
 */
export const handler = answeringPreflights(serve(operationsRoutes));
