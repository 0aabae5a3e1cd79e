import { caseloadRoutes } from '../../../shared/http/caseloads/routes.ts';
import { configurationRoutes } from '../../../shared/http/configuration/routes.ts';
import { interventionRoutes } from '../../../shared/http/interventions/routes.ts';
import { decisionRoutes } from '../../../shared/http/operations/decisionRoutes.ts';
import { operationsRoutes } from '../../../shared/http/operations/routes.ts';
import { uploadRoutes } from '../../../shared/http/operations/uploads.ts';
import { portalRoutes } from '../../../shared/http/portal/routes.ts';
import { purgeRoutes } from '../../../shared/http/purges/routes.ts';
import { recordRoutes } from '../../../shared/http/records/routes.ts';
import type { Route } from '../../../shared/http/route.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { yearEndRoutes } from '../../../shared/http/yearEnds/routes.ts';

/** The routes of every function of the API. */
export const ALL_ROUTES: readonly Route[] = [
  ...studentRoutes,
  ...operationsRoutes,
  ...uploadRoutes,
  ...decisionRoutes,
  ...interventionRoutes,
  ...recordRoutes,
  ...portalRoutes,
  ...caseloadRoutes,
  ...purgeRoutes,
  ...yearEndRoutes,
  ...configurationRoutes,
];

/** Names of the parameters in a route's path. */
export const parametersOf = ({ path }: Route): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
