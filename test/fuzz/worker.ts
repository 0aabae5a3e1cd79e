import { parentPort, workerData } from 'node:worker_threads';
import { fuzz } from './session.ts';
import { TARGETS } from './targets.ts';

/** What a worker is told, and where it notes the input it is at, so that one that never ends can be looked at. */
export interface WorkerOrder {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  /** Number of the input, then its length. */
  readonly progress: Int32Array;
  readonly input: Uint8Array;
}

const { target: name, seed, seconds, progress, input: shown } = workerData as WorkerOrder;
const target = TARGETS.find((each) => each.name === name);
if (!target) throw new Error(`there is no target ${name}`);
const end = performance.now() + seconds * 1000;

const outcome = await fuzz(target, {
  seed,
  goOn: () => performance.now() < end,
  onInput: (input) => {
    shown.set(input.subarray(0, shown.length));
    Atomics.store(progress, 1, Math.min(input.length, shown.length));
    Atomics.add(progress, 0, 1);
  },
});
parentPort?.postMessage(outcome);
