import { beforeAll, describe, expect, it } from 'vitest';
import type { DeathPoint } from '../../infra/local/faults.ts';
import { excused, oneOfEachSchool } from './corrections.ts';
import { type Export, evening, morning } from './district.ts';
import { expectedTiers } from './expected.ts';
import { makeStage, type Stage, type TierEvent } from './stage.ts';
import { lakeKeys, lakeText, studentItems } from './stored.ts';

/** A night of the same weeks in two clouds: one is left alone, in the other functions die. */
interface Night {
  readonly name: string;
  readonly day: string;
  readonly until: string;
  readonly corrected: 'nobody' | 'tier 3' | 'tier 2';
  readonly deaths: readonly { readonly of: string; readonly at: DeathPoint; readonly call?: number }[];
}

const NIGHTS: readonly Night[] = [
  {
    name: 'the first night, in the middle of reading a drop and of the first publication',
    day: '2026-03-12',
    until: '2026-03-13',
    corrected: 'nobody',
    deaths: [
      { of: 'normalize-drop', at: { after: 'PutObject' }, call: 5 },
      { of: 'publish-batch', at: { after: 'BatchWriteItem' }, call: 4 },
    ],
  },
  {
    name: 'as an edition becomes current and as a run becomes visible',
    day: '2026-03-13',
    until: '2026-03-14',
    corrected: 'tier 3',
    deaths: [
      { of: 'publish-edition', at: { after: 'TransactWriteItems' } },
      { of: 'complete-publish', at: { after: 'TransactWriteItems' } },
      { of: 'complete-publish', at: 'end' },
    ],
  },
  {
    name: 'before the same writes, and between the events of a batch',
    day: '2026-03-16',
    until: '2026-03-17',
    corrected: 'tier 2',
    deaths: [
      { of: 'publish-edition', at: { before: 'TransactWriteItems' } },
      { of: 'publish-batch', at: { before: 'BatchWriteItem' } },
      { of: 'announce-batch', at: { after: 'TransactWriteItems' }, call: 2 },
      { of: 'relay-events', at: { before: 'PutEvents' } },
    ],
  },
  {
    name: 'at the beginning or the end of every other step',
    day: '2026-03-17',
    until: '2026-03-18',
    corrected: 'nobody',
    deaths: [
      { of: 'receive-drop', at: 'end' },
      { of: 'check-drop', at: 'end' },
      { of: 'normalize-drop', at: 'end' },
      { of: 'open-run', at: 'end' },
      { of: 'assess-district', at: { after: 'PutObject' }, call: 2 },
      { of: 'complete-assessment', at: 'end' },
      { of: 'guard-run', at: 'end' },
      { of: 'publish-batch', at: 'end' },
      { of: 'announce-batch', at: 'end' },
      { of: 'summarize-run', at: 'end' },
      { of: 'relay-events', at: 'start' },
    ],
  },
];

let calm: Stage;
let disturbed: Stage;
let exportOf: (night: Night) => Export;

beforeAll(async () => {
  calm = await makeStage(evening('2026-03-12'));
  disturbed = await makeStage(evening('2026-03-12'));
  const tiers = expectedTiers(calm.filesOf({ asOf: '2026-03-12' }), '2026-03-12');
  const intensive = oneOfEachSchool(calm.district, tiers, 3);
  const targeted = oneOfEachSchool(calm.district, tiers, 2);
  exportOf = ({ day, corrected }) => {
    if (corrected === 'nobody') return { asOf: day };
    const students = corrected === 'tier 3' ? intensive : [...intensive, ...targeted];
    return { asOf: day, corrections: excused(calm.district, students, day) };
  };
});

describe.each(NIGHTS)('killed $name', (night) => {
  it('everything ends as if nothing had died', async () => {
    for (const { of, at, call } of night.deaths) disturbed.kill(of, at, call);
    for (const stage of [calm, disturbed]) {
      await stage.cloud.clock.advanceTo(evening(night.day));
      await expect(stage.drop(exportOf(night))).resolves.toMatchObject({ status: 'published' });
      await expect(stage.night(morning(night.until))).resolves.toMatchObject({ status: 'published' });
      expect(stage.cloud.deadLetters()).toEqual([]);
    }
    expect(disturbed.died()).toEqual(night.deaths.map(({ of }) => of).sort());
    expect(await stateOf(disturbed)).toEqual(await stateOf(calm));
  });

  it('each tier that changed is one event on the bus', () => {
    const events = eventsOf(disturbed);
    expect(events).toEqual(eventsOf(calm));
    expect(new Set(events.map(([eventId]) => eventId)).size).toBe(events.length);
    if (night.corrected !== 'nobody') expect(events.filter(([, type]) => type === 'Tier Changed')).not.toEqual([]);
  });
});

it('killed after the bus has an event, the relay sends that event again, by the same id', async () => {
  disturbed.kill('relay-events', { after: 'PutEvents' });
  for (const stage of [calm, disturbed]) {
    await stage.cloud.clock.advanceTo(evening('2026-03-18'));
    await stage.drop(exportOf({ ...NIGHTS[1]!, day: '2026-03-18' }));
    await stage.night(morning('2026-03-19'));
  }
  const ids = (events: readonly (readonly unknown[])[]) => [...new Set(events.map(([eventId]) => eventId))].sort();
  expect(disturbed.died()).toEqual(['relay-events']);
  expect(ids(eventsOf(disturbed))).toEqual(ids(eventsOf(calm)));
  expect(await stateOf(disturbed)).toEqual(await stateOf(calm));
});

function eventsOf(stage: Stage): readonly (readonly unknown[])[] {
  const told = ({ detailType, detail }: TierEvent) => [
    detail.eventId,
    detailType,
    detail.studentSourcedId,
    detail.from,
    detail.to,
    detail.runId,
  ];
  return stage.tierEvents().map(told).sort();
}

/** Instants differ by milliseconds from run to run; everything else has to be the same. */
const INSTANTS = new Set([
  ...['receivedAt', 'finishedAt', 'startedAt', 'announcedAt', 'publishedAt', 'closedAt'],
  // Of reminders, which the provider of mail gives ids of its own.
  ...['createdAt', 'queuedAt', 'claimedAt', 'sentAt', 'providerMessageId'],
]);

/** Everything that anybody can see or that a later night builds on. */
async function stateOf(stage: Stage) {
  const drops = await stage.admin.all<{ dropId: string }>('/v1/drops');
  const runs = await stage.admin.all<{ runId: string }>('/v1/runs');
  const keys = (await lakeKeys(stage)).filter((key) => !key.startsWith('candidates/'));
  return withoutInstants({
    drops: await Promise.all(drops.map(({ dropId }) => stage.admin.read(`/v1/drops/${dropId}`))),
    runs: await Promise.all(runs.map(({ runId }) => stage.admin.read(`/v1/runs/${runId}`))),
    freshness: await stage.admin.read('/v1/freshness'),
    students: await stage.admin.all('/v1/students'),
    leavers: await stage.admin.all('/v1/students?exited=true'),
    items: Object.fromEntries([...(await studentItems(stage))].sort(([a], [b]) => (a < b ? -1 : 1))),
    lake: await Promise.all(keys.map(async (key) => [key, contentOf(key, await lakeText(stage, key))])),
  });
}

/** What was a map in DynamoDB comes back in any order. */
const contentOf = (key: string, text: string): unknown => (key.endsWith('.json') ? JSON.parse(text) : text);

const withoutInstants = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state, (name, value: unknown) => (INSTANTS.has(name) ? undefined : value)));
