/** Requests a second and at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

interface Bucket {
  readonly count: number;
  readonly at: number;
}

/**
 * Token buckets in real time, as the stage sets them: one for each route with a throttle of its own, one for all the others
 * together.
 */
export class Throttles {
  byDefault: Throttle | undefined;
  readonly ofRoutes = new Map<string, Throttle>();
  readonly #buckets = new Map<string, Bucket>();

  /** Whether a request of a route goes through; undefined is a request that no route takes. */
  admits(routeKey: string | undefined): boolean {
    const own = routeKey === undefined ? undefined : this.ofRoutes.get(routeKey);
    const throttle = own ?? this.byDefault;
    if (!throttle) return true;
    const key = own && routeKey !== undefined ? routeKey : '';
    const { rate, burst } = throttle;
    const at = performance.now();
    const kept = this.#buckets.get(key);
    const refilled = kept ? kept.count + ((at - kept.at) / 1000) * rate : burst;
    const count = Math.min(refilled, burst);
    this.#buckets.set(key, { count: count >= 1 ? count - 1 : count, at });
    return count >= 1;
  }
}
