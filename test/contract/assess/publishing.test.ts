import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceBatch } from '../../../shared/assess/publish/announceBatch.ts';
import { recordRunFailure } from '../../../shared/assess/run/recordRunFailure.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { readStudent } from '../../../shared/store/directory.ts';
import type { TierChange } from '../../../shared/store/entities.ts';
import { forget } from '../../../shared/store/outbox.ts';
import { readPublished } from '../../../shared/store/published.ts';
import { getRun, listRuns } from '../../../shared/store/runs.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt, watchingWrites } from './interruptions.ts';
import { attendanceChanges, morningAfter, nights, schoolList, studentItems } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, DAY_4, everybody, nextDay, outbox, STUDENTS, secondNight } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

describe('readers', () => {
  it('see the old run up to the flip and the new one from then on, at every write of a publish', async () => {
    const district = await secondNight();
    const before = await everybody();
    const seen: string[] = [];
    let looking = false;
    await watchingWrites(
      async (write) => {
        const answer = await write();
        if (!looking) {
          looking = true;
          seen.push(await everybody());
          looking = false;
        }
        return answer;
      },
      () => district.run(DAY_2),
    );
    const after = await everybody();

    expect(after).not.toBe(before);
    expect(new Set(seen)).toEqual(new Set([before, after]));
    expect(seen.lastIndexOf(before)).toBeLessThan(seen.indexOf(after));
  });
});

describe('a run that is killed', () => {
  it.each(['before', 'after'] as const)(
    'ends as if nothing had happened when it is resumed, %s any write',
    async (when) => {
      const undisturbed = await secondNight();
      await undisturbed.run(DAY_2);
      const expected = { district: await everybody(), events: (await outbox()).map(({ eventId }) => eventId).sort() };

      let at = 0;
      for (let killed = true; killed; ) {
        at += 1;
        await engine.clear();
        const district = await secondNight();
        killed = await killedAt({ at, when }, () => district.run(DAY_2));
        await district.run(DAY_2);
        const events = (await outbox()).map(({ eventId }) => eventId).sort();
        expect({ at, district: await everybody(), events }).toEqual({ at, ...expected });
      }
      expect(at).toBeGreaterThan(8);
    },
  );

  it.each(['before', 'after'] as const)('and never resumed is made good the next night, %s any write', async (when) => {
    const known = (text: string) => text.replaceAll(/"(since|runId|publication|asOf|publishedAt)": ("[^"]*"|\d+)/g, '');
    const changed = async () => {
      const events = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
      return events.map(({ detail }) => `${detail['studentSourcedId']} ${detail['from']} ${detail['to']}`).sort();
    };
    const undisturbed = await secondNight();
    await undisturbed.publishEdition(2, nextDay(), DAY_3);
    await undisturbed.run(DAY_3);
    const expected = { district: known(await everybody()), changed: await changed() };
    expect(expected.changed).toEqual(['s2 1 2']);

    let at = 0;
    for (let killed = true; killed; ) {
      at += 1;
      await engine.clear();
      const district = await secondNight();
      killed = await killedAt({ at, when }, () => district.run(DAY_2));
      await district.publishEdition(2, nextDay(), DAY_3);
      await district.run(DAY_3);
      expect({ at, district: known(await everybody()), changed: await changed() }).toEqual({ at, ...expected });
    }
    expect(at).toBeGreaterThan(8);
  });

  it('writes nothing when it is done again after its end', async () => {
    const district = await secondNight();
    await district.run(DAY_2);
    const items = await studentItems('');
    expect(await district.run(DAY_2)).toMatchObject({ outcome: 'skipped' });
    expect(await studentItems('')).toEqual(items);
    expect((await listRuns({ limit: 10 })).items).toHaveLength(2);
  });
});

describe('a publication that is abandoned', () => {
  /** The run of day 2 dies after its rows were written, and its execution is never resumed. */
  async function abandoned() {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'complete' });
    const error = { Error: 'States.Timeout', Cause: '' };
    await recordRunFailure({ runId, error }, morningAfter(DAY_2));
    return district;
  }

  it('leaves nothing of itself in what the next run shows, when its data is taken back', async () => {
    const district = await abandoned();
    await district.publishEdition(3, districtRows(STUDENTS), DAY_3);
    const before = await everybody();
    const { runId } = await district.run(DAY_3);

    expect(await readPublished()).toMatchObject({ runId, publication: 3 });
    expect(await everybody()).toBe(before);
    expect(await readStudent(studentId('s6'))).toBeUndefined();
    const history = (await studentItems('STUDENT#')).filter((item) => String(item['sk']).startsWith('CHANGE#'));
    expect(history.map((item) => (item['changes'] as TierChange[]).map(({ publication }) => publication))).toEqual(
      [1, 1, 1, 1, 1].map((publication) => [publication]),
    );
  });

  it('is made good by the next run with the same data', async () => {
    const district = await abandoned();
    const { runId } = await district.run(DAY_3);
    expect(await readPublished()).toMatchObject({ runId, publication: 3 });
    expect(await schoolList('north')).toEqual(['s1', 's2', 's4', 's6']);
    expect(await attendanceChanges('s2')).toMatchObject([{ from: 1, to: 2, publication: 3 }, {}]);
    expect((await outbox()).filter(({ detailType }) => detailType === 'Tier Changed')).toHaveLength(1);
  });

  it('may happen twice in a row, and on the very first run', async () => {
    const district = nights();
    await district.publishEdition(1, nextDay(), DAY_1);
    for (const day of [DAY_1, DAY_2]) {
      const { runId } = await district.run(day, { stopBefore: 'complete' });
      await recordRunFailure({ runId, error: { Error: 'States.Timeout', Cause: '' } }, morningAfter(day));
    }
    await district.publishEdition(2, districtRows(STUDENTS), DAY_3);
    await district.run(DAY_3);
    const shown = await everybody();

    await engine.clear();
    const undisturbed = nights();
    await undisturbed.publishEdition(2, districtRows(STUDENTS), DAY_3);
    await undisturbed.run(DAY_3);
    const numbers = (text: string) =>
      text.replaceAll(/"publication": \d+/g, '').replaceAll(/"publishedAt": "[^"]*"/g, '');
    expect(numbers(shown)).toBe(numbers(await everybody()));
  });

  it('cannot write any more once its lease was taken over', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'publish' });
    const later = await district.run(DAY_3);
    expect(later.outcome).toBe('published');
    expect(await getRun(runId)).toMatchObject({ status: 'failed', failure: { error: 'LeaseExpired' } });
    await expect(district.run(DAY_2)).resolves.toMatchObject({ runId, outcome: 'skipped' });
  });
});

describe('announcements', () => {
  it('are made once: done again after the bus has confirmed the event, nothing becomes pending', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'summarize' });
    const events = await outbox();
    expect(events.map(({ detailType }) => detailType).sort()).toEqual(['Baseline Published', 'Tier Changed']);
    for (const event of events) await forget(event);

    expect(await announceBatch(runId, 0, district.lake, morningAfter(DAY_2))).toBe(0);
    expect(await outbox()).toEqual([]);
  });

  it('are refused while readers do not see the run', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'complete' });
    await expect(announceBatch(runId, 0, district.lake, morningAfter(DAY_2))).rejects.toThrow('is not published');
  });

  it('that a run did not come to are made by the next one, once', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'announce' });
    await recordRunFailure({ runId, error: { Error: 'States.Timeout', Cause: '' } }, morningAfter(DAY_2));
    expect(await getRun(runId)).toMatchObject({ status: 'published', failure: { error: 'States.Timeout' } });
    expect(await outbox()).toHaveLength(1);

    await district.publishEdition(2, nextDay(), DAY_3);
    await district.run(DAY_3);
    await district.publishEdition(2, nextDay(), DAY_4);
    await district.run(DAY_4);
    const events = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
    expect(events.map(({ detail }) => detail['publication'])).toEqual([2]);
  });
});
