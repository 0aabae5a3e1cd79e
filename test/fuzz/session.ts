import { seededRandom } from '../../infra/local/district/random.ts';
import { mutated } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

/** An input that something is wrong with. */
export interface Finding {
  readonly input: Uint8Array;
  readonly error: string;
}

export interface SessionOptions {
  readonly seed: number;
  /** Asked before each input; false ends the session. */
  readonly goOn: (inputs: number) => boolean;
  /** Told of each input before it is tried. */
  readonly onInput?: (input: Uint8Array) => void;
}

export interface SessionOutcome {
  readonly inputs: number;
  /** Inputs worth keeping: each did something that none before it did. */
  readonly corpus: number;
  readonly finding?: Finding;
}

/** Inputs that are kept at most; more would dilute the others. */
const MOST_KEPT = 4000;

/** Tries inputs near those that are known, and keeps what behaves in a new way, until something is wrong. */
export async function fuzz(target: FuzzTarget, { seed, goOn, onInput }: SessionOptions): Promise<SessionOutcome> {
  const random = seededRandom(seed);
  const corpus: Uint8Array[] = [];
  const seen = new Set<string>();
  const pick = () => corpus[random.between(0, corpus.length - 1)] ?? new Uint8Array();
  for (let inputs = 0; ; inputs += 1) {
    if (!goOn(inputs)) return { inputs, corpus: corpus.length };
    const input = target.seeds[inputs] ?? mutated(pick(), pick(), random);
    onInput?.(input);
    const outcome = await attempt(target, input);
    if ('error' in outcome) {
      return { inputs, corpus: corpus.length, finding: await smallest(target, { input, error: outcome.error }) };
    }
    const isNew = !seen.has(outcome.behaviour);
    seen.add(outcome.behaviour);
    if ((isNew && corpus.length < MOST_KEPT) || inputs < target.seeds.length) corpus.push(input);
  }
}

async function attempt(target: FuzzTarget, input: Uint8Array) {
  try {
    return { behaviour: await target.run(input) };
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** Takes pieces away as long as the same is wrong. */
async function smallest(target: FuzzTarget, finding: Finding): Promise<Finding> {
  let { input } = finding;
  for (let size = input.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < input.length; ) {
      const shorter = new Uint8Array(Buffer.concat([input.subarray(0, at), input.subarray(at + size)]));
      const outcome = await attempt(target, shorter);
      if ('error' in outcome && outcome.error === finding.error) input = shorter;
      else at += size;
    }
  }
  return { ...finding, input };
}
