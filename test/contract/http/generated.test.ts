import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call } from '../../unit/http/request.ts';
import { CLAIMS } from './district.ts';
import { handler, SECRETS, type Seeded, startSeeded } from './generatedDistrict.ts';
import { brokenPromises, OPERATIONS, type Operation } from './generatedDocument.ts';
import { type GeneratedRequest, requestsOf } from './generatedRequests.ts';

/** Requests of each operation, twice as many of those that write: FUZZ_RUNS=1000 FUZZ_SEED=$RANDOM looks further. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 12);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_008);

let seeded: Seeded;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.stop());

/** What operations have answered, and how often. */
const answered = new Map<string, Map<string, number>>();

async function answerTo(operation: Operation, { call: request, seesFirst }: GeneratedRequest): Promise<Answer> {
  const etag = seesFirst ? await etagOf(operation, request.params ?? {}) : undefined;
  const headers = { ...request.headers, ...(etag !== undefined && { 'if-match': etag }) };
  const answer = await call(handler, { ...request, headers });
  const counts = answered.get(operation.operationId) ?? new Map<string, number>();
  const what = answer.status < 400 ? 'success' : String(answer.json?.code);
  answered.set(operation.operationId, counts.set(what, (counts.get(what) ?? 0) + 1));
  return answer;
}

/** The ETag of what an operation changes, read where the document has a read: the same path, or one above it. */
async function etagOf({ path }: Operation, params: Record<string, string>): Promise<string | undefined> {
  const above = path.slice(0, path.lastIndexOf('/'));
  const read = [path, above].find((each) => OPERATIONS.some(({ method, path }) => method === 'GET' && path === each));
  const own = Object.entries(params).filter(([name]) => read?.includes(`{${name}}`));
  const request = { route: `GET ${read}`, claims: CLAIMS.counselor, params: Object.fromEntries(own) };
  const answers = [await call(handler, request), await call(handler, { ...request, claims: CLAIMS.districtAdmin })];
  const etag = answers.find((each) => each.headers['etag'] !== undefined)?.headers['etag'];
  return etag === undefined ? undefined : String(etag);
}

/** What is wrong with an answer to a request, by the document alone. */
function objections(operation: Operation, { meant, fits }: GeneratedRequest, answer: Answer): readonly string[] {
  const { status, json, text, headers } = answer;
  const found = [...brokenPromises(operation, answer)];
  // The engines are up and nobody else asks them anything: a record that cannot be written is our own doing.
  const isBusy = status === 503 && json?.code !== 'record.unavailable' && headers['retry-after'] !== undefined;
  if (status >= 500 && !isBusy) found.push(`a failure of ours: ${status} ${json?.code}`);
  if (status >= 400) found.push(...SECRETS.filter((secret) => text.includes(secret)).map((each) => `tells ${each}`));
  if (meant === 'valid' && !fits) found.push('was to keep the document’s word, and did not');
  if (!fits && status < 400) found.push('was taken against the document’s word');
  if (meant === 'valid') found.push(...unannounced(json));
  return found;
}

/** What fields say of one another, of the day and of the district: a schema has no words for it. */
const BEYOND_SCHEMAS = ['custom', 'alone', 'unknown', 'closed', 'taken', 'refused'];
const UNKNOWN_FIELD = 'is not known here';

/** Refusals of what the document allows. */
function unannounced(json: Answer['json']): readonly string[] {
  if (json?.code === 'request.not_json') return ['was refused as no JSON'];
  if (json?.code !== 'request.invalid') return [];
  const errors: readonly { readonly code: string; readonly message: string }[] = json.errors ?? [];
  return errors
    .filter(({ code, message }) => !BEYOND_SCHEMAS.includes(code) || message === UNKNOWN_FIELD)
    .map((each) => `was refused by ${JSON.stringify(each)}`);
}

/** Asks on where a few requests have not met a caller with what they may see. */
async function untilSuccess(operation: Operation): Promise<void> {
  const more = fc.sample(requestsOf(operation, seeded), { numRuns: 100, seed });
  for (const request of more.filter(({ meant }) => meant === 'valid')) {
    if (answered.get(operation.operationId)?.has('success')) return;
    await answerTo(operation, request);
  }
}

describe('an answer to what the document lets callers send, and to what it does not', () => {
  test.each(OPERATIONS)('keeps the document’s word: $operationId', async (operation) => {
    await fc.assert(
      fc.asyncProperty(requestsOf(operation, seeded), async (request) => {
        const answer = await answerTo(operation, request);
        expect(objections(operation, request, answer), `${answer.status} ${answer.text}`).toEqual([]);
      }),
      { numRuns: operation.method === 'GET' ? runs : 2 * runs, seed },
    );
  });

  test('is a success of every read and of most writes: what is sent means something', async () => {
    for (const operation of OPERATIONS.filter(({ method }) => method === 'GET')) await untilSuccess(operation);
    const never = OPERATIONS.filter(({ operationId }) => !answered.get(operationId)?.has('success'));
    const told = never.map(({ operationId }) => `${operationId}: ${[...(answered.get(operationId) ?? [])].join(' ')}`);
    const writes = OPERATIONS.filter(({ method }) => method !== 'GET');
    expect(never.filter(({ method }) => method === 'GET')).toEqual([]);
    expect(never.length, told.join('\n')).toBeLessThan(writes.length / 3);
  });
});
