import { uploadRoutes } from '../../shared/http/operations/uploads.ts';
import { serve } from '../../shared/http/serve.ts';

/** `POST /v1/drops`, `/v1/drops/uploads…`: lets people and scripts write drops, who need no AWS account for it. */
export const handler = serve(uploadRoutes);
