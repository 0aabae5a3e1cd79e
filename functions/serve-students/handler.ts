import { serve } from '../../shared/http/serve.ts';
import { studentRoutes } from '../../shared/http/students/routes.ts';

/** `GET /v1/students…`: the students a caller may see, their tiers and why. */
export const handler = serve(studentRoutes);
