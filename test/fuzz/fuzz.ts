import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Finding, SessionOutcome } from './session.ts';
import { TARGETS } from './targets.ts';
import type { WorkerOrder } from './worker.ts';

const USAGE = `npm run fuzz -- [--seconds N] [--target NAME] [--seed N] [--out FOLDER]
npm run fuzz -- --target NAME --input FILE
  --seconds  for each target; 60 unless given
  --target   ${TARGETS.map(({ name }) => name).join(', ')}; all unless given
  --seed     the same seed tries the same inputs; the time of day unless given
  --out      where failing inputs are written; .fuzz unless given
  --input    try one input again`;

/** An input may take this long before it counts as one that never ends. */
const PATIENCE_MS = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      target: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      out: { type: 'string', default: '.fuzz' },
      input: { type: 'string' },
    },
  });
  const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
  if (targets.length === 0) throw new Error(USAGE);
  if (values.input !== undefined) {
    for (const target of targets) console.log(`${target.name}: ${await target.run(readFileSync(values.input))}`);
    return;
  }
  for (const { name } of targets) {
    const outcome = await runInWorker(name, Number(values.seed), Number(values.seconds));
    console.log(`${name}: ${outcome.inputs} inputs, ${outcome.corpus} kept, seed ${values.seed}`);
    if (!outcome.finding) continue;
    console.log(`  ${outcome.finding.error}\n  ${keep(values.out, name, outcome.finding)}`);
    process.exitCode = 1;
  }
}

function keep(folder: string, target: string, { input }: Finding): string {
  const path = join(folder, `${target}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, input);
  return path;
}

/** A session in a thread of its own, which is ended when one input takes too long. */
function runInWorker(target: string, seed: number, seconds: number): Promise<SessionOutcome> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const input = new Uint8Array(new SharedArrayBuffer(1 << 16));
  const workerData: WorkerOrder = { target, seed, seconds, progress, input };
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData });
  let before = -1;
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => {
      const at = Atomics.load(progress, 0);
      if (at !== before || at === 0) {
        before = at;
        return;
      }
      const stuck = input.slice(0, Atomics.load(progress, 1));
      resolve({ inputs: at, corpus: 0, finding: { input: stuck, error: 'it never ended' } });
      void worker.terminate();
    }, PATIENCE_MS);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => clearInterval(watch));
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
