import type { Tenant } from '../../shared/tenant/tenant.ts';
import type { Bundle } from '../bundle.ts';

/** What every stack and construct of one district is built from. */
export interface District {
  readonly tenant: Tenant;
  readonly bundle: Bundle;
}

/** `waymark-<tenant>-<name>`: every physical name carries its tenant, so that districts can share an account. */
export function physicalName(district: District, name: string): string {
  return `waymark-${district.tenant.tenant}-${name}`;
}
