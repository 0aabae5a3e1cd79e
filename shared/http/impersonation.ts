import type { Role } from '../domain/access/roles.ts';
import { staffId } from '../domain/identity.ts';
import { readStaffAccess } from '../store/directory.ts';
import type { Caller } from './caller.ts';
import { sourcedId } from './parameters.ts';
import { Problem } from './problems.ts';
import type { Contract } from './route.ts';

/** Names the member of staff in whose place the caller looks, by `sourcedId`. */
export const ACT_AS_HEADER = 'waymark-act-as';

/**
 * The caller as another member of staff, for support: with that person's rostering and with those of the roles that
 * rostering bears out for them. `authorize` shows only what both may see, and every such request is in the audit. Throws
 * `impersonation.not_allowed`, `impersonation.read_only`, `impersonation.staff_unknown`.
 */
export async function inPlaceOf(asked: string, caller: Caller, route: Contract): Promise<Caller> {
  const isAllowed = caller.roles.includes('districtAdmin') && caller.staffId !== undefined;
  if (!isAllowed || !route.purpose) throw new Problem('impersonation.not_allowed');
  if (route.method !== 'GET') throw new Problem('impersonation.read_only');
  const parsed = sourcedId.safeParse(asked);
  const { access } = parsed.success ? await readStaffAccess(staffId(parsed.data)) : {};
  if (!access) throw new Problem('impersonation.staff_unknown');
  const roles: readonly Role[] = access.roles;
  const { subject, staffId: own } = caller;
  if (own === undefined) throw new Problem('impersonation.not_allowed');
  return {
    subject,
    roles,
    staffId: access.sourcedId,
    impersonatedBy: { subject, roles: caller.roles, staffId: own },
  };
}
