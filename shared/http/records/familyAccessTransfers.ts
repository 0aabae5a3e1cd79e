import { WARNING_DAYS } from '../../domain/access/familyRights.ts';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import type { StaffId } from '../../domain/identity.ts';
import { MOST_STUDENTS_AT_ONCE, readStudentsAndStaff, schoolsListing } from '../../store/directory.ts';
import { DAY_UNKNOWN, type RightsRow, rightsRowsFrom } from '../../store/rightsNotices.ts';
import { authorize } from '../authorization.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { defineRoute, type RequestContext } from '../route.ts';
import { staffWhoReach } from '../studentAccess.ts';
import { listRightsTransfersContract } from './familyAccessContracts.ts';

/** A page may come up short after this many looks at rows of students whom the caller may not see. */
const MAX_LOOKS = 20;

type Item = ReturnType<typeof itemOf>;

/** Students in the caller's scope whose rights move, whose family's access ends, or whose age nobody knows. */
export const listRightsTransfersRoute = defineRoute({
  ...listRightsTransfersContract,
  handle: async (context, { query }) => {
    const staff = staffWhoReach(context.caller, 'familyAccess.read');
    const cursors = await cursorsOf('listRightsTransfers', context.caller, query, keyPosition);
    const today = localTimeOf(context.now, context.tenant.tenant.timeZone).day;
    const last = formatDay(today + WARNING_DAYS);
    const items: Item[] = [];
    let after = cursors.start(query.cursor);
    for (let look = 0; look < MAX_LOOKS; look++) {
      const limit = Math.min(MOST_STUDENTS_AT_ONCE, query.limit - items.length);
      const page = await rightsRowsFrom(formatDay(today), { limit, after });
      const rows = page.rows.filter(({ on }) => on <= last || on === DAY_UNKNOWN);
      items.push(...(await seen(context, staff, rows)));
      after = page.next;
      if (after === undefined || items.length >= query.limit) break;
    }
    return { body: { items, ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

/** The rows of students whom the caller may see, noted as disclosed. Students who have left are not told of. */
async function seen(
  { caller, tenant, disclosures }: RequestContext,
  staff: StaffId | undefined,
  rows: readonly RightsRow[],
): Promise<readonly Item[]> {
  const ids = [...new Set(rows.map(({ studentSourcedId }) => studentSourcedId))];
  const known = ids.length === 0 ? [] : await readStudentsAndStaff(ids, staff);
  const students = new Map(known.map((each) => [each.directory.sourcedId, each]));
  return rows.flatMap((row) => {
    const student = students.get(row.studentSourcedId);
    if (!student || student.directory.exited) return [];
    const ties = {
      studentSchools: schoolsListing(student.directory),
      callerSchools: student.staff.access?.schools ?? [],
      bases: student.staff.caseload?.bases ?? [],
    };
    const decision = authorize(caller, 'familyAccess.read', ties, tenant.tenant.access);
    if (!decision.granted) return [];
    disclosures.note([row.studentSourcedId], ['directory'], decision.reason);
    return [itemOf(row, student.directory)];
  });
}

type Student = Awaited<ReturnType<typeof readStudentsAndStaff>>[number]['directory'];

function itemOf({ on, notices }: RightsRow, { sourcedId, givenName, familyName, grade, school }: Student) {
  return {
    student: { sourcedId, givenName, familyName, grade, school },
    on: parseDay(on) === undefined ? null : on,
    notices: notices.map((each) => ({ kind: each.kind, ...(each.kind === 'grantEnds' && { basis: each.basis }) })),
  };
}
