import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Deathwatch, resolveLocalhost, shiftDate } from './preload.ts';
import type { FunctionError, InstanceData, InstanceMessage, InvokeMessage } from './protocol.ts';

/**
 * One instance of a function: a worker thread that loads the real bundle once and answers one event after the other. The
 * function's code cannot tell it from Lambda.
 */
type Handler = (event: unknown, context: unknown) => unknown;

const { taskRoot, handler, clock, context } = workerData as InstanceData;

shiftDate(clock);
resolveLocalhost();
const deathwatch = new Deathwatch();
const post = (message: InstanceMessage) => parentPort?.postMessage(message);

// Through the port, so that what was logged before an answer is known before it.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, ...more: unknown[]) => {
    post({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
    const done = more.find((each) => typeof each === 'function');
    if (done) done();
    return true;
  };
}

// Bundles are compiled once for all instances and starts.
enableCompileCache();
const [file = '', name = ''] = handler.split('.');
const run = await load().catch((error: unknown) => () => Promise.reject(error));

parentPort?.on('message', async ({ requestId, payload, timeoutMs, fault }: InvokeMessage) => {
  const deadline = performance.now() + timeoutMs;
  const lambdaContext = {
    ...context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(Math.round(deadline - performance.now()), 0),
  };
  deathwatch.arm(fault);
  try {
    const result = await run(JSON.parse(payload), lambdaContext);
    post({ kind: 'result', payload: JSON.stringify(result ?? null) });
  } catch (error) {
    post({ kind: 'error', error: describe(error) });
  }
});
flushCompileCache();
post({ kind: 'ready' });

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(join(taskRoot, `${file}.mjs`)).href)) as Record<string, unknown>;
  const exported = module[name];
  if (typeof exported !== 'function') throw new Error(`${handler} is not a function`);
  return exported as Handler;
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}
