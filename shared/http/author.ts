import type { StaffId } from '../domain/identity.ts';
import { Problem } from './problems.ts';
import type { RequestContext } from './route.ts';

/** Who of the staff writes; throws `access.staff_unknown` for a token that names nobody in rostering. */
export function authorOf({ caller }: Pick<RequestContext, 'caller'>): StaffId {
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return caller.staffId;
}
