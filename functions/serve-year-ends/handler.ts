import { serve } from '../../shared/http/serve.ts';
import { yearEndRoutes } from '../../shared/http/yearEnds/routes.ts';

/** HTTP API: closing a school year, its exceptions and sign-off, verified credits. */
export const handler = serve(yearEndRoutes);
