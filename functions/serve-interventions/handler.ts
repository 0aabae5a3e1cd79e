import { interventionRoutes } from '../../shared/http/interventions/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** HTTP API: intervention plans, check-ins and the tasks they make. */
export const handler = serve(interventionRoutes);
