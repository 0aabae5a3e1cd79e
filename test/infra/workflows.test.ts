import { describe, expect, test } from 'vitest';
import type { Part } from './district.ts';
import { definitionOf, fails, run } from './stateMachines.ts';

describe('every state machine', () => {
  const tasksOf = (definition: Part): [string, Part, boolean][] =>
    Object.entries<Part>(definition.States).flatMap(([name, state]) => {
      if (state.Type === 'Map') {
        const inner = tasksOf(state.ItemProcessor).map(([each, task]) => [each, task, true] as [string, Part, boolean]);
        return [[name, state, false] as [string, Part, boolean], ...inner];
      }
      return state.Type === 'Task' ? [[name, state, false] as [string, Part, boolean]] : [];
    });

  test.each(['ingest', 'assess', 'close-year', 'seal-year', 'purge'])(
    '%s: steps are retried, and what still fails is recorded',
    (name) => {
      const definition = definitionOf(name);
      expect(definition.QueryLanguage ?? 'JSONPath').toBe('JSONPath');
      expect(definition.TimeoutSeconds).toBeGreaterThan(0);
      for (const [id, state, isInner] of tasksOf(definition)) {
        if (state.Type === 'Task') {
          expect(state.Retry, id).toEqual([
            expect.objectContaining({
              ErrorEquals: expect.arrayContaining([
                'Lambda.TooManyRequestsException',
                'Sandbox.Timedout',
                'States.Timeout',
              ]),
              JitterStrategy: 'FULL',
            }),
          ]);
          expect(state.TimeoutSeconds, id).toBeGreaterThan(0);
          expect(state.Resource, id).toMatch(/:function:waymark-sample-/);
        } else {
          expect(state.ItemProcessor.ProcessorConfig, id).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
          expect(state, id).not.toHaveProperty('ItemReader');
          expect(state, id).not.toHaveProperty('ItemBatcher');
          expect(state, id).not.toHaveProperty('ResultWriter');
          expect(state.ResultPath, id).toBeNull();
        }
        if (!isInner && !/^Record(Failure|\w+Run)$/.test(id)) {
          expect(state.Catch, id).toEqual([
            { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: expect.stringMatching(/^Record/) },
          ]);
        }
      }
    },
  );

  test('retries what passes by itself and nothing else', async () => {
    const flaky = await run(
      'seal-year',
      { schoolYear: 2027 },
      {
        SealYear: (_, call) => (call < 3 ? fails('ThrottlingException')() : { schoolYear: 2027 }),
        RecordFailure: () => ({}),
      },
    );
    expect(flaky.outcome).toBe('succeeded');
    expect(flaky.calls).toHaveLength(3);
    const broken = await run('seal-year', { schoolYear: 2027 }, { SealYear: fails(), RecordFailure: () => ({}) });
    expect(broken.calls.map(([state]) => state)).toEqual(['SealYear', 'RecordFailure']);
  });
});

describe('ingest', () => {
  const drop = { dropId: 'd1' };

  test('waits for a folder, normalizes, and starts over from the winner when it lost a race', async () => {
    const { calls, outcome } = await run('ingest', drop, {
      CheckDrop: (_, call) => ({ ...drop, outcome: call === 1 ? 'waiting' : 'ready' }),
      NormalizeDrop: () => ({ ...drop, outcome: 'normalized', candidateKey: 'candidates/d1.json' }),
      PublishEdition: (_, call) => ({ ...drop, outcome: call === 1 ? 'rebase' : 'published' }),
    });
    expect(outcome).toBe('succeeded');
    const candidate = { ...drop, candidateKey: 'candidates/d1.json' };
    expect(calls).toEqual([
      ['CheckDrop', drop],
      ['CheckDrop', drop],
      ['NormalizeDrop', drop],
      ['PublishEdition', candidate],
      ['NormalizeDrop', drop],
      ['PublishEdition', candidate],
    ]);
  });

  test.each(['CheckDrop', 'NormalizeDrop'])('ends where %s has finished the drop', async (last) => {
    const finished = () => ({ ...drop, outcome: 'finished' });
    const { calls, outcome } = await run('ingest', drop, {
      CheckDrop: last === 'CheckDrop' ? finished : () => ({ ...drop, outcome: 'ready' }),
      NormalizeDrop: finished,
    });
    expect(outcome).toBe('succeeded');
    expect(calls.at(-1)![0]).toBe(last);
  });

  test('records the error of whichever step failed', async () => {
    const { calls, outcome } = await run('ingest', drop, {
      CheckDrop: () => ({ ...drop, outcome: 'ready' }),
      NormalizeDrop: () => ({ ...drop, outcome: 'normalized', candidateKey: 'candidates/d1.json' }),
      PublishEdition: fails(),
      RecordFailure: () => ({}),
    });
    expect(outcome).not.toBe('succeeded');
    expect(calls.at(-1)).toEqual(['RecordFailure', { ...drop, error: { Error: 'ZodError', Cause: 'why' } }]);
  });
});

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

describe('closing the year', () => {
  const year = { schoolYear: 2027 };

  test('freezes, audits every batch, and counts', async () => {
    const { calls, outcome } = await run('close-year', year, {
      FreezeYear: () => ({ ...year, batchNumbers: [0, 1, 2] }),
      AuditCreditsBatch: () => ({}),
      CompleteAudit: () => year,
    });
    expect(outcome).toBe('succeeded');
    expect(calls).toEqual([
      ['FreezeYear', year],
      ...[0, 1, 2].map((batch) => ['AuditCreditsBatch', { ...year, batch }]),
      ['CompleteAudit', year],
    ]);
  });

  test('records what failed', async () => {
    const { calls, outcome } = await run('close-year', year, {
      FreezeYear: () => ({ ...year, batchNumbers: [0] }),
      AuditCreditsBatch: fails(),
      RecordFailure: () => ({}),
    });
    expect(outcome).not.toBe('succeeded');
    expect(calls.at(-1)).toEqual(['RecordFailure', { ...year, error: expect.anything() }]);
  });
});
