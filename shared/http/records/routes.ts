import type { Route } from '../route.ts';
import { amendmentRoutes } from './amendmentRoutes.ts';
import { listDisclosuresRoute } from './disclosureRoutes.ts';
import { exportRoutes } from './export/exportRoutes.ts';
import { familyAccessRoutes } from './familyAccess.ts';
import { noteRoutes } from './notes.ts';

/** What `serve-records` answers. */
export const recordRoutes: readonly Route[] = [
  ...noteRoutes,
  ...amendmentRoutes,
  listDisclosuresRoute,
  ...exportRoutes,
  ...familyAccessRoutes,
];
