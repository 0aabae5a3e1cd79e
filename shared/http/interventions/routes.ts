import type { Route } from '../route.ts';
import { createPlanRoute, getPlanRoute, recordCheckInRoute } from './plans.ts';
import { listTasksRoute } from './tasks.ts';

/** What `serve-interventions` answers. */
export const interventionRoutes: readonly Route[] = [createPlanRoute, getPlanRoute, recordCheckInRoute, listTasksRoute];
