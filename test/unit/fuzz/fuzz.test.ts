import { describe, expect, test } from 'vitest';
import { fuzz } from '../../fuzz/session.ts';
import { type FuzzTarget, utf8 } from '../../fuzz/target.ts';
import { TARGETS } from '../../fuzz/targets.ts';

describe('whatever reads bytes from outside', () => {
  test.each(TARGETS.map((target) => [target.name, target] as const))('%s stands any bytes', async (_, target) => {
    const outcome = await fuzz(target, { seed: 20_260_306, goOn: (inputs) => inputs < 150 });
    expect(outcome.finding).toBeUndefined();
    expect(outcome.corpus).toBeGreaterThan(target.seeds.length);
  });
});

describe('a fuzzing session', () => {
  const fragile: FuzzTarget = {
    name: 'fragile',
    seeds: [utf8('a,b\n1,2\n'.repeat(10))],
    run: async (bytes) => {
      if (bytes.includes(0x22) && bytes.includes(0)) throw new Error('a quote and a NUL');
      return `${bytes.includes(0x22)} ${bytes.includes(0)}`;
    },
  };
  const goOn = (inputs: number) => inputs < 20_000;

  test('finds what only a few inputs bring about, and makes the input small', async () => {
    const { finding } = await fuzz(fragile, { seed: 1, goOn });
    expect(finding?.error).toBe('Error: a quote and a NUL');
    expect([...(finding?.input ?? [])].sort()).toEqual([0, 0x22]);
  });

  test('tries the same inputs for the same seed', async () => {
    const inputs = async () => {
      const tried: string[] = [];
      const onInput = (input: Uint8Array) => tried.push(Buffer.from(input).toString('hex'));
      await fuzz({ ...fragile, run: async () => '' }, { seed: 5, goOn: (count) => count < 50, onInput });
      return tried;
    };
    expect(await inputs()).toEqual(await inputs());
  });
});
