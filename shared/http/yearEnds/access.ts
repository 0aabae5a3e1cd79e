import type { SchoolId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import { type Action, authorize, type Decision, reachOf } from '../authorization.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';

/**
 * Says for records of a year end whether the caller may do something with them, by the school they were audited at.
 * Throws `access.staff_unknown` when rostering is needed and the token does not say who they are.
 */
export async function yearEndAccess({
  caller,
  tenant,
}: Pick<RequestContext, 'caller' | 'tenant'>): Promise<
  (action: Action, record: { readonly school: SchoolId }) => Decision
> {
  const callerSchools = reachOf(caller, 'graduation.decide').has('district') ? [] : await schoolsOf(caller);
  return (action, { school }) =>
    authorize(caller, action, { studentSchools: [school], callerSchools, bases: [] }, tenant.tenant.access);
}

async function schoolsOf(caller: Caller): Promise<readonly SchoolId[]> {
  if (reachOf(caller, 'graduation.decide').size === 0) return [];
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return (await readStaffAccess(caller.staffId)).access?.schools ?? [];
}
