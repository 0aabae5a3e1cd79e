import { CASELOAD_PROBLEMS } from './caseloads/problems.ts';
import { CONFIGURATION_PROBLEMS } from './configuration/problems.ts';
import { INTERVENTION_PROBLEMS } from './interventions/problems.ts';
import { OPERATION_PROBLEMS } from './operations/problems.ts';
import { PORTAL_PROBLEMS } from './portal/problems.ts';
import { PURGE_PROBLEMS } from './purges/problems.ts';
import { FAMILY_ACCESS_PROBLEMS } from './records/familyAccessProblems.ts';
import { RECORD_PROBLEMS } from './records/problems.ts';
import { STUDENT_PROBLEMS } from './students/problems.ts';
import { YEAR_END_PROBLEMS } from './yearEnds/problems.ts';

/**
 * Every problem the API answers with (RFC 9457), in one place: status, title, what to do about it. Codes are stable;
 * `type` is `urn:waymark:problem:<code>`.
 */
export const PROBLEMS = {
  'request.invalid': {
    status: 400,
    title: 'The request does not fit its contract',
    advice: 'Correct the fields listed under errors; the contract is at /v1/openapi.json.',
  },
  'request.not_json': {
    status: 400,
    title: 'The body is not JSON',
    advice: 'Send one JSON value in UTF-8.',
  },
  'request.too_large': {
    status: 413,
    title: 'The body is too large',
    advice: 'Send at most 256 KiB; split what is larger.',
  },
  'request.media_type': {
    status: 415,
    title: 'The body is not application/json',
    advice: 'Send the body as JSON with Content-Type: application/json.',
  },
  'cursor.invalid': {
    status: 400,
    title: 'The cursor cannot be read',
    advice: 'Pass nextCursor of the page before as it was, or leave cursor out to start over.',
  },
  'cursor.other_query': {
    status: 400,
    title: 'The cursor belongs to another query',
    advice: 'Keep filters and sort while paging, or leave cursor out to start over.',
  },
  'auth.missing': {
    status: 401,
    title: 'Nobody is signed in',
    advice: 'Send a token of the district’s identity provider as Authorization: Bearer.',
  },
  'access.role': {
    status: 403,
    title: 'Your role does not allow this',
    advice: 'Ask the district for a role that does; docs/api.md lists the roles of each route.',
  },
  'access.staff_unknown': {
    status: 403,
    title: 'The token does not say who you are in rostering',
    advice: 'The identity provider has to put the sourcedId of users.csv into the claim that the tenant file names.',
  },
  'rate.limited': {
    status: 429,
    title: 'You have asked for more in this minute than one caller may',
    advice: 'Wait for the seconds in Retry-After; ask for larger pages, or less often, if it keeps happening.',
  },
  'route.not_found': {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'Compare method and path with /v1/openapi.json.',
  },
  ...CASELOAD_PROBLEMS,
  ...CONFIGURATION_PROBLEMS,
  ...INTERVENTION_PROBLEMS,
  ...PURGE_PROBLEMS,
  ...RECORD_PROBLEMS,
  ...FAMILY_ACCESS_PROBLEMS,
  ...PORTAL_PROBLEMS,
  'precondition.missing': {
    status: 428,
    title: 'The request has to say which version it changes',
    advice: 'Send If-Match with the ETag of your last read.',
  },
  'precondition.failed': {
    status: 412,
    title: 'Somebody changed it since you read it',
    advice: 'Read it again, apply your change to what is there now, and send its new ETag as If-Match.',
  },
  'impersonation.not_allowed': {
    status: 403,
    title: 'Nobody may look in another’s place here',
    advice: 'Only a district administrator known to rostering may, and only where students are shown.',
  },
  'impersonation.read_only': {
    status: 403,
    title: 'Nothing is changed in another’s place',
    advice: 'Leave Waymark-Act-As out to act as yourself.',
  },
  'impersonation.staff_unknown': {
    status: 404,
    title: 'Rostering knows no such member of staff',
    advice: 'Send the sourcedId of users.csv as Waymark-Act-As.',
  },
  'record.unavailable': {
    status: 503,
    title: 'It could not be put on record who is shown what',
    advice: 'Nothing was changed or shown; try again after the seconds in Retry-After.',
  },
  'idempotency.key': {
    status: 400,
    title: 'The Idempotency-Key is missing or cannot be used',
    advice: 'Send Idempotency-Key with 1 to 255 visible ASCII characters, new for each thing you want done once.',
  },
  'service.busy': {
    status: 503,
    title: 'The service is busy',
    advice: 'Try again after the seconds in Retry-After.',
  },
  'service.timeout': {
    status: 503,
    title: 'The answer took too long',
    advice: 'Try again, with a narrower filter or a smaller limit if it keeps happening.',
  },
  'internal.contract': {
    status: 500,
    title: 'The answer did not fit its contract and was not sent',
    advice: 'Report the request id to whoever runs the service.',
  },
  'internal.unexpected': {
    status: 500,
    title: 'Something went wrong here',
    advice: 'Try again; report the request id to whoever runs the service if it keeps happening.',
  },
  ...OPERATION_PROBLEMS,
  ...YEAR_END_PROBLEMS,
  ...STUDENT_PROBLEMS,
} as const satisfies Record<string, ProblemDefinition>;

export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
  /** What the caller can do about it. */
  readonly advice: string;
}

export type ProblemCode = keyof typeof PROBLEMS;

/** What is wrong with one field: a parameter by name, or a place in the body by JSON pointer. */
export interface FieldError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly message: string;
}

export interface ProblemExtras {
  /** Replaces the registry's advice where there is more to say. Never a name, an id or a value of the record. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** Thrown anywhere behind a route; becomes the answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.extras = extras;
  }
}

/** The body of a problem answer, `application/problem+json`. */
export function problemBody(problem: Problem, requestId: string) {
  const { status, title, advice } = PROBLEMS[problem.code];
  return {
    type: `urn:waymark:problem:${problem.code}`,
    code: problem.code,
    title,
    status,
    detail: problem.extras.detail ?? advice,
    requestId,
    ...(problem.extras.errors && { errors: problem.extras.errors }),
  };
}
