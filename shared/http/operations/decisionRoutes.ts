import type { Route } from '../route.ts';
import { discardDropRoute, releaseDropRoute } from './dropDecisions.ts';
import { discardRunRoute, releaseRunRoute } from './runDecisions.ts';

/** What people decide about drops and runs that are held. */
export const decisionRoutes: readonly Route[] = [releaseDropRoute, discardDropRoute, releaseRunRoute, discardRunRoute];
