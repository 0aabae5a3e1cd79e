import { describe, expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource, recorded } from './assembly.ts';

const machine = (definition: object) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    DefinitionString: {
      'Fn::Join': [
        '',
        JSON.stringify(definition)
          .split('STEPS')
          .flatMap((part, i) => (i === 0 ? [part] : [arnOf('Steps'), part])),
      ],
    },
    RoleArn: 'arn:aws:iam::000000000000:role/any',
  },
});
const transient = {
  ErrorEquals: ['Transient', 'Runtime.ExitError', 'Sandbox.Timedout'],
  MaxAttempts: 3,
  IntervalSeconds: 60,
  BackoffRate: 2,
};
const task = (more: object) => ({ Type: 'Task', Resource: 'STEPS', ...more });
const caught = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Record' }] };

const assess = {
  StartAt: 'Open',
  TimeoutSeconds: 7200,
  States: {
    Open: task({ Retry: [transient], ...caught, Next: 'Outcome?' }),
    'Outcome?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.outcome', StringEquals: 'skipped', Next: 'Skipped' },
        { Variable: '$.outcome', StringEquals: 'waiting', Next: 'Wait' },
      ],
      Default: 'Publish',
    },
    Skipped: { Type: 'Succeed' },
    Wait: { Type: 'Wait', Seconds: 60, Next: 'After' },
    After: task({ Parameters: { 'previous.$': '$.at', outcome: 'waited' }, ResultPath: '$.after', End: true }),
    Publish: {
      Type: 'Map',
      Label: 'Publish',
      ItemsPath: '$.batches',
      MaxConcurrency: 5,
      ItemSelector: { 'outcome.$': '$.outcome', 'batch.$': '$$.Map.Item.Value', 'run.$': '$$.Execution.Name' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Batch',
        States: { Batch: task({ Retry: [transient], End: true }) },
      },
      ResultPath: '$.published',
      ...caught,
      End: true,
    },
    Record: task({ Parameters: { 'error.$': '$.error' }, ResultPath: null, Next: 'Failed' }),
    Failed: { Type: 'Fail', Error: 'RunFailed', Cause: 'see the run' },
  },
};
const failing = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.batches',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Fail batch',
        States: { 'Fail batch': task({ Parameters: { fail: 'always' }, End: true }) },
      },
      End: true,
    },
  },
};
const loop = {
  StartAt: 'Again',
  TimeoutSeconds: 300,
  States: {
    Again: { Type: 'Wait', Seconds: 60, Next: 'Look' },
    Look: task({ ResultPath: null, Next: 'Over?' }),
    'Over?': { Type: 'Choice', Choices: [{ Variable: '$.over', StringEquals: 'yes', Next: 'Over' }], Default: 'Again' },
    Over: { Type: 'Succeed' },
  },
};

const cloud = await cloudOf(
  {
    Steps: functionResource('steps', { Timeout: 2 }),
    Talk: functionResource('talk'),
    Assess: machine(assess),
    Failing: machine(failing),
    Loop: machine(loop),
  },
  { startAt: new Date('2024-02-01T10:00:00Z') },
);

async function run(stateMachine: string, input: object, name?: string) {
  const started = cloud.startExecution(stateMachine, input, name);
  await cloud.idle();
  const record = cloud.executions(stateMachine).find((each) => each.name === started.name);
  return { ...record, output: JSON.parse(record?.output ?? 'null') as unknown };
}

describe('an execution', () => {
  it('takes choices and maps over its items, one child for each', async () => {
    const { status, output } = await run('Assess', { batches: [0, 1, 2] });
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ outcome: 'done', published: [{ batch: 0 }, { batch: 1 }, { batch: 2 }] });
    expect((await run('Assess', { outcome: 'skipped' })).output).toMatchObject({ outcome: 'skipped' });
    expect((await run('Assess', { batches: [] })).output).toMatchObject({ published: [] });
  });

  it('retries the errors it names, at once', async () => {
    expect((await run('Assess', { fail: 'flaky', outcome: 'skipped' })).status).toBe('SUCCEEDED');
    expect(recorded(cloud, 'steps').filter((event) => (event as { fail?: string }).fail === 'flaky')).toHaveLength(3);
  });

  it('goes on after an instance died in the middle, in a child too', async () => {
    cloud.faults.kill('steps', 'end', { skip: 2 });
    expect((await run('Assess', { batches: [7, 8, 9] })).output).toMatchObject({
      published: [{ batch: 7 }, { batch: 8 }, { batch: 9 }],
    });
  });

  it('catches what is not retried, with error and cause as Lambda reports them', async () => {
    const record = await run('Assess', { fail: 'always' });
    expect(record).toMatchObject({ status: 'FAILED', error: 'RunFailed', cause: 'see the run' });
    const { error } = recorded(cloud, 'steps').at(-1) as { error: { Error: string; Cause: string } };
    expect(error.Error).toBe('Permanent');
    expect(JSON.parse(error.Cause)).toMatchObject({ errorType: 'Permanent', errorMessage: 'never' });
  });

  it('fails as a distributed map does, whatever failed in a child', async () => {
    expect(await run('Failing', { batches: [1, 2] })).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('fails when a state passes on more than 256 KiB', async () => {
    expect(await run('Assess', { large: 300 * 1024 })).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
    expect(() => cloud.startExecution('Assess', { text: 'x'.repeat(300 * 1024) })).toThrow('256 KiB');
  });
});

describe('a wait', () => {
  it('ends when the cloud’s clock has reached it, and counts as rest before', async () => {
    const { name } = cloud.startExecution('Assess', { outcome: 'waiting' });
    await cloud.idle();
    const status = () => cloud.executions('Assess').find((each) => each.name === name)?.status;
    expect(status()).toBe('RUNNING');
    await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + 61_000));
    expect(status()).toBe('SUCCEEDED');
  });

  it('does not outlast the time the state machine has', async () => {
    const from = cloud.clock.now().getTime();
    const { name } = cloud.startExecution('Loop', { over: 'no' });
    await cloud.clock.advanceTo(new Date(from + 3_600_000));
    const record = cloud.executions('Loop').find((each) => each.name === name);
    expect(record).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect((record!.stoppedAt! - from) / 1000).toBeCloseTo(300, -1);
  });
});

describe('Step Functions’ API', () => {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Stack-Assess';
  const call = async (command: string, input: object) =>
    ((await cloud.invoke('talk', { calls: [['sfn', command, input]] })) as Record<string, unknown>[])[0];
  const start = (name: string, input: object) =>
    call('StartExecutionCommand', { stateMachineArn, name, input: JSON.stringify(input) });

  it('starts a name once: again with the same input while it runs is the same, later it exists already', async () => {
    const first = await start('once', { outcome: 'waiting' });
    expect(first).toMatchObject({ executionArn: expect.stringMatching(/execution:Stack-Assess:once$/) });
    expect(await start('once', { outcome: 'waiting' })).toEqual(first);
    expect(await start('once', { outcome: 'other' })).toMatchObject({ error: 'ExecutionAlreadyExists' });
    await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + 61_000));
    expect(await start('once', { outcome: 'waiting' })).toMatchObject({ error: 'ExecutionAlreadyExists' });
  });

  it('refuses an action it does not implement by name', async () => {
    expect(await call('StopExecutionCommand', { executionArn: 'arn' })).toMatchObject({
      message: 'AWSStepFunctions.StopExecution is not implemented by the embedded cloud',
    });
  });
});
