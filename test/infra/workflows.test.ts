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
