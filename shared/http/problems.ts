import { CONFIGURATION_PROBLEMS } from './configuration/problems.ts';
import { INTERVENTION_PROBLEMS } from './interventions/problems.ts';

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
  'route.not_found': {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'Compare method and path with /v1/openapi.json.',
  },
  'student.not_found': {
    status: 404,
    title: 'No such student among those you may see',
    advice: 'Check the sourcedId; students outside your schools, caseload and sections are not shown.',
  },
  'tiers.not_yet': {
    status: 404,
    title: 'No tiers of this student were published as of that day',
    advice: 'Ask for a later day; GET /v1/runs lists what was published when.',
  },
  'students.sort_by_name': {
    status: 400,
    title: 'Only the list of one school or of a caseload is sorted by name',
    advice: 'Name one school, ask for caseload=mine, or sort by id.',
  },
  'drop.not_found': {
    status: 404,
    title: 'No such drop',
    advice: 'GET /v1/drops lists them.',
  },
  'drop.not_read': {
    status: 409,
    title: 'The drop has not been read yet',
    advice: 'Try again when GET /v1/drops/{id} shows that it has finished.',
  },
  'drop.not_held': {
    status: 409,
    title: 'The drop is not held',
    advice: 'Only a held drop is released or discarded; GET /v1/drops/{id} says what became of this one.',
  },
  'drop.unreadable': {
    status: 409,
    title: 'The drop could not be read as it was sent',
    advice: 'There is nothing to release: mend what errors say, send the files again, and discard this drop.',
  },
  'upload.not_found': {
    status: 404,
    title: 'No such upload',
    advice: 'POST /v1/drops begins one.',
  },
  'upload.not_open': {
    status: 409,
    title: 'The upload is not open',
    advice:
      'It became a drop, was given up, or was not completed in a day: GET says which; POST /v1/drops begins another.',
  },
  'upload.parts': {
    status: 422,
    title: 'The parts are not those that have arrived',
    advice: 'Name every part once, with the ETag that its address answered; send again a part that did not arrive.',
  },
  'run.not_found': {
    status: 404,
    title: 'No such run',
    advice: 'GET /v1/runs lists them.',
  },
  'run.not_held': {
    status: 409,
    title: 'The run is not held',
    advice: 'Only a held run is released or discarded; GET /v1/runs/{id} says what became of this one.',
  },
  'run.outdated': {
    status: 409,
    title: 'The run was compared with what is no longer published',
    advice: 'Another run has been published or has begun to be: discard this one, the next starts from what is there.',
  },
  'run.another_active': {
    status: 409,
    title: 'A run is being assessed or published',
    advice: 'Try again when GET /v1/runs shows that it has finished.',
  },
  ...CONFIGURATION_PROBLEMS,
  ...INTERVENTION_PROBLEMS,
  'year_end.not_found': {
    status: 404,
    title: 'This school year has not been closed',
    advice: 'POST /v1/year-ends starts closing it.',
  },
  'year_end.not_begun': {
    status: 422,
    title: 'This school year has not begun',
    advice: 'Name the school year by the calendar year in which it ends.',
  },
  'year_end.running': {
    status: 409,
    title: 'The school year is being closed already',
    advice: 'Read GET /v1/year-ends/{year} until its status is inReview.',
  },
  'year_end.signed_off': {
    status: 409,
    title: 'The school year is signed off',
    advice: 'Sealed records do not change; a correction belongs into the next records of the student.',
  },
  'year_end.not_in_review': {
    status: 409,
    title: 'The school year is not in review',
    advice: 'Decisions and sign-off are taken while GET /v1/year-ends/{year} says inReview.',
  },
  'year_end.open_exceptions': {
    status: 409,
    title: 'There are exceptions that nobody has decided',
    advice: 'Decide each one listed as open by GET /v1/year-ends/{year}, then sign off.',
  },
  'year_end.student_unknown': {
    status: 422,
    title: 'A decision names a student who is not in the class among those you may see',
    advice: 'Nothing was recorded; correct the decisions listed under errors.',
  },
  'year_end.overrule': {
    status: 403,
    title: 'Your role decides exceptions only',
    advice: 'Nothing was recorded; a district administrator decides against a clear result of the audit.',
  },
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
