import { describe, expect, it } from 'vitest';
import { type CloudEvent, startCloud } from '../../../infra/local/cloud.ts';
import { recurrenceOf } from '../../../infra/local/time/recurrence.ts';
import { arnOf, cloudOf, functionResource, recorded, writeAssembly } from './assembly.ts';

const schedule = (expression: string, timeZone: string, input: object) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    State: 'ENABLED',
    Target: {
      Arn: arnOf('Record'),
      Input: JSON.stringify(input),
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
      RoleArn: 'arn:aws:iam::000000000000:role/any',
    },
  },
});
const resources = {
  Record: functionResource('record'),
  Misbehave: functionResource('misbehave'),
  Nightly: schedule('cron(0 4 * * ? *)', 'America/Chicago', { nightly: '<aws.scheduler.scheduled-time>' }),
  Morning: schedule('cron(30 6 ? * MON-FRI *)', 'America/Chicago', { morning: '<aws.scheduler.scheduled-time>' }),
};

describe('a schedule', async () => {
  const fired: CloudEvent[] = [];
  const cloud = await cloudOf(resources, {
    startAt: new Date('2024-03-08T12:00:00Z'),
    onEvent: (event) => {
      if (event.type === 'schedule') fired.push(event);
    },
  });

  it('fires in order at its local time, across a change of the clocks, and says for when', async () => {
    await cloud.clock.advanceTo('2024-03-11T18:00:00Z');
    expect(recorded(cloud, 'record')).toEqual([
      { morning: '2024-03-08T12:30:00Z' },
      { nightly: '2024-03-09T10:00:00Z' },
      { nightly: '2024-03-10T09:00:00Z' },
      { nightly: '2024-03-11T09:00:00Z' },
      { morning: '2024-03-11T11:30:00Z' },
    ]);
    expect(fired).toHaveLength(5);
    expect(cloud.clock.now().toISOString()).toMatch(/^2024-03-11T18:00:0/);
  });

  it('is passed over when the clock is set', async () => {
    const before = recorded(cloud, 'record').length;
    cloud.clock.set('2024-03-15T12:00:00Z');
    await cloud.idle();
    expect(recorded(cloud, 'record')).toHaveLength(before);
    await cloud.clock.advanceTo('2024-03-15T13:00:00Z');
    expect(recorded(cloud, 'record')).toHaveLength(before);
    cloud.clock.set('2024-03-08T12:00:00Z');
    await cloud.clock.advanceTo('2024-03-08T12:31:00Z');
    expect(recorded(cloud, 'record').at(-1)).toEqual({ morning: '2024-03-08T12:30:00Z' });
  });

  it('plays a school year quickly, every night of it', async () => {
    cloud.clock.set('2024-08-01T12:00:00Z');
    const before = recorded(cloud, 'record').length;
    await cloud.clock.advanceTo('2025-06-01T12:00:00Z');
    const nights = recorded(cloud, 'record')
      .slice(before)
      .filter((event) => 'nightly' in (event as object));
    expect(nights).toHaveLength(304);
  });

  it('functions see the clock, and time goes on for them', async () => {
    cloud.clock.set('2031-01-01T00:00:00Z');
    const first = (await cloud.invoke('misbehave', { do: 'time' })) as { now: number };
    expect(first).toEqual({
      now: expect.any(Number),
      date: expect.stringMatching(/^2031-01-01T00:00:/),
      text: 'Wed Jan 01 2031',
      isDate: true,
    });
    const second = (await cloud.invoke('misbehave', { do: 'time' })) as { now: number };
    expect(second.now).toBeGreaterThanOrEqual(first.now);
  });
});

it('with a clock that shows real time a schedule fires by itself', async () => {
  const soon = new Date(Date.UTC(2024, 2, 8, 12, 29, 57));
  const fired = Promise.withResolvers<Date>();
  const cloud = await startCloud({
    assembly: writeAssembly({ Stack: { Resources: resources } }),
    port: 0,
    startAt: soon,
    onEvent: (event) => {
      if (event.type === 'schedule') fired.resolve(event.at);
    },
  });
  expect((await fired.promise).toISOString()).toBe('2024-03-08T12:30:00.000Z');
  await cloud.stop();
});

describe('a recurrence', () => {
  const next = (expression: string, after: string, zone = 'UTC') =>
    recurrenceOf(expression, zone, new Date('2024-01-01T00:00:00Z'))?.(new Date(after))?.toISOString();

  it.each([
    ['cron(0 4 * * ? *)', '2024-01-01T04:00:00Z', '2024-01-02T04:00:00.000Z'],
    ['cron(0 4 ? * 2 *)', '2024-01-02T00:00:00Z', '2024-01-08T04:00:00.000Z'],
    ['cron(0/15 8-9 ? * MON-FRI *)', '2024-01-05T09:45:00Z', '2024-01-08T08:00:00.000Z'],
    ['cron(0 4 1 7 ? 2025)', '2024-01-02T00:00:00Z', '2025-07-01T04:00:00.000Z'],
    ['rate(6 hours)', '2024-01-01T06:00:00Z', '2024-01-01T12:00:00.000Z'],
    ['rate(1 day)', '2024-01-01T06:00:00Z', '2024-01-02T00:00:00.000Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('may be over', () => {
    expect(next('cron(0 4 1 7 ? 2023)', '2024-01-02T00:00:00Z')).toBeUndefined();
  });

  it.each([
    'cron(0 4 L * ? *)',
    'cron(0 4 ? * 6#3 *)',
    'cron(0 4 15W * ? *)',
    'at(2024-01-01T00:00:00)',
    'cron(0 4 * *)',
    'rate(5 weeks)',
  ])('of %s is not implemented', (expression) => {
    expect(recurrenceOf(expression, 'UTC', new Date(0))).toBeUndefined();
  });
});
