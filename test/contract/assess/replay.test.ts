import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pinnedNight } from '../../../infra/local/replay/nights.ts';
import { overlayLake } from '../../../infra/local/replay/overlayLake.ts';
import { type Difference, type Replay, replayRun } from '../../../infra/local/replay/replayRun.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import { keepConfiguration, type RunInputs } from '../../../shared/assess/run/runInputs.ts';
import { assessDistrict } from '../../../shared/assess/shards/assessDistrict.ts';
import { PART_STUDENTS } from '../../../shared/assess/shards/assessPart.ts';
import { assessRun, completeRun } from '../../../shared/assess/shards/assessRun.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { coveredTo, type DistrictRows, districtRows, storeEdition } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { morningAfter, type Nights } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, IDS, nextDay, secondNight } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

/** The morning on which the day is assessed. */
const nightOf = (runId: string) => ({ date: runId.split('.')[0] ?? '' });

async function twoNights() {
  const district = await secondNight();
  const second = await district.run(DAY_2);
  const [first, last] = await Promise.all([
    pinnedNight({ date: nextMorning(DAY_1) }),
    pinnedNight(nightOf(second.runId)),
  ]);
  return { district, first, last };
}

const nextMorning = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** A lake that refuses every write. */
const sealed = (lake: Lake): Lake => ({
  ...lake,
  put: () => Promise.reject(new Error('a replay writes nothing')),
  putStream: () => Promise.reject(new Error('a replay writes nothing')),
});

const same = ({ differences }: Replay): readonly Difference[] => differences;

describe('a past night', () => {
  it('replays to the same bytes, the first one and one that was compared with it, and writes nothing', async () => {
    const { district, first, last } = await twoNights();
    for (const pinned of [first, last]) {
      const replay = await replayRun(sealed(district.lake), pinned, { threads: 1 });
      expect(replay.differences).toEqual([]);
      expect(replay.objects).toBeGreaterThan(3);
      expect(replay.bytes).toBeGreaterThan(1_000);
    }
  });

  /** What may have happened since; none of it is an input of the night. */
  const since: readonly (readonly [what: string, happen: (district: Nights) => Promise<unknown>])[] = [
    ['further nights were published', async (district) => district.run(DAY_3)],
    [
      'the configuration changed, and a run took it up',
      async ({ lake }) => {
        const now = morningAfter(DAY_3);
        const { runId } = await openRun({ scheduledAt: now.toISOString() }, { lake, tenant: stricterTenant(), now });
        await assessRun(runId, 0, lake, now);
        expect((await completeRun(runId, lake, now)).changes.tierChanges).toBeGreaterThan(0);
      },
    ],
    [
      'a later edition came',
      async (district) => {
        await district.publishEdition(3, nextDay(), DAY_3);
      },
    ],
  ];
  it.each(since)('replays to the same bytes after %s', async (_what, happen) => {
    const { district, first, last } = await twoNights();
    await happen(district);
    for (const pinned of [first, last]) {
      expect(same(await replayRun(sealed(district.lake), pinned, { threads: 1 }))).toEqual([]);
    }
  });

  /** What the machinery may do differently; none of it shows in the bytes. */
  const spreads = [
    { shards: 1, threads: 1 },
    { shards: 2, threads: 1 },
    { shards: 7, threads: 1 },
    { shards: 1, threads: 2 },
  ];
  it.each(spreads)('replays to the same bytes with %o', async (spread) => {
    const { district, last } = await twoNights();
    expect(same(await replayRun(sealed(district.lake), last, spread))).toEqual([]);
  });

  it('replays to the same results when the rows of its tables stand in another order, lines of origin aside', async () => {
    const { district, last } = await twoNights();
    const { runId } = last;
    const results = async () => withoutLines(await district.lake.get(runFiles.results(runId, 0)));
    const before = await results();
    await storeEdition(district.lake, last.edition, reversed(nextDay()));
    const { differences } = await replayRun(district.lake, last, { threads: 1 });
    // The order came from the drop, so lines differ: what is left is what the rows say.
    expect(new Set(differences.map(({ what }) => what))).toEqual(new Set(['results', 'index', 'manifest']));
    expect(await replayedResults(district.lake, last)).toBe(before);
  });
});

describe('a district of several parts', () => {
  const STUDENTS = 2 * PART_STUDENTS + 7;
  const lake = memoryLake();
  const pinned: RunInputs = {
    ...{ runId: '2026-10-27.1', edition: 1, configurationVersion: 'c0ffee', asOf: DAY_1, abandoned: [] },
    coverage: coveredTo(DAY_1),
  };
  beforeAll(async () => {
    const students = Array.from({ length: STUDENTS }, (_, index) => ({
      id: `student-${String(index).padStart(6, '0')}`,
      school: index % 2 === 0 ? 'north' : 'south',
      absences: index % 5,
    }));
    await storeEdition(lake, 1, districtRows(students));
    await keepConfiguration(lake, sampleTenant());
    await assessDistrict(lake, pinned, { threads: 1 });
  }, 60_000);

  it.each([
    { shards: 3, threads: 1 },
    { shards: 2, threads: 2 },
  ])('replays to the same bytes with %o', { timeout: 120_000 }, async (spread) => {
    const { differences, students, objects } = await replayRun(sealed(lake), pinned, spread);
    expect(differences).toEqual([]);
    expect(students).toBe(STUDENTS);
    expect(objects).toBeGreaterThanOrEqual(3 * 3);
  });
});

describe('a night whose bytes are not what its inputs give', () => {
  it('is told with the object, the line and the student’s place, and without their id', async () => {
    const { district, last } = await twoNights();
    const key = runFiles.results(last.runId, 0);
    const lines = new TextDecoder().decode(await district.lake.get(key)).split('\n');
    lines[2] = (lines[2] ?? '').replace('"tier":', '"tier": ');
    await district.lake.put(key, new TextEncoder().encode(lines.join('\n').replace('"tier": 1', '"tier":2')));
    const { differences } = await replayRun(sealed(district.lake), last, { threads: 1 });
    expect(differences).toMatchObject([{ what: 'results', object: key, student: 3, line: 3 }]);
    for (const id of IDS) expect(JSON.stringify(differences)).not.toContain(`"${id}"`);
  });

  it('is told of when its table has changed under the edition', async () => {
    const { district, last } = await twoNights();
    const rows = nextDay();
    rows.attendanceEvents = rows.attendanceEvents.slice(0, 3);
    await storeEdition(district.lake, last.edition, rows);
    const { differences } = await replayRun(sealed(district.lake), last, { threads: 1 });
    expect(differences.map(({ what }) => what)).toContain('manifest');
    expect(differences.find(({ what }) => what === 'results')?.members).toEqual(['attendance']);
  });

  it('is told of when an object is gone', async () => {
    const { district, last } = await twoNights();
    const gone: Lake = {
      ...district.lake,
      get: async (key) => (key === runFiles.staff(last.runId) ? undefined : district.lake.get(key)),
    };
    const { differences } = await replayRun(gone, last, { threads: 1 });
    expect(differences).toEqual([{ what: 'staff', object: runFiles.staff(last.runId) }]);
  });
});

describe('a night without a published run', () => {
  it('is told so', async () => {
    await twoNights();
    await expect(pinnedNight({ date: '2026-01-01' })).rejects.toThrow('No run of 2026-01-01 was published');
    await expect(pinnedNight({ date: nextMorning(DAY_2), attempt: 9 })).rejects.toThrow('.9 was published');
  });
});

/** The sample district with cut points that half of it is above. */
function stricterTenant(): LoadedTenant {
  const { tenant } = sampleTenant();
  const [set] = tenant.thresholds;
  if (!set) throw new Error('the sample tenant has a threshold set');
  const attendance = { ...set.attendance, watch: '1/200', tier2: '1/100', tier3: '2/100' };
  return {
    tenant: { ...tenant, thresholds: [{ ...set, version: 'strict', attendance }] },
    configurationVersion: 'decaf',
  };
}

const reversed = (rows: DistrictRows): DistrictRows =>
  Object.fromEntries(Object.entries(rows).map(([file, all]) => [file, all.toReversed()])) as DistrictRows;

/** Results without the row references. */
function withoutLines(bytes: Uint8Array | undefined): string {
  const lines = new TextDecoder().decode(bytes).trim().split('\n');
  const reasons = (line: string) =>
    JSON.stringify(JSON.parse(line), (key, value) =>
      key === 'reasons' ? (value as readonly (readonly unknown[])[]).map((reason) => reason.slice(0, 5)) : value,
    );
  return lines.map(reasons).join('\n');
}

async function replayedResults(lake: Lake, pinned: Parameters<typeof replayRun>[1]): Promise<string> {
  const overlay = overlayLake(lake);
  await assessDistrict(overlay, pinned, { threads: 1 });
  return withoutLines(await overlay.get(runFiles.results(pinned.runId, 0)));
}
