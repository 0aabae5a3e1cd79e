import type { Route } from '../route.ts';
import { amendmentRoutes } from './amendments.ts';
import { consentRoutes } from './consents.ts';
import { listOwnDisclosuresRoute } from './disclosures.ts';
import { exportRoutes } from './export.ts';
import { recordRoutes } from './records.ts';

/** What `serve-portal` answers. */
export const portalRoutes: readonly Route[] = [
  ...recordRoutes,
  listOwnDisclosuresRoute,
  ...exportRoutes,
  ...amendmentRoutes,
  ...consentRoutes,
];
