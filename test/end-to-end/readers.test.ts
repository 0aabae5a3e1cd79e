import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Corrections, NO_CORRECTIONS } from '../../infra/local/district/district.ts';
import type { Page } from './client.ts';
import { excused, oneOfEachSchool } from './corrections.ts';
import { evening, morning } from './district.ts';
import { expectedTiers } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { StudentRow, StudentTiers, Tier } from './views.ts';

/** Retries of a step, and the first attempt. */
const ATTEMPTS = 6;

let stage: Stage;
let corrections: Corrections;
type Tiers = ReadonlyMap<string, Tier | undefined>;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  const tiers = expectedTiers(stage.filesOf({ asOf: '2026-03-12' }), '2026-03-12');
  const targeted = oneOfEachSchool(stage.district, tiers, 2);
  corrections = excused(stage.district, targeted, '2026-03-13');
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

const wanted = (asOf: string, corrected: Corrections = NO_CORRECTIONS): Tiers =>
  new Map(
    [...expectedTiers(stage.filesOf({ asOf, corrections: corrected }), asOf)].map(([id, { tier }]) => [id, tier]),
  );

describe('while a run is published, and its functions die on the way', () => {
  it('every answer shows the old run or the new one, none of them half', async () => {
    const runs: Readonly<Record<string, Tiers>> = {
      '2026-03-13.1': wanted('2026-03-12'),
      '2026-03-14.1': wanted('2026-03-13', corrections),
    };
    const changed = [...runs['2026-03-14.1']!].filter(([id, tier]) => tier !== runs['2026-03-13.1']!.get(id));
    expect(changed.length).toBeGreaterThan(1);
    await stage.drop({ asOf: '2026-03-13', corrections });
    stage.died();
    stage.kill('publish-batch', { after: 'BatchWriteItem' });
    stage.kill('publish-batch', 'end');
    stage.kill('complete-publish', { before: 'TransactWriteItems' });
    stage.kill('announce-batch', { after: 'TransactWriteItems' });
    let over = false;
    const night = stage.night(morning('2026-03-14')).finally(() => {
      over = true;
    });
    const seen: string[] = [];
    for (let round = 0; !over; round++) {
      const [id] = changed[round % changed.length]!;
      seen.push(await expectWhole(runs, id));
      // The cloud’s clock goes on when everything is idle, and what was shown is told apart behind each answer.
      await pause(300);
    }
    await expect(night).resolves.toMatchObject({ runId: '2026-03-14.1', status: 'published' });
    expect(stage.died()).toEqual(['announce-batch', 'complete-publish', 'publish-batch', 'publish-batch']);
    // Once somebody has seen the new run, nobody sees the old one.
    expect(seen).toEqual([...seen].sort());
    expect(seen).toContain('2026-03-13.1');
    expect(await expectWhole(runs, changed[0]![0])).toBe('2026-03-14.1');
  });
});

async function expectWhole(runs: Readonly<Record<string, Tiers>>, changed: string): Promise<string> {
  const page = await stage.admin.read<Page<StudentRow> & { readonly runId: string }>('/v1/students?limit=25');
  const tiers = runs[page.runId]!;
  for (const { sourcedId, tiers: shown } of page.items)
    expect([page.runId, sourcedId, shown['attendance']]).toEqual([page.runId, sourcedId, tiers.get(sourcedId)]);
  const one = await stage.admin.read<StudentTiers>(`/v1/students/${changed}/tiers`);
  const [domain] = one.domains;
  expect([one.runId, domain?.tier]).toEqual([one.runId, runs[one.runId]!.get(changed)]);
  expect(domain?.history[0]?.to).toBe(domain?.tier);
  return page.runId;
}

describe('a publish that dies until its retries are used up', () => {
  it('fails with its error, and readers keep the run before', async () => {
    const before = await stage.admin.all<StudentRow>('/v1/students');
    await stage.cloud.clock.advanceTo(evening('2026-03-16'));
    await stage.drop({ asOf: '2026-03-16' });
    stage.cloud.faults.kill('publish-batch', { after: 'BatchWriteItem' }, { times: ATTEMPTS });
    const run = await stage.night(morning('2026-03-17'));
    expect(run).toMatchObject({ status: 'failed', failure: { error: 'States.ExceedToleratedFailureThreshold' } });
    expect(stage.cloud.executions('assess').at(-1)?.status).toBe('FAILED');
    expect(await stage.admin.all<StudentRow>('/v1/students')).toEqual(before);
  });

  it('is made up for by the next night, with every change told once', async () => {
    const known = new Set(stage.tierEvents().map(({ detail }) => detail.eventId));
    const run = await stage.night(morning('2026-03-18'));
    expect(run).toMatchObject({ status: 'published', comparedWith: '2026-03-16.1' });
    await expectTold(wanted('2026-03-16'), wanted('2026-03-13', corrections), known);
  });
});

describe('announcements that die until their retries are used up', () => {
  it('are made by the next night, each once', async () => {
    const known = new Set(stage.tierEvents().map(({ detail }) => detail.eventId));
    await stage.cloud.clock.advanceTo(evening('2026-03-18'));
    await stage.drop({ asOf: '2026-03-18', corrections });
    stage.cloud.faults.kill('announce-batch', { before: 'TransactWriteItems' }, { times: ATTEMPTS });
    // Readers see the run; what is missing is that others are told.
    await expect(stage.night(morning('2026-03-19'))).resolves.toMatchObject({
      status: 'published',
      failure: { error: 'States.ExceedToleratedFailureThreshold' },
    });
    expect(stage.cloud.executions('assess').at(-1)?.status).toBe('FAILED');
    expect(stage.tierEvents().length).toBe(known.size);
    await expect(stage.night(morning('2026-03-20'))).resolves.toMatchObject({ status: 'published' });
    await expectTold(wanted('2026-03-18', corrections), wanted('2026-03-16'), known);
  });
});

/** Readers see `now`, and each difference to `before` came over the bus once since, as did whatever else was told. */
async function expectTold(now: Tiers, before: Tiers, known: ReadonlySet<string>): Promise<void> {
  for (const { sourcedId, tiers } of await stage.admin.all<StudentRow>('/v1/students'))
    expect([sourcedId, tiers['attendance']]).toEqual([sourcedId, now.get(sourcedId)]);
  const events = stage.tierEvents().filter(({ detail }) => !known.has(detail.eventId));
  expect(new Set(events.map(({ detail }) => detail.eventId)).size).toBe(events.length);
  const moves = events.filter(
    ({ detailType, detail }) => detailType === 'Tier Changed' && detail.domain === 'attendance',
  );
  const changes = [...now]
    .filter(([id, tier]) => tier !== before.get(id))
    .map(([id, tier]) => [id, before.get(id), tier]);
  expect(changes.length).toBeGreaterThan(0);
  expect(moves.map(({ detail }) => [detail.studentSourcedId, detail.from, detail.to]).sort()).toEqual(changes.sort());
}
