import type { Route } from '../route.ts';
import { decideYearEndRoute } from './decisions.ts';
import { getGraduationRoute } from './graduation.ts';
import { getYearEndRoute } from './review.ts';
import { startYearEndRoute } from './start.ts';

/** The routes of year ends and verified credits. */
export const yearEndRoutes: readonly Route[] = [
  startYearEndRoute,
  getYearEndRoute,
  decideYearEndRoute,
  getGraduationRoute,
];
