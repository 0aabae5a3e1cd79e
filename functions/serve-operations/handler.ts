import { operationsRoutes } from '../../shared/http/operations/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** `GET /v1/drops…`, `/v1/runs…`, `/v1/freshness`, `/v1/openapi.json`: how the data got here and how far it reaches. */
export const handler = serve(operationsRoutes);
