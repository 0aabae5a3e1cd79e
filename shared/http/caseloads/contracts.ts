import * as z from 'zod';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { studentRow } from '../students/listContract.ts';
import { domain, tierCounts } from '../tierShapes.ts';

const READERS = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;
const ADMINS = ['districtAdmin', 'schoolAdmin'] as const;

const basis = z.string().min(1).max(40).meta({
  description: '`counselor`, `caseManager`, `mentor`, … as in caseloads.csv; `section` from class enrolments.',
});

const member = z
  .strictObject({
    sourcedId: z.string(),
    givenName: z.string(),
    familyName: z.string(),
    schools: z.array(z.string()),
    active: z.boolean().meta({ description: 'false: the account is disabled. Somebody should take these cases over.' }),
  })
  .meta({ id: 'CaseloadOwner', description: 'A member of staff.' });

const counts = {
  students: z.int(),
  highest: tierCounts.meta({ description: 'Students by the highest tier of any domain that you may see.' }),
  atRisk: z
    .array(z.strictObject({ domain, tier2: z.int(), tier3: z.int() }))
    .meta({ description: 'Students at risk by domain, where there are any and you may see them.' }),
};

const publication = {
  asOf: isoDay.nullable().meta({ description: 'The last day that could count; null before the first assessment.' }),
  runId: z.string().nullable(),
};

const caseload = z
  .strictObject({
    staff: member,
    counts: z.strictObject({ ...counts, openPlans: z.int() }),
    items: z.array(
      z.strictObject({
        student: studentRow,
        bases: z.array(basis).meta({ description: 'What the student is to this person.' }),
      }),
    ),
    plans: z
      .array(
        z.strictObject({ planId: z.string(), studentSourcedId: sourcedId, domain, startDate: isoDay, endDate: isoDay }),
      )
      .meta({
        description: 'Plans they are responsible for that have not ended, the first to end first; on every page.',
      }),
    nextCursor: z.string().optional(),
    ...publication,
  })
  .meta({ id: 'Caseload', description: 'A person’s cases by now, reassignments included.' });

const caseloadQuery = z.strictObject({
  basis: basis.optional().meta({ description: 'Cases on this basis alone. Without it every one but `section`.' }),
  tier: z.enum(['1', '2', '3', 'notAssessed']).optional().meta({ description: 'By the highest tier you may see.' }),
  sort: z.enum(['id', 'name', 'tier']).default('id').meta({ description: '`tier`: the highest first, then by name.' }),
  limit: limit(50),
  cursor,
});

const staff = z.strictObject({ staffId: sourcedId });
const LIST_PROBLEMS = ['cursor.invalid', 'cursor.other_query', 'access.staff_unknown'] as const;

const reading = {
  method: 'GET',
  tag: 'Caseloads',
  roles: READERS,
  purpose: 'studentSupport',
  query: caseloadQuery,
  response: caseload,
  etag: true,
  problems: [...LIST_PROBLEMS, 'caseload.not_found'],
} as const;

export const myCaseloadContract = defineContract({
  ...reading,
  path: '/v1/caseloads/mine',
  operationId: 'getMyCaseload',
  summary: 'Your own cases and the plans you are responsible for',
});

export const caseloadContract = defineContract({
  ...reading,
  path: '/v1/caseloads/{staffId}',
  operationId: 'getCaseload',
  summary: 'Another person’s cases',
  description:
    'District administrators see everybody’s, school administrators the cases at their schools of people at their schools, everybody ' +
    'their own. The ETag names the cases and plans that you see; a reassignment needs it.',
  params: staff,
});

export const listCaseloadsContract = defineContract({
  method: 'GET',
  path: '/v1/caseloads',
  operationId: 'listCaseloads',
  tag: 'Caseloads',
  summary: 'Who has how many students at risk',
  description:
    'Members of staff with cases in your reach, counted by tier: school administrators see and count the students of their schools. Tiers ' +
    'are those of the last published run; reassignments since are counted in. Who is no administrator finds themselves.',
  roles: READERS,
  purpose: 'studentSupport',
  query: z.strictObject({
    school: sourcedId.optional().meta({ description: 'Count students of this school alone.' }),
    sort: z
      .enum(['name', 'students', 'tier3'])
      .default('name')
      .meta({ description: '`students`, `tier3`: the most first.' }),
    limit: limit(50),
    cursor,
  }),
  response: z
    .strictObject({
      items: z.array(z.strictObject({ staff: member, ...counts }).meta({ id: 'CaseloadSummary' })),
      nextCursor: z.string().optional(),
      ...publication,
    })
    .meta({ id: 'CaseloadSummaryPage' }),
  problems: [...LIST_PROBLEMS],
});

const reassignment = {
  reassignmentId: z.string(),
  fromSourcedId: z.string(),
  toSourcedId: z.string(),
  reason: z.string(),
  students: z.int().meta({ description: 'How many cases moved.' }),
  plans: z.int().meta({ description: 'How many plans moved, with their open tasks.' }),
  createdBySourcedId: z.string(),
  createdAt: instant,
};
const reassignmentShape = z
  .strictObject(reassignment)
  .meta({ id: 'Reassignment', description: 'That one person’s cases became another’s.' });

export const reassignContract = defineContract({
  method: 'POST',
  path: '/v1/caseloads/{staffId}/reassignments',
  operationId: 'reassignCaseload',
  tag: 'Caseloads',
  summary: 'Give a person’s cases to somebody else',
  description:
    'Everything in one call: cases on every basis but sections, the plans they are responsible for, open tasks and reminders not yet sent. ' +
    'It acts at once and stays as long as the SIS names the former person, or nobody; once the SIS names somebody else, the SIS decides. ' +
    'School administrators reassign the cases at their schools between people at their schools. If-Match is the ETag of ' +
    'GET /v1/caseloads/{staffId}.',
  roles: ADMINS,
  params: staff,
  body: z
    .strictObject({
      toStaffSourcedId: sourcedId,
      reason: z.string().trim().min(1).max(500),
      studentSourcedIds: z
        .array(sourcedId)
        .min(1)
        .max(5000)
        .optional()
        .meta({ description: 'The students whose cases and plans move; all of them without it.' }),
    })
    .meta({ id: 'ReassignmentRequest' }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  response: reassignmentShape,
  status: 201,
  problems: [
    'caseload.not_found',
    'reassignment.receiver',
    'reassignment.student_unknown',
    'reassignment.nothing',
    'reassignment.too_many',
    'precondition.missing',
    'precondition.failed',
    'access.staff_unknown',
  ],
});

export const listReassignmentsContract = defineContract({
  method: 'GET',
  path: '/v1/caseloads/{staffId}/reassignments',
  operationId: 'listReassignments',
  tag: 'Caseloads',
  summary: 'What was reassigned from and to a person, the newest first',
  description: 'Also of people who have left. A page may come up short while nextCursor is there.',
  roles: READERS,
  params: staff,
  query: z.strictObject({ limit: limit(20), cursor }),
  response: page(reassignmentShape),
  problems: [...LIST_PROBLEMS, 'caseload.not_found'],
});

export const getReassignmentContract = defineContract({
  method: 'GET',
  path: '/v1/caseloads/{staffId}/reassignments/{reassignmentId}',
  operationId: 'getReassignment',
  tag: 'Caseloads',
  summary: 'Which students a reassignment moved, and on which basis',
  description: 'School administrators see those at their schools today.',
  roles: ADMINS,
  purpose: 'schoolAdministration',
  params: z.strictObject({ staffId: sourcedId, reassignmentId: z.string().regex(/^[0-9a-f]{32}$/) }),
  query: z.strictObject({ limit: limit(50), cursor }),
  response: z
    .strictObject({
      ...reassignment,
      items: z.array(z.strictObject({ studentSourcedId: z.string(), bases: z.array(basis) })),
      nextCursor: z.string().optional(),
    })
    .meta({ id: 'ReassignmentDetail' }),
  problems: [...LIST_PROBLEMS, 'reassignment.not_found'],
});

export const caseloadContracts = [
  listCaseloadsContract,
  myCaseloadContract,
  caseloadContract,
  reassignContract,
  listReassignmentsContract,
  getReassignmentContract,
] as const;
