import { type Lake, s3Lake } from '../lake/lake.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { environment } from '../runtime/environment.ts';
import { mappingOfFunction } from '../runtime/mapping.ts';
import { tenantOfFunction } from '../runtime/tenant.ts';
import type { Mapping } from '../sis/mapping/mapping.ts';
import type { Lease } from '../store/leases.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { type DropsBucket, s3DropsBucket } from './dropsBucket.ts';

/** What every step of an ingest works with. */
export interface IngestContext {
  readonly lake: Lake;
  readonly drops: DropsBucket;
  readonly tenant: Tenant;
  /** How files are read whose names and columns are not the standard's. */
  readonly mapping?: Mapping;
  readonly clock: Clock;
}

export function ingestContext(): IngestContext {
  const mapping = mappingOfFunction();
  return {
    lake: s3Lake(environment('LAKE_BUCKET')),
    drops: s3DropsBucket(environment('DROPS_BUCKET')),
    tenant: tenantOfFunction().tenant,
    ...(mapping && { mapping }),
    clock: systemClock,
  };
}

/** One drop is taken in at a time. */
export const ingestLease = (dropId: string): Lease => ({ name: 'ingest', holder: dropId });

/** Longer than a step may run: a lease expires only when its holder is dead. */
export const LEASE_SECONDS = 20 * 60;
