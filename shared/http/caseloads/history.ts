import * as z from 'zod';
import type { SchoolId, StaffId } from '../../domain/identity.ts';
import { studentId } from '../../domain/identity.ts';
import { readEntries } from '../../store/caseloads.ts';
import { readStaffAccess, schoolsListing } from '../../store/directory.ts';
import { listReassignments, type ReassignmentRecord, readReassignment } from '../../store/reassignments.ts';
import { authorize, reachOf } from '../authorization.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { RequestContext } from '../route.ts';
import { share } from './seeCaseload.ts';

/** A page as it is asked for. */
interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Schools whose people the caller knows of; undefined for the whole district. */
async function schoolsOf({ caller }: RequestContext): Promise<readonly SchoolId[] | undefined> {
  const reach = reachOf(caller, 'student.read');
  if (reach.has('district')) return undefined;
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return reach.has('school') ? ((await readStaffAccess(caller.staffId)).access?.schools ?? []) : [];
}

/** What was reassigned from and to somebody; those who see schools know of what concerned people there. */
export async function reassignmentHistory(context: RequestContext, staff: StaffId, query: PageQuery) {
  const schools = await schoolsOf(context);
  const own = context.caller.staffId === staff;
  if (!own && schools?.length === 0) throw new Problem('caseload.not_found');
  const asked = { ...query, staff };
  const cursors = await cursorsOf(
    'listReassignments',
    context.caller,
    asked,
    z.strictObject({ after: z.int().min(1) }),
  );
  const { records, after } = await listReassignments(staff, query.limit, cursors.start(query.cursor)?.after);
  const seen = records.filter((record) => own || schools === undefined || share(record.schools, schools));
  return {
    items: seen.map(reassignmentView),
    ...(after !== undefined && { nextCursor: cursors.next({ after }) }),
  };
}

/** Whose cases a reassignment moved, page by page; students whom the caller may not see today are left out. */
export async function reassignedCases(context: RequestContext, staff: StaffId, id: string, query: PageQuery) {
  const { caller, tenant, disclosures } = context;
  const schools = await schoolsOf(context);
  const record = await readReassignment(id);
  const concerns = record && (record.from === staff || record.to === staff);
  if (!record || !concerns || !(schools === undefined || share(record.schools, schools))) {
    throw new Problem('reassignment.not_found');
  }
  const cursors = await cursorsOf(
    'getReassignment',
    caller,
    { ...query, staff, id },
    z.strictObject({ after: keyPosition }),
  );
  const start = cursors.start(query.cursor);
  const students = Object.keys(record.cases)
    .sort()
    .filter((student) => start === undefined || student > start.after);
  const page = students.slice(0, query.limit);
  const entries = schools === undefined ? undefined : await readEntries(page.map(studentId));
  const items = page.flatMap((student) => {
    const entry = entries?.get(student);
    const ties = { studentSchools: entry ? schoolsListing(entry) : [], callerSchools: schools ?? [], bases: [] };
    const grant = authorize(caller, 'student.read', ties, tenant.tenant.access);
    if (!grant.granted) return [];
    disclosures.note([studentId(student)], ['directory'], grant.reason);
    return [{ studentSourcedId: student, bases: record.cases[student] ?? [] }];
  });
  const last = page.at(-1);
  return {
    ...reassignmentView(record),
    items,
    ...(last !== undefined && students.length > query.limit && { nextCursor: cursors.next({ after: last }) }),
  };
}

export const reassignmentView = (record: ReassignmentRecord) => ({
  reassignmentId: record.reassignmentId,
  fromSourcedId: record.from,
  toSourcedId: record.to,
  reason: record.reason,
  students: Object.keys(record.cases).length,
  plans: record.plans.length,
  createdBySourcedId: record.createdBy,
  createdAt: record.createdAt,
});
