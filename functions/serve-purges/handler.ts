import { purgeRoutes } from '../../shared/http/purges/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** HTTP API: purges of a student or of the district, and their certificates. */
export const handler = serve(purgeRoutes);
