import { createHash } from 'node:crypto';
import type { SchoolId, StaffId } from '../../domain/identity.ts';
import { type Case, type CaseloadPlan, readCaseload, type StaffCaseload } from '../../store/caseloads.ts';
import { schoolsListing } from '../../store/directory.ts';
import { type DirectoryEntry, SECTION_BASIS, type StaffAccess } from '../../store/entities.ts';
import { authorize, type Grant, reachOf } from '../authorization.ts';
import { etagOf } from '../etag.ts';
import { Problem } from '../problems.ts';
import type { Asking } from '../studentAccess.ts';

/** A caseload as far as a caller may see it. */
export interface SeenCaseload extends Pick<StaffCaseload, 'published'> {
  readonly access: StaffAccess;
  /** Schools of the caller's own roles; undefined for who sees the whole district. */
  readonly callerSchools?: readonly SchoolId[];
  readonly cases: readonly (Case & { readonly grant: Grant })[];
  readonly plans: readonly (CaseloadPlan & { readonly grant: Grant })[];
  /** Who was asked for beside, by now: disabled accounts are absent. */
  readonly beside: readonly (StaffAccess | undefined)[];
}

/**
 * Reads a caseload for a caller: their own; anybody's for who sees the district; for who sees schools that of people there,
 * as far as its students are there. Throws `caseload.not_found` alike for who has none and who is hidden.
 */
export async function seeCaseload(
  context: Asking,
  staff: StaffId,
  beside: readonly StaffId[] = [],
): Promise<SeenCaseload> {
  const { caller, tenant } = context;
  const reach = reachOf(caller, 'student.read');
  if (reach.size === 0) throw new Problem('access.role');
  const own = caller.staffId === staff;
  if (caller.staffId === undefined && !reach.has('district')) throw new Problem('access.staff_unknown');
  if (!own && !reach.has('district') && !reach.has('school')) throw new Problem('caseload.not_found');
  const asker = caller.staffId ?? staff;
  const read = await readCaseload(staff, [asker, ...beside]);
  const [callerAccess, ...others] = (read?.others ?? []).map((each) => (each?.disabled ? undefined : each));
  const callerSchools = callerAccess?.schools ?? [];
  if (!read?.access || !(own ? callerAccess : reach.has('district') || share(read.access.schools, callerSchools))) {
    throw new Problem('caseload.not_found');
  }
  const granted = (entry: DirectoryEntry, bases: readonly string[]) => {
    const ties = { studentSchools: schoolsListing(entry), callerSchools, bases: own ? bases : [] };
    return authorize(caller, 'student.read', ties, tenant.tenant.access);
  };
  const basesOf = new Map<string, readonly string[]>(read.cases.map(({ entry, bases }) => [entry.sourcedId, bases]));
  return {
    published: read.published,
    access: read.access,
    ...(!reach.has('district') && { callerSchools }),
    cases: read.cases.flatMap((each) => {
      const grant = granted(each.entry, each.bases);
      return grant.granted ? [{ ...each, grant }] : [];
    }),
    plans: read.plans.flatMap((each) => {
      const grant = granted(each.entry, basesOf.get(each.entry.sourcedId) ?? []);
      return grant.granted ? [{ ...each, grant }] : [];
    }),
    beside: others,
  };
}

export const share = (some: readonly SchoolId[], others: readonly SchoolId[]): boolean =>
  some.some((school) => others.includes(school));

/** The bases on which a student is a case: sections come and go with rostering alone. */
export const caseBases = (bases: readonly string[]): readonly string[] =>
  bases.filter((basis) => basis !== SECTION_BASIS);

/** Names the cases and plans that the caller sees: another one as soon as any of them is another. */
export function caseloadEtag({ cases, plans }: SeenCaseload): string {
  const now = [
    cases.flatMap(({ entry, bases }) => (caseBases(bases).length === 0 ? [] : [[entry.sourcedId, caseBases(bases)]])),
    plans.map(({ plan }) => plan.planId),
  ];
  return etagOf(createHash('sha256').update(JSON.stringify(now)).digest('hex').slice(0, 32));
}
