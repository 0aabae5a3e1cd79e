import { caseloadRoutes } from '../../shared/http/caseloads/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** HTTP API: who is responsible for whom, and handing it over. */
export const handler = serve(caseloadRoutes);
