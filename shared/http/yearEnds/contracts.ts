import * as z from 'zod';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';

const MAX_DECISIONS = 40;
const credits = z.string().regex(/^\d+(\.\d+)?$/);
const yearOf = z.int().min(1900).max(2199).meta({ description: 'The calendar year in which the school year ends.' });
const yearParameter = z
  .string()
  .regex(/^(19|2[01])\d{2}$/, 'write the year in which the school year ends, such as 2027')
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 1900, maximum: 2199 } });

const status = z.enum(['requirementsMet', 'requirementsNotMet', 'needsReview']).meta({
  id: 'GraduationStatus',
  description: 'requirementsMet and requirementsNotMet are clear from verified credits; needsReview asks a person.',
});
const exceptionCode = z
  .enum(['noTranscript', 'unknownPlan', 'inProgressPending', 'creditsWithoutArea', 'undecided'])
  .meta({
    id: 'GraduationExceptionCode',
    description:
      'noTranscript: no row has come. unknownPlan: the enrolment names a plan that the tenant file lacks. inProgressPending: the plan would be met if running courses were passed. creditsWithoutArea: credits without subject and category might fill what is missing. undecided: there were too many ways to place the courses.',
  });
const outcome = z.enum(['graduate', 'doNotGraduate']).meta({ id: 'GraduationOutcome' });

export const graduationDecision = z
  .strictObject({ outcome, reason: z.string(), by: z.string(), at: instant })
  .meta({ id: 'GraduationDecision', description: 'What a person decided; `by` is their sourcedId.' });

export const yearEnd = z
  .strictObject({
    schoolYear: yearOf,
    status: z.enum(['closing', 'auditing', 'inReview', 'sealing', 'sealed', 'failed']),
    attempt: z.int().meta({ description: 'One more each time the year is closed anew before sign-off.' }),
    requestedAt: instant,
    edition: z.int().optional().meta({ description: 'The frozen edition of the data.' }),
    configurationVersion: z.string().optional(),
    closingDay: isoDay.optional().meta({ description: 'Enrolment on this day decides who is in the class.' }),
    students: z.int().optional(),
    counts: z.record(status, z.int()).optional().meta({ description: 'Students by status, before decisions.' }),
    openExceptions: z.int().optional().meta({ description: 'Exceptions nobody has decided.' }),
    signOff: z.strictObject({ by: z.string(), at: instant }).optional(),
    sealedAt: instant.optional(),
    archive: z
      .strictObject({ records: z.int(), sha256: z.string().meta({ description: 'Of the manifest in the archive.' }) })
      .optional(),
    failure: z.strictObject({ during: z.enum(['closing', 'sealing']), error: z.string() }).optional(),
  })
  .meta({ id: 'YearEnd', description: 'The closing of one school year.' });

const yearEndException = z
  .strictObject({
    studentSourcedId: z.string(),
    school: z.string(),
    exceptions: z.array(exceptionCode),
    open: z.boolean(),
    outcome: outcome.optional().meta({ description: 'As decided.' }),
  })
  .meta({ id: 'YearEndException', description: 'A student whom a person has to decide about.' });

const creditLine = {
  required: credits,
  earned: credits.meta({ description: 'Verified; may be more than required.' }),
  inProgress: credits.meta({ description: 'Of running courses; not part of earned.' }),
  remaining: credits.meta({ description: 'What verified credits still miss.' }),
};
const course = {
  schoolYear: z.int(),
  term: z.string(),
  courseCode: z.string(),
  courseTitle: z.string().optional(),
  credits,
  externalSchoolName: z.string().optional(),
  row: z.strictObject({ drop: z.string(), file: z.string(), line: z.int() }),
};
const creditCourse = z.strictObject(course).meta({ id: 'CreditCourse' });

export const graduation = z
  .strictObject({
    schoolYear: yearOf,
    yearEndStatus: yearEnd.shape.status,
    edition: z.int(),
    configurationVersion: z.string(),
    school: z.string(),
    plan: z.strictObject({ id: z.string(), title: z.string().optional() }),
    status,
    exceptions: z.array(exceptionCode),
    outcome: outcome.nullable().meta({ description: 'null while an exception waits for a decision.' }),
    total: z.strictObject(creditLine).optional().meta({ description: 'Absent when the plan is not known.' }),
    areas: z.array(
      z.strictObject({
        code: z.string(),
        title: z.string(),
        ...creditLine,
        courses: z.array(creditCourse),
        coursesInProgress: z.array(creditCourse),
      }),
    ),
    outsideAreas: z.array(creditCourse).meta({ description: 'Counted, part of the total, needed by no area.' }),
    notCounted: z.array(z.strictObject({ ...course, reason: z.string() })),
    decision: graduationDecision.optional(),
    formerDecisions: z.array(graduationDecision),
  })
  .meta({ id: 'Graduation', description: 'Credits by area against the requirement plan, as one year end found them.' });

const decision = z.strictObject({
  studentSourcedId: sourcedId,
  decision: outcome,
  reason: z.string().trim().min(3).max(2000),
});

export const decisionsBody = z
  .strictObject({
    decisions: z
      .array(decision)
      .min(1)
      .max(MAX_DECISIONS)
      .refine((all) => new Set(all.map((each) => each.studentSourcedId)).size === all.length, 'name a student once')
      .optional(),
    signOff: z.literal(true).optional(),
  })
  .refine((body) => body.decisions !== undefined || body.signOff, 'send decisions, or signOff, or both')
  .meta({ id: 'YearEndDecisions', description: 'Decisions about students, the sign-off of the whole year, or both.' });

const READERS = ['districtAdmin', 'schoolAdmin', 'dataManager'] as const;

export const startYearEndContract = defineContract({
  method: 'POST',
  idempotencyKey: 'required',
  path: '/v1/year-ends',
  operationId: 'startYearEnd',
  tag: 'Year ends',
  summary: 'Close a school year',
  description:
    'Freezes the current data and audits every grade 12 student. Until it is signed off a year can be closed anew; decisions stand where the result stays the same.',
  roles: ['districtAdmin'],
  purpose: 'graduationReview',
  body: z.strictObject({ schoolYear: yearOf }).meta({ id: 'YearEndRequest' }),
  response: yearEnd,
  status: 202,
  problems: ['year_end.not_begun', 'year_end.running', 'year_end.signed_off'],
});

export const getYearEndContract = defineContract({
  method: 'GET',
  path: '/v1/year-ends/{year}',
  operationId: 'getYearEnd',
  tag: 'Year ends',
  summary: 'Read how far a year’s closing is, and its exceptions',
  description: 'School administrators see exceptions of their schools, data managers none.',
  roles: READERS,
  purpose: 'graduationReview',
  params: z.strictObject({ year: yearParameter }),
  query: z.strictObject({ exceptions: z.enum(['all', 'open']).default('all'), limit: limit(50), cursor }),
  response: z.strictObject({ ...yearEnd.shape, exceptions: page(yearEndException) }).meta({ id: 'YearEndReview' }),
  problems: ['year_end.not_found', 'cursor.invalid', 'cursor.other_query', 'access.staff_unknown'],
});

export const decideYearEndContract = defineContract({
  method: 'POST',
  idempotencyKey: 'required',
  path: '/v1/year-ends/{year}/decisions',
  operationId: 'decideYearEnd',
  tag: 'Year ends',
  summary: 'Decide exceptions, sign the year off',
  description:
    'All decisions of a request are recorded, or none. District administrators sign off, and may decide against a clear result; school administrators decide exceptions of their schools. Signing off seals the records.',
  roles: ['districtAdmin', 'schoolAdmin'],
  purpose: 'graduationReview',
  params: z.strictObject({ year: yearParameter }),
  body: decisionsBody,
  response: yearEnd,
  problems: [
    'year_end.not_found',
    'year_end.not_in_review',
    'year_end.open_exceptions',
    'year_end.student_unknown',
    'year_end.overrule',
    'year_end.signed_off',
    'access.staff_unknown',
  ],
});

export const getGraduationContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}/graduation',
  operationId: 'getGraduation',
  tag: 'Year ends',
  summary: 'Read a student’s credits against the requirement plan, year end by year end',
  roles: ['districtAdmin', 'schoolAdmin', 'counselor'],
  purpose: 'graduationReview',
  params: z.strictObject({ id: sourcedId }),
  response: z.strictObject({ studentSourcedId: z.string(), years: z.array(graduation) }).meta({ id: 'Graduations' }),
  problems: ['student.not_found', 'access.staff_unknown'],
});

export const yearEndContracts = [
  startYearEndContract,
  getYearEndContract,
  decideYearEndContract,
  getGraduationContract,
];
