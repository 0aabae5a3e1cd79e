import type * as z from 'zod';
import { CLASS_OF_DOMAIN, domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { addedUp, type CountedGroup, countsOf } from '../../domain/caseload/counts.ts';
import { byName } from '../../domain/search/nameKeys.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import { summaryOf } from '../../domain/tiers/summary.ts';
import type { CaseloadOwner } from '../../store/reassignments.ts';
import type { Grant } from '../authorization.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import { publicationOf, rowOf } from '../students/rows.ts';
import { todayOf } from '../today.ts';
import type { caseloadContract } from './contracts.ts';
import { caseBases, type SeenCaseload } from './seeCaseload.ts';

type CaseloadQuery = z.output<NonNullable<typeof caseloadContract.query>>;
type SeenCase = SeenCaseload['cases'][number];

/** A page of a caseload as the API shows it; notes whom it shows. */
export async function caseloadView(
  context: RequestContext,
  operation: string,
  seen: SeenCaseload,
  query: CaseloadQuery,
) {
  const { limit, cursor, ...filters } = query;
  const asked = { ...filters, staff: seen.access.sourcedId };
  const cursors = await cursorsOf(operation, context.caller, asked, keyPosition);
  const listed = seen.cases.filter((each) => isAsked(each, query));
  const sorted = listed.toSorted(orderOf(query.sort));
  const after = cursors.start(cursor);
  const from = after === undefined ? 0 : indexAfter(sorted, after);
  const shown = sorted.slice(from, from + limit);
  for (const { entry, grant } of shown) context.disclosures.note([entry.sourcedId], shownIn(grant), grant.reason);
  const last = shown.at(-1);
  const plans = openPlansIn(context, seen);
  return {
    staff: memberView(seen.access),
    counts: { ...totalsOf(listed), openPlans: plans.length },
    items: shown.map(({ entry, bases, grant }) => ({
      student: rowOf({ entry, classes: grant.classes }),
      bases,
    })),
    plans,
    ...(last && from + limit < sorted.length && { nextCursor: cursors.next(last.entry.sourcedId) }),
    ...publicationOf(seen.published),
  };
}

/** Students by tier, as far as the caller may see tiers. */
export function totalsOf(cases: SeenCaseload['cases']) {
  const counted = cases.map(({ entry, grant }) => ({ schools: entry.schools, tiers: tiersOf(entry, grant) }));
  return countsView(addedUp([{ counts: countsOf(counted), times: 1 }], () => true));
}

const tiersOf = (entry: SeenCase['entry'], { classes }: Grant) =>
  Object.fromEntries(domainsIn(DOMAINS, classes).map((domain) => [domain, entry.tiers[domain]]));

const highestOf = ({ entry, grant }: SeenCase) => summaryOf(tiersOf(entry, grant)).highest;

/** Sections only where they are asked for. */
function isAsked(each: SeenCase, { basis, tier }: CaseloadQuery): boolean {
  const onBasis = basis === undefined ? caseBases(each.bases).length > 0 : each.bases.includes(basis);
  return onBasis && (tier === undefined || String(highestOf(each)) === tier);
}

const RANK = { '3': 0, '2': 1, '1': 2, notAssessed: 3 } as const;
function orderOf(sort: CaseloadQuery['sort']): (a: SeenCase, b: SeenCase) => number {
  const byId = (a: SeenCase, b: SeenCase) => (a.entry.sourcedId < b.entry.sourcedId ? -1 : 1);
  const named = (a: SeenCase, b: SeenCase) => byName(a.entry, b.entry);
  if (sort === 'id') return byId;
  return sort === 'name' ? named : (a, b) => RANK[highestOf(a)] - RANK[highestOf(b)] || named(a, b);
}

function indexAfter(sorted: readonly SeenCase[], last: string): number {
  const index = sorted.findIndex(({ entry }) => entry.sourcedId === last);
  if (index < 0)
    throw new Problem('cursor.invalid', { detail: 'The list has changed since; start over without cursor.' });
  return index + 1;
}

/** A row shows directory information and tiers. */
const shownIn = ({ classes }: Grant): readonly FieldClass[] => [
  'directory',
  ...new Set(domainsIn(DOMAINS, classes).map((domain) => CLASS_OF_DOMAIN[domain])),
];

/** Plans that have not ended, of domains the caller may know of. */
function openPlansIn(context: RequestContext, { plans }: SeenCaseload) {
  const today = todayOf(context);
  const open = plans.filter(({ plan, grant }) => {
    return plan.timeline.endDate >= today && grant.classes.has(CLASS_OF_DOMAIN[plan.domain]);
  });
  return open.map(({ plan: { planId, studentSourcedId, domain, timeline }, grant }) => {
    context.disclosures.note([studentSourcedId], ['directory', CLASS_OF_DOMAIN[domain]], grant.reason);
    return { planId, studentSourcedId, domain, ...timeline };
  });
}

export const memberView = ({ sourcedId, givenName, familyName, schools, disabled }: CaseloadOwner) => {
  return { sourcedId, givenName, familyName, schools, active: disabled !== true };
};

export const countsView = ({ students, highest, atRisk }: Omit<CountedGroup, 'schools'>) => ({
  ...{ students, highest },
  atRisk: DOMAINS.flatMap((domain) => {
    const { '2': tier2, '3': tier3 } = atRisk[domain] ?? { '2': 0, '3': 0 };
    return tier2 + tier3 === 0 ? [] : [{ domain, tier2, tier3 }];
  }),
});
