import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getRun } from '../../../shared/store/runs.ts';
import { absenceRows, districtRows } from '../../unit/assess/sampleDistrict.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt } from './interruptions.ts';
import { nights } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, DAY_4, DAYS, IDS, outbox, STUDENTS } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

/** s1, who was never away, has missed the last three days by now. */
function awayOfLate() {
  const rows = districtRows(STUDENTS);
  rows.attendanceEvents.push(...absenceRows('s1', 'north', DAYS.slice(37, 40)));
  return rows;
}

async function secondNight() {
  const district = nights();
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  await district.run(DAY_1);
  await district.publishEdition(2, awayOfLate(), DAY_2);
  return district;
}

const found = async () =>
  (await outbox())
    .filter(({ detailType }) => detailType === 'Pattern Found' || detailType === 'Nearing Cut')
    .map(({ detailType, detail }) => [detailType, detail['studentSourcedId'], detail['codes']])
    .sort();

describe('patterns and near cuts', () => {
  it('are told of who has them newly, and not of a first publication', async () => {
    const district = await secondNight();
    expect(await found()).toEqual([]);
    const { runId } = await district.run(DAY_2);
    const events = await found();
    expect(events).toContainEqual(['Pattern Found', 's1', expect.arrayContaining(['consecutiveAbsences'])]);
    expect(events).toContainEqual(['Nearing Cut', 's1', expect.arrayContaining(['watchBand'])]);
    const [event] = (await outbox()).filter(({ detailType }) => detailType === 'Pattern Found');
    expect(event?.detail).toMatchObject({ domain: 'attendance', asOf: DAY_2, runId, publication: 2 });
  });

  it('are told once, however often the night is killed and done again', { timeout: 120_000 }, async () => {
    const undisturbed = await secondNight();
    await undisturbed.run(DAY_2);
    const expected = (await outbox()).map(({ eventId }) => eventId).sort();
    let at = 0;
    for (let killed = true; killed; ) {
      at += 1;
      await engine.clear();
      const district = await secondNight();
      killed = await killedAt({ at, when: 'after' }, () => district.run(DAY_2));
      await district.run(DAY_2);
      expect({ at, events: (await outbox()).map(({ eventId }) => eventId).sort() }).toEqual({ at, events: expected });
    }
    expect(at).toBeGreaterThan(8);
  });

  it('are told once by the next night, where this one published and did not come to telling', async () => {
    const district = await secondNight();
    await district.run(DAY_2, { stopBefore: 'announce' });
    expect(await found()).toEqual([]);
    await district.publishEdition(2, awayOfLate(), DAY_3);
    await district.run(DAY_3);
    const events = await found();
    expect(events.filter(([type, student]) => type === 'Pattern Found' && student === 's1')).toHaveLength(1);
  });
});

describe('stale data', () => {
  const stale = async () => (await outbox()).filter(({ detailType }) => detailType === 'Data Stale');

  it('is told of each school on the day it becomes stale, once until it is there again', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    await district.run(DAY_1);
    await district.run(DAY_2);
    expect(await stale()).toEqual([]);
    const { runId } = await district.run(DAY_3);
    expect((await getRun(runId))?.staleSchools).toEqual(['north', 'south']);
    const first = await stale();
    expect(first.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining(
        ['north', 'south'].map((school) =>
          expect.objectContaining({ school, coveredTo: DAY_1, daysBehind: 2, asOf: DAY_3, runId }),
        ),
      ),
    );
    await district.run(DAY_4);
    expect(await stale()).toEqual(first);
    await district.publishEdition(2, districtRows(STUDENTS), DAYS[44] ?? '');
    await district.run(DAYS[44] ?? '');
    expect(await stale()).toEqual(first);
    await district.run(DAYS[47] ?? '');
    expect(await stale()).toHaveLength(4);
  });

  it('names no student, and is told once though its run is killed and opened again', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    for (let at = 1; at < 8; at++) await killedAt({ at, when: 'after' }, () => district.run(DAY_4));
    await district.run(DAY_4);
    const events = await stale();
    expect(events).toHaveLength(2);
    for (const id of IDS) expect(JSON.stringify(events)).not.toContain(`"${id}"`);
  });
});
