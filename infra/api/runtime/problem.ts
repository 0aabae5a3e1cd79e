/** What is wrong with one field. */
export interface FieldError {
  /** Name of a parameter. */
  readonly parameter?: string;
  /** JSON pointer into the body. */
  readonly pointer?: string;
  readonly code: string;
  readonly message: string;
}

/** Answers of the gateway in front of the service: it knows no codes of its own. */
export type GatewayCode =
  | 'gateway.unauthorized'
  | 'gateway.too_many_requests'
  | 'gateway.unavailable'
  | 'gateway.unknown';

const GATEWAY: Readonly<Record<number, GatewayCode>> = {
  401: 'gateway.unauthorized',
  429: 'gateway.too_many_requests',
  503: 'gateway.unavailable',
};

/** A request that was refused or failed (RFC 9457). Branch on `code`: it is stable. */
export class WaymarkProblem<Code extends string = string> extends Error {
  override readonly name = 'WaymarkProblem';
  /** As the API calls its operation. */
  readonly operationId: string;
  readonly code: Code;
  readonly status: number;
  readonly title: string;
  /** What to do about it. */
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(operationId: string, problem: ProblemFields<Code>) {
    super(`${operationId}: ${problem.code} (${problem.status}): ${problem.title}`);
    this.operationId = operationId;
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

export interface ProblemFields<Code extends string = string> {
  readonly code: Code;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Reads a response that is no success. */
export async function problemOf(operationId: string, response: Response): Promise<WaymarkProblem> {
  const text = await response.text();
  const retryAfterSeconds = retryAfterOf(response);
  const requestId = response.headers.get('x-request-id') ?? undefined;
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const fields = parsed(text);
    if (fields) return new WaymarkProblem(operationId, { ...fields, requestId, retryAfterSeconds });
  }
  return new WaymarkProblem(operationId, {
    code: GATEWAY[response.status] ?? 'gateway.unknown',
    status: response.status,
    title: response.statusText || 'The gateway answered instead of the service',
    detail: 'The service itself was not asked, or did not answer.',
    requestId,
    retryAfterSeconds,
  });
}

function parsed(text: string): ProblemFields | undefined {
  try {
    return JSON.parse(text) as ProblemFields;
  } catch {
    return undefined;
  }
}

/** Seconds, or the day and time of RFC 9110 10.2.3. */
function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('retry-after');
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
