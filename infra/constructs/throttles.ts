import type { RouteKey } from './restApi.ts';

/** Requests a second in the long run, and at once, over all callers. */
export interface RouteThrottle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** Reads many rows for one page. */
const SEARCH: RouteThrottle = { rateLimit: 60, burstLimit: 120 };
/** Puts together everything that is known of a student; people ask for one now and then. */
const EXPORT: RouteThrottle = { rateLimit: 5, burstLimit: 10 };
/** Lets gigabytes in; a district sends a few files a night. */
const UPLOAD: RouteThrottle = { rateLimit: 2, burstLimit: 10 };
/** Starts work over the whole district. */
const DISTRICT_WORK: RouteThrottle = { rateLimit: 1, burstLimit: 5 };

/** The routes that cost more than others; all the others share the stage's throttle. */
export const ROUTE_THROTTLES: ReadonlyMap<RouteKey, RouteThrottle> = new Map<RouteKey, RouteThrottle>([
  ['GET /v1/students', SEARCH],
  ['GET /v1/students/{id}/export', EXPORT],
  ['GET /v1/students/{id}/export.html', EXPORT],
  ['GET /v1/portal/students/{id}/export', EXPORT],
  ['GET /v1/portal/students/{id}/export.html', EXPORT],
  ['POST /v1/drops', UPLOAD],
  ['POST /v1/drops/uploads/{id}/complete', UPLOAD],
  ['POST /v1/year-ends', DISTRICT_WORK],
  ['POST /v1/purges', DISTRICT_WORK],
  ['POST /v1/purges/{id}/approve', DISTRICT_WORK],
]);
