import type { Route } from '../route.ts';
import { overrideRoutes } from './overrides.ts';
import { createPlanRoute, getPlanRoute, recordCheckInRoute } from './plans.ts';
import { listTasksRoute } from './tasks.ts';

/** What `serve-interventions` answers. */
export const interventionRoutes: readonly Route[] = [
  createPlanRoute,
  getPlanRoute,
  recordCheckInRoute,
  listTasksRoute,
  ...overrideRoutes,
];
