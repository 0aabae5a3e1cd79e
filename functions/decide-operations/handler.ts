import { decisionRoutes } from '../../shared/http/operations/decisionRoutes.ts';
import { serve } from '../../shared/http/serve.ts';

/** HTTP API: what people decide about drops and runs that are held. Those who only read them use serve-operations. */
export const handler = serve(decisionRoutes);
