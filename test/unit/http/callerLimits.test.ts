import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { callerOf } from '../../../shared/http/caller.ts';
import { type CallerLimits, limitCallers } from '../../../shared/http/callerLimits.ts';
import { Problem } from '../../../shared/http/problems.ts';
import { flushMetrics } from '../../../shared/runtime/metrics.ts';
import type { Requests } from '../../../shared/store/callerLimits.ts';

const settings = { reads: 100, writes: 20, exports: 10 };
const now = new Date('2026-10-05T12:00:15.500Z');
const read = { method: 'GET', path: '/v1/students' } as const;
const write = { method: 'POST', path: '/v1/plans' } as const;
const exported = { method: 'GET', path: '/v1/students/{id}/export' } as const;
const callerNamed = (sub: string) => {
  const caller = callerOf({ sub }, { subjectClaim: 'sub', rolesClaim: 'roles' });
  if (!caller) throw new Error('no caller');
  return caller;
};
const ann = callerNamed('ann');

/** The table's counter, and how often it was asked. */
function commonCounter() {
  const counts = new Map<string, number>();
  const calls: Requests[] = [];
  const add = async (requests: Requests) => {
    calls.push(requests);
    const key = JSON.stringify([requests.subject, requests.kind, requests.minute]);
    const sum = (counts.get(key) ?? 0) + requests.count;
    counts.set(key, sum);
    return sum;
  };
  return { add, calls };
}

/** How many of so many requests are let through, one after the other. */
async function letThrough(
  limits: CallerLimits,
  requests: number,
  caller = ann,
  route: typeof read | typeof write | typeof exported = read,
  at = now,
) {
  let through = 0;
  for (let i = 0; i < requests; i += 1) {
    const problem = await limits(caller, route, settings, at).catch((error: unknown) => error);
    if (problem === undefined) through += 1;
    else if (!(problem instanceof Problem && problem.code === 'rate.limited')) throw problem;
  }
  return through;
}

describe('a caller', () => {
  test('gets a limit’s worth of requests in a minute and no more, each kind by itself', async () => {
    const limits = limitCallers(commonCounter().add);
    expect(await letThrough(limits, 150)).toBe(100);
    expect(await letThrough(limits, 50, ann, write)).toBe(20);
    expect(await letThrough(limits, 50, ann, exported)).toBe(10);
    expect(await letThrough(limits, 5)).toBe(0);
  });

  test('is told when the next minute begins, and gets a limit’s worth again then', async () => {
    const limits = limitCallers(commonCounter().add);
    await letThrough(limits, 100);
    const refusal = await limits(ann, read, settings, now).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rate.limited', extras: { retryAfterSeconds: 45 } });
    expect(await letThrough(limits, 150, ann, read, new Date('2026-10-05T12:01:00.000Z'))).toBe(100);
  });

  test('is not held to what others ask for', async () => {
    const limits = limitCallers(commonCounter().add);
    await letThrough(limits, 150);
    expect(await letThrough(limits, 10, callerNamed('ben'))).toBe(10);
  });

  test('who asks for little costs no request to the table', async () => {
    const { add, calls } = commonCounter();
    await letThrough(limitCallers(add), 9);
    expect(calls).toEqual([]);
    await letThrough(limitCallers(add), 100);
    expect(calls.map((call) => call.count)).toEqual(Array.from({ length: 10 }, () => 10));
  });
});

describe('function instances', () => {
  test('count together: whatever the turns, one caller gets a limit’s worth and at most a tenth more for each instance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 150, maxLength: 400 }), async (turns) => {
        const { add } = commonCounter();
        const instances = Array.from({ length: 4 }, () => limitCallers(add));
        let through = 0;
        for (const turn of turns) through += await letThrough(instances[turn]!, 1);
        expect(through).toBeGreaterThanOrEqual(Math.min(settings.reads, turns.length) - 4 * 10);
        expect(through).toBeLessThanOrEqual(settings.reads + 4 * 10);
      }),
      { numRuns: 50 },
    );
  });

  test('let requests through by their own count while the common one cannot be reached, and say so', async () => {
    const written: string[] = [];
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const limits = limitCallers(() => Promise.reject(new Error('unreachable')));
    const through = await letThrough(limits, 150);
    flushMetrics();
    stdout.mockRestore();
    expect(through).toBe(100);
    expect(written.join('\n')).toContain('CallerLimitsUnreachable');
  });
});
