import type { Route } from '../route.ts';
import { discardDropRoute, releaseDropRoute } from './dropDecisions.ts';

/** What people decide about drops and runs that are held. */
export const decisionRoutes: readonly Route[] = [releaseDropRoute, discardDropRoute];
