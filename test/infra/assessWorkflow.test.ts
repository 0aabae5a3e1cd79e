import { describe, expect, test } from 'vitest';
import { fails, run } from './stateMachines.ts';

describe('assess', () => {
  const scheduled = { scheduledAt: '2027-01-15T09:30:00Z' };
  const run1 = { runId: '2027-01-15.1' };
  const answers = {
    OpenRun: () => ({ ...run1, outcome: 'opened', shards: [0, 1] }),
    AssessDistrictShard: () => ({}),
    CompleteAssessment: () => ({ ...run1, batchNumbers: [0, 1] }),
    GuardRun: () => ({ ...run1, outcome: 'pass' }),
    RecordStudents: () => ({}),
    PublishChangesBatch: () => ({}),
    CompletePublish: () => run1,
    AnnounceChangesBatch: () => ({}),
    SummarizeRun: () => run1,
    RecordUnopenedRun: () => ({}),
    RecordFailedRun: () => ({}),
  };

  test('assesses every shard, records the students and publishes every batch before the flip, and announces every batch after it', async () => {
    const { calls, outcome } = await run('assess', { ...scheduled, asOf: '2027-01-14' }, answers);
    expect(outcome).toBe('succeeded');
    expect(calls).toEqual([
      ['OpenRun', { ...scheduled, asOf: '2027-01-14' }],
      ['AssessDistrictShard', { ...run1, shard: 0 }],
      ['AssessDistrictShard', { ...run1, shard: 1 }],
      ['CompleteAssessment', run1],
      ['GuardRun', run1],
      ['RecordStudents', run1],
      ['PublishChangesBatch', { ...run1, batch: 0 }],
      ['PublishChangesBatch', { ...run1, batch: 1 }],
      ['CompletePublish', run1],
      ['AnnounceChangesBatch', { ...run1, batch: 0 }],
      ['AnnounceChangesBatch', { ...run1, batch: 1 }],
      ['SummarizeRun', run1],
    ]);
  });

  test('publishes a run without changes all the same', async () => {
    const { calls, outcome } = await run('assess', scheduled, {
      ...answers,
      CompleteAssessment: () => ({ ...run1, batchNumbers: [] }),
    });
    expect(outcome).toBe('succeeded');
    expect(calls.map(([state]) => state)).toEqual([
      'OpenRun',
      'AssessDistrictShard',
      'AssessDistrictShard',
      'CompleteAssessment',
      'GuardRun',
      'RecordStudents',
      'CompletePublish',
      'SummarizeRun',
    ]);
  });

  test('ends at once when there is nothing to assess', async () => {
    const { calls, outcome } = await run('assess', scheduled, {
      ...answers,
      OpenRun: () => ({ ...run1, outcome: 'skipped' }),
    });
    expect([outcome, calls.length]).toEqual(['succeeded', 1]);
  });

  test('records and publishes a released run without assessing it again', async () => {
    const released = { ...run1, release: true };
    const { calls, outcome } = await run('assess', released, {
      ...answers,
      OpenRun: () => ({ ...run1, outcome: 'released', batchNumbers: [0] }),
    });
    expect(outcome).toBe('succeeded');
    expect(calls.map(([state]) => state)).toEqual([
      'OpenRun',
      'RecordStudents',
      'PublishChangesBatch',
      'CompletePublish',
      'AnnounceChangesBatch',
      'SummarizeRun',
    ]);
    const unopened = await run('assess', released, { ...answers, OpenRun: fails() });
    expect(unopened.calls.at(-1)).toEqual([
      'RecordUnopenedRun',
      { ...released, error: { Error: 'ZodError', Cause: 'why' } },
    ]);
  });

  test('records and publishes nothing of a held run', async () => {
    const { calls, outcome } = await run('assess', scheduled, {
      ...answers,
      GuardRun: () => ({ ...run1, outcome: 'held' }),
    });
    expect([outcome, calls.at(-1)![0]]).toEqual(['succeeded', 'GuardRun']);
  });

  test('records a run that could not be opened by its schedule, any other by its id', async () => {
    const error = { Error: 'ZodError', Cause: 'why' };
    const unopened = await run('assess', scheduled, { ...answers, OpenRun: fails() });
    expect(unopened.calls.at(-1)).toEqual(['RecordUnopenedRun', { ...scheduled, error }]);
    expect(unopened.outcome).not.toBe('succeeded');
    const unassessed = await run('assess', scheduled, { ...answers, AssessDistrictShard: fails() });
    expect(unassessed.calls.map(([state]) => state)).not.toContain('CompleteAssessment');
    expect(unassessed.calls.at(-1)).toEqual(['RecordFailedRun', { ...run1, error: expect.anything() }]);
    const unguarded = await run('assess', scheduled, { ...answers, GuardRun: fails() });
    expect(unguarded.calls.at(-1)).toEqual(['RecordFailedRun', { ...run1, error }]);
    const unpublished = await run('assess', scheduled, { ...answers, PublishChangesBatch: fails() });
    expect(unpublished.calls.at(-1)).toEqual(['RecordFailedRun', { ...run1, error: expect.anything() }]);
    expect(unpublished.calls.map(([state]) => state)).not.toContain('CompletePublish');
  });
});
