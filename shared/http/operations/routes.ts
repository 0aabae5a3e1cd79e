import document from '../openapi.json' with { type: 'json' };
import { defineRoute, type Route } from '../route.ts';
import { listAuditRoute } from './audit.ts';
import { getOpenApiContract } from './contracts.ts';
import { getDataInventoryRoute } from './dataInventory.ts';
import { getDropRoute, listDropsRoute } from './drops.ts';
import { getFreshnessRoute } from './freshness.ts';
import { getRejectsRoute } from './rejects.ts';
import { getRunRoute, listRunsRoute } from './runs.ts';

const getOpenApiRoute = defineRoute({ ...getOpenApiContract, handle: async () => ({ body: document }) });

export const operationsRoutes: readonly Route[] = [
  listDropsRoute,
  getDropRoute,
  getRejectsRoute,
  listRunsRoute,
  getRunRoute,
  getFreshnessRoute,
  listAuditRoute,
  getDataInventoryRoute,
  getOpenApiRoute,
];
