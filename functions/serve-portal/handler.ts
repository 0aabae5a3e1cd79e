import { portalRoutes } from '../../shared/http/portal/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** `/v1/portal/…`: a student's record as the family and the student read it, and what they may ask for. */
export const handler = serve(portalRoutes);
