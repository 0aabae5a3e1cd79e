import { recordRoutes } from '../../shared/http/records/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** HTTP API: what people add to a student's record, and what families may ask about it. */
export const handler = serve(recordRoutes);
