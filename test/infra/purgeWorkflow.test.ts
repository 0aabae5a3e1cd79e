import { describe, expect, test } from 'vitest';
import { fails, run } from './stateMachines.ts';

describe('a purge', () => {
  const purge = { purgeId: 'p1' };
  const answers = {
    OpenPurge: (_: unknown, call: number) => ({ ...purge, outcome: call === 1 ? 'waiting' : 'opened' }),
    PurgeRecords: () => ({ ...purge, kind: 'student', outcome: 'done' }),
    PlanPurge: () => ({ ...purge, batchNumbers: [0, 1] }),
    PurgeObjectsBatch: () => ({}),
    EmptyBuckets: (_: unknown, call: number) => ({ ...purge, outcome: call === 1 ? 'more' : 'done' }),
    CompletePurge: () => purge,
    RecordFailure: () => ({}),
  };

  test('of a student waits for its turn, removes records before objects, and ends with the certificate', async () => {
    const { calls, outcome } = await run('purge', purge, answers);
    expect(outcome).toBe('succeeded');
    expect(calls).toEqual([
      ['OpenPurge', purge],
      ['OpenPurge', purge],
      ['PurgeRecords', purge],
      ['PlanPurge', purge],
      ['PurgeObjectsBatch', { ...purge, batch: 0 }],
      ['PurgeObjectsBatch', { ...purge, batch: 1 }],
      ['CompletePurge', purge],
    ]);
  });

  test('of a district goes on until tables and buckets are empty', async () => {
    const { calls, outcome } = await run('purge', purge, {
      ...answers,
      OpenPurge: () => ({ ...purge, outcome: 'opened' }),
      PurgeRecords: (_, call) => ({ ...purge, kind: 'tenant', outcome: call === 1 ? 'more' : 'done' }),
    });
    expect(outcome).toBe('succeeded');
    expect(calls.map(([state]) => state)).toEqual([
      'OpenPurge',
      'PurgeRecords',
      'PurgeRecords',
      'EmptyBuckets',
      'EmptyBuckets',
      'CompletePurge',
    ]);
  });

  test('that was done before is completed once more and nothing else', async () => {
    const { calls } = await run('purge', purge, {
      ...answers,
      OpenPurge: () => ({ ...purge, outcome: 'finished' }),
    });
    expect(calls.map(([state]) => state)).toEqual(['OpenPurge', 'CompletePurge']);
  });

  test('records the error of whichever step failed', async () => {
    const { calls, outcome } = await run('purge', purge, { ...answers, PurgeObjectsBatch: fails() });
    expect(outcome).not.toBe('succeeded');
    expect(calls.at(-1)).toEqual(['RecordFailure', { ...purge, error: expect.anything() }]);
  });
});
