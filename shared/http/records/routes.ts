import type { Route } from '../route.ts';
import { amendmentRoutes } from './amendmentRoutes.ts';
import { noteRoutes } from './notes.ts';

/** What `serve-records` answers. */
export const recordRoutes: readonly Route[] = [...noteRoutes, ...amendmentRoutes];
