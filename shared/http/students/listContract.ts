import * as z from 'zod';
import { TRENDS } from '../../domain/tiers/trend.ts';
import { cursor, flag, isoDay, limit, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { assessedTier, domain, tierSummary } from '../tierShapes.ts';

export const READERS = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;

/** Which publication an answer shows. */
export const publication = {
  asOf: isoDay.nullable().meta({ description: 'The last day that could count; null before the first assessment.' }),
  runId: z.string().nullable().meta({ description: 'The run that decided; null before the first assessment.' }),
};

export const trend = z.enum(TRENDS).meta({
  id: 'Trend',
  description:
    'Where a domain is heading whatever its tier is, from the signs its rules find; absent where they look for none.',
});

/** Who a student is, and what of it is of the classes the caller sees. */
export const studentFields = {
  sourcedId: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  grade: z.string().meta({ description: 'CEDS grade level, `09`; empty when unknown.' }),
  school: z.string().meta({ description: 'sourcedId of the school that lists the student; empty when not enrolled.' }),
  schools: z.array(z.string()).meta({ description: 'Schools with an enrolment that is open.' }),
  exited: z.boolean(),
  flags: z.partialRecord(domain, z.array(z.string())).meta({
    description: 'Remarks that are not tiers, by domain: watch, stale, override, …; domains without any are absent.',
  }),
  trends: z.partialRecord(domain, trend),
};

export const studentRow = z
  .strictObject({
    ...studentFields,
    tiers: z.partialRecord(domain, assessedTier),
    summary: tierSummary,
    programs: z.array(z.string()).meta({
      description: 'Types of the programs the student takes part in, of the classes you see: IEP, 504, EL, CTE, …',
    }),
  })
  .meta({ id: 'StudentRow', description: 'A student as lists show them.' });

export const listStudentsContract = defineContract({
  method: 'GET',
  path: '/v1/students',
  operationId: 'listStudents',
  tag: 'Students',
  summary: 'Students you may see',
  description:
    'Filters narrow the list; students outside your scope are left out and not counted, and a filter by what you do not see of ' +
    'a student does not find them. Sorted by id within each school, one school after the other; with `q` by name. A page ' +
    'may come up short while nextCursor is there.',
  roles: READERS,
  purpose: 'studentSupport',
  query: z.strictObject({
    q: z
      .string()
      .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'write 1 to 200 characters')
      .optional()
      .meta({
        description:
          'The beginning of a family name, a given name, both (`Garcia, Ana` or `Ana Garcia`) or a sourcedId; case, accents and hyphens do not matter.',
      }),
    school: sourcedId.optional(),
    grade: z.string().min(1).max(20).optional(),
    program: z.string().min(1).max(50).optional().meta({ description: 'A type of programs.csv: IEP, 504, EL, CTE, …' }),
    tier: z.enum(['1', '2', '3', 'notAssessed']).optional(),
    trend: trend.optional(),
    domain: domain.optional().meta({ description: 'The domain that `tier` and `trend` speak of; any one without.' }),
    caseload: sourcedId.optional().meta({
      description:
        '`mine`, or the sourcedId of a member of staff. Somebody else’s is listed for administrators, as far as they see its students; for others it is empty.',
    }),
    exited: flag.default(false).meta({ description: 'true: leavers instead of those enrolled.' }),
    sort: z.enum(['id', 'name']).optional().meta({
      description: '`name` with `q`, `id` without, unless said: family name, then given name, without accents.',
    }),
    limit: limit(50),
    cursor,
  }),
  response: z
    .strictObject({ items: z.array(studentRow), nextCursor: z.string().optional(), ...publication })
    .meta({ id: 'StudentPage' }),
  problems: ['cursor.invalid', 'cursor.other_query', 'students.sort_by_name', 'access.staff_unknown'],
});
