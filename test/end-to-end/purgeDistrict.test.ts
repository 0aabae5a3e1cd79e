import { beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../infra/local/district/drop.ts';
import type { Certificate } from '../../shared/domain/purge/certificate.ts';
import type { Client } from './client.ts';
import { at } from './district.ts';
import { everythingIn } from './everything.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';

interface PurgeView {
  readonly purgeId: string;
  readonly state: string;
  readonly failure?: string;
  readonly certificate?: Certificate;
}

const OF_THE_CLOUD = /^(?:Students|Operations|Drops|Lake|Archive) /;

let stage: Stage;
let [one, other]: readonly Client[] = [];
beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(at('2026-03-13', '10:00'));
  [one, other] = stage.district.staff.slice(0, 2).map(({ sourcedId }) => stage.as(sourcedId, 'districtAdmin'));
});

async function kept(): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const { where } of everythingIn(stage)) if (OF_THE_CLOUD.test(where)) found.add(where);
  // What callers ask for goes on the record, and is counted, after a purge as before it.
  return [...found].filter((where) => !/ (?:AUDIT|DISCLOSED|LIMIT|SIGNING)/.test(where)).sort();
}

describe('a purge of the district', () => {
  it('leaves nothing but its record, its mark and its certificate', async () => {
    const request = { kind: 'tenant', confirm: 'sample', reason: 'The contract has ended', basis: 'contractEnd' };
    const { purgeId } = (await one!.post<PurgeView>('/v1/purges', request)).body;
    expect((await other!.post(`/v1/purges/${purgeId}/approve`, undefined)).status).toBe(202);
    await stage.cloud.idle();
    const purge = await one!.read<PurgeView>(`/v1/purges/${purgeId}`);
    expect([purge.failure, purge.state]).toEqual([undefined, 'done']);
    expect(await kept()).toEqual([
      `Lake certificates/${purgeId}.json`,
      'Operations PURGED TENANT',
      `Students PURGE#${purgeId} PURGE`,
    ]);
    const queues = purge.certificate!.removed.filter(({ place }) => place === 'queues').map(({ what }) => what);
    expect(queues).toEqual(expect.arrayContaining(['waymark-sample-arrivals', 'waymark-sample-messages']));
  });

  it('is followed by nothing: neither drops nor schedules write anything', async () => {
    const before = await kept();
    const key = await stage.put('2026-03-13.zip', zipOf(stage.filesOf({ asOf: '2026-03-13' })));
    await stage.cloud.clock.advanceTo(at('2026-03-16', '10:00'));
    await stage.cloud.idle();
    expect(await kept()).toEqual([`Drops ${key}`, ...before]);
    expect(stage.died()).toEqual([]);
  });
});
