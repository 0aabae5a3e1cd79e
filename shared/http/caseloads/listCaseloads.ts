import * as z from 'zod';
import { type CaseloadSummary, readCaseloads } from '../../assess/staff/caseloadCounts.ts';
import { addedUp, type CaseloadCounts, type CountedGroup } from '../../domain/caseload/counts.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { readHeadBeside } from '../../store/reassignments.ts';
import { countShifts } from '../../store/standingReassignments.ts';
import { reachOf } from '../authorization.ts';
import { cursorsOf } from '../cursor.ts';
import { districtLake } from '../districtLake.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import { publicationOf } from '../students/rows.ts';
import { countsView, memberView, totalsOf } from './caseloadView.ts';
import type { listCaseloadsContract } from './contracts.ts';
import { caseBases, seeCaseload, share } from './seeCaseload.ts';

type SummaryQuery = z.output<NonNullable<typeof listCaseloadsContract.query>>;

interface Counted {
  readonly member: CaseloadSummary['access'];
  readonly totals: Omit<CountedGroup, 'schools'>;
}

const position = z.strictObject({ after: keyPosition });

/** A page of the people with cases in a caller's reach. One request, and one object of the lake. */
export async function listCaseloads(context: RequestContext, query: SummaryQuery) {
  const { caller } = context;
  const reach = reachOf(caller, 'student.read');
  if (!reach.has('district') && !reach.has('school')) return ownSummary(context);
  if (!reach.has('district') && caller.staffId === undefined) throw new Problem('access.staff_unknown');
  const { published, revision, access } = await readHeadBeside(caller.staffId);
  if (!published) return { items: [], ...publicationOf(undefined) };
  const schools = reach.has('district') ? undefined : (access?.schools ?? []);
  const known = published.reassignments ?? 0;
  const shifts = revision > known ? await countShifts(known) : [];
  const caseloads = withShifts(await readCaseloads(districtLake(), published.runId), shifts);
  const counted = caseloads
    .filter(({ member }) => schools === undefined || share(member.schools, schools))
    .map(({ member, counts }) => ({ member, totals: addedUp(counts, countedFor(query.school, schools)) }))
    .filter(({ totals }) => totals.students > 0)
    .toSorted(orderOf(query.sort));
  const cursors = await cursorsOf('listCaseloads', caller, query, position);
  const start = cursors.start(query.cursor);
  const from = start ? counted.findIndex(({ member }) => member.sourcedId === start.after) + 1 : 0;
  if (start && from === 0) throw new Problem('cursor.invalid');
  const shown = counted.slice(from, from + query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ member, totals }) => ({ staff: memberView(member), ...countsView(totals) })),
    ...(last && from + query.limit < counted.length && { nextCursor: cursors.next({ after: last.member.sourcedId }) }),
    ...publicationOf(published),
  };
}

/** Students of the school that is asked for, among those of the schools one may see. */
const countedFor =
  (asked: SchoolId | undefined, schools: readonly SchoolId[] | undefined) =>
  (listing: readonly SchoolId[]): boolean =>
    (asked === undefined || listing.includes(asked)) && (schools === undefined || share(listing, schools));

/** Published counts, and what reassignments since have moved from one person to another. */
function withShifts(published: readonly CaseloadSummary[], shifts: Awaited<ReturnType<typeof countShifts>>) {
  const all = new Map(
    published.map(({ access, counts }) => [
      access.sourcedId as string,
      { member: access, counts: [{ counts, times: 1 as 1 | -1 }] },
    ]),
  );
  const add = (member: CaseloadSummary['access'], counts: CaseloadCounts, times: 1 | -1) => {
    const known = all.get(member.sourcedId) ?? { member, counts: [] };
    all.set(member.sourcedId, { member: known.member, counts: [...known.counts, { counts, times }] });
  };
  for (const { from, to, lost, gained } of shifts) {
    add(from, lost, -1);
    add(to, gained, 1);
  }
  return [...all.values()];
}

const byName = new Intl.Collator('en', { sensitivity: 'base' });

function orderOf(sort: SummaryQuery['sort']): (a: Counted, b: Counted) => number {
  const named = (a: Counted, b: Counted) =>
    byName.compare(a.member.familyName, b.member.familyName) ||
    byName.compare(a.member.givenName, b.member.givenName) ||
    (a.member.sourcedId < b.member.sourcedId ? -1 : 1);
  if (sort === 'name') return named;
  const size = ({ totals }: Counted) => (sort === 'students' ? totals.students : totals.highest['3']);
  return (a, b) => size(b) - size(a) || named(a, b);
}

/** Who sees no other caseloads finds their own. */
async function ownSummary(context: RequestContext) {
  const { staffId } = context.caller;
  if (staffId === undefined) throw new Problem('access.staff_unknown');
  const seen = await seeCaseload(context, staffId).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'caseload.not_found') return undefined;
    throw error;
  });
  if (!seen) return { items: [], ...publicationOf(undefined) };
  const cases = seen.cases.filter(({ bases }) => caseBases(bases).length > 0);
  const items = cases.length === 0 ? [] : [{ staff: memberView(seen.access), ...totalsOf(cases) }];
  return { items, ...publicationOf(seen.published) };
}
