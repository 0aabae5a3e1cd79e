import { configurationRoutes } from '../../shared/http/configuration/routes.ts';
import { serve } from '../../shared/http/serve.ts';

/** `/v1/config/…`: what students are judged by, and who changed it. */
export const handler = serve(configurationRoutes);
