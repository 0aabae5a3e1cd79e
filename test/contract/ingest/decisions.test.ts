import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { staffId } from '../../../shared/domain/identity.ts';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import { discardDrop, releaseDrop } from '../../../shared/ingest/decideDrop.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { recordIngestFailure } from '../../../shared/ingest/recordFailure.ts';
import { countHeldDrops, requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition } from '../../../shared/store/editions.ts';
import { killedAt } from '../assess/interruptions.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { fileOf, holdCodes, storedEvents, TestDistrict, withManifest } from './district.ts';
import { at, EVENTS, wholeDrop } from './files.ts';

let engine: DynamoEngine;
let district: TestDistrict;
/** Executions that were started by name, each once, as Step Functions does. */
let executions: Map<string, object>;

beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  district = new TestDistrict();
  executions = new Map();
  await district.sendZip('first', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
});

const decisionBy = (name: string) => ({ by: staffId(name), at: at(6), reason: 'The school has closed its doors' });
const release = (dropId: string, by = 'admin') =>
  releaseDrop(dropId, decisionBy(by), async (name, input) => void executions.set(name, input));
const discard = (dropId: string, by = 'admin') => discardDrop(dropId, decisionBy(by));
const halved = EVENTS.slice(50);

/** A drop that is held because a school's attendance is gone. */
async function heldDrop(generatedAt = at(2)): Promise<string> {
  const drop = await district.sendZip('held', withManifest(wholeDrop(halved), { generatedAt }));
  expect(drop.status).toBe('held');
  return drop.dropId;
}

describe('a release', () => {
  it('takes the drop in again without its guards, and says who did, when and why', async () => {
    const dropId = await heldDrop();
    expect(await release(dropId)).toMatchObject({ outcome: 'decided', drop: { status: 'received' } });
    expect([...executions]).toEqual([[`${dropId}-release`, { dropId }]]);
    const drop = await district.ingest(dropId);
    expect(drop).toMatchObject({ status: 'published', edition: 2, release: decisionBy('admin') });
    expect(holdCodes(drop)).toEqual([['guard.school_missing', 'attendanceEvents.csv', 'A']]);
    expect(await storedEvents(district)).toBe(50);
  });

  it('lets in a file of which too many rows are rejected; what was stored of them stays', async () => {
    const typo = EVENTS.map((row, i) => (i < 20 ? row.replace('Excused Absence', 'Sick?') : row));
    const { dropId } = await district.sendZip('typo', withManifest(wholeDrop(typo), { generatedAt: at(2) }));
    await release(dropId);
    const drop = await district.ingest(dropId);
    expect(drop.status).toBe('unchanged');
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rejected: 20, removed: 0 });
    expect(await storedEvents(district)).toBe(100);
  });

  it('is one release however often and by however many it is asked for', async () => {
    const dropId = await heldDrop();
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => release(dropId, name)));
    const [author] = new Set(answers.map((answer) => (answer.outcome === 'decided' ? answer.drop.release?.by : '')));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(5).fill('decided'));
    expect((await requireDrop(dropId)).release?.by).toBe(author);
    expect(executions.size).toBe(1);
    const published = await district.ingest(dropId);
    executions.clear();
    expect(await release(dropId, 'late')).toEqual({ outcome: 'decided', drop: published });
    expect(executions.size).toBe(0);
  });

  it('that was killed before its execution started is made good by the next', async () => {
    const dropId = await heldDrop();
    for (const when of ['before', 'after'] as const) {
      expect(await killedAt({ at: 1, when }, () => release(dropId))).toBe(true);
      expect((await requireDrop(dropId)).status).toBe(when === 'before' ? 'held' : 'received');
      expect(executions.size).toBe(0);
    }
    await release(dropId, 'again');
    expect(executions.size).toBe(1);
    expect(await district.ingest(dropId)).toMatchObject({ status: 'published', release: { by: 'admin' } });
  });

  it('ends the same way whichever write its ingest died at', async () => {
    for (let died = true, write = 1; died; write++) {
      for (const when of ['before', 'after'] as const) {
        await engine.clear();
        district = new TestDistrict();
        await district.sendZip('first', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
        const dropId = await heldDrop();
        await release(dropId);
        died = await killedAt({ at: write, when }, () => district.ingest(dropId));
        await district.ingest(dropId);
        if ((await requireDrop(dropId)).status === 'normalizing') await district.normalizeAndPublish(dropId);
        expect(await requireDrop(dropId), `${when} write ${write}`).toMatchObject({ status: 'published', edition: 2 });
        expect(await storedEvents(district)).toBe(50);
      }
    }
  });

  it('does not overwrite what a newer drop has brought, nor take its place', async () => {
    const dropId = await heldDrop(at(2));
    const newer = [...EVENTS, 'B-9,B,2022-02-14,Excused Absence'];
    await district.sendZip('newer', withManifest(wholeDrop(newer), { generatedAt: at(3) }));
    await release(dropId);
    expect(await district.ingest(dropId)).toMatchObject({ status: 'superseded' });
    expect(await storedEvents(district)).toBe(101);
  });

  it('keeps the drop’s place where the same bytes were put again after it was held', async () => {
    district.wait(300);
    const files = withManifest(wholeDrop(halved));
    const { dropId, status } = await district.sendZip('undated', files);
    expect(status).toBe('held');
    await district.sendZip('later', withManifest(wholeDrop([...EVENTS, 'B-9,B,2022-02-14,Excused Absence'])));
    await district.announceZip('undated', files);
    await release(dropId);
    expect(await district.ingest(dropId)).toMatchObject({ status: 'superseded' });
    expect(await storedEvents(district)).toBe(101);
  });

  it('lets in the pinned versions of a folder and nothing that came later', async () => {
    const files = { ...withManifest(wholeDrop(halved), { generatedAt: at(2) }) };
    const dropId = await district.announceFolder(files);
    expect((await district.ingest(dropId)).status).toBe('held');
    district.drops.write('drops/sis/nightly/attendanceEvents.csv', `${files['attendanceEvents.csv']}`);
    await release(dropId);
    expect((await district.ingest(dropId)).status).toBe('published');
    const next = { ...withManifest(wholeDrop([]), { generatedAt: at(4) }) };
    const second = await district.announceFolder(next);
    expect((await district.ingest(second)).status).toBe('held');
    district.drops.write('drops/sis/nightly/attendanceEvents.csv', `${files['attendanceEvents.csv']}`);
    await release(second);
    const replaced = await district.ingest(second);
    expect(replaced.status).toBe('held');
    expect(holdCodes(replaced)).toEqual([['drop.replaced', 'attendanceEvents.csv', undefined]]);
    expect(await release(second)).toMatchObject({ outcome: 'unreadable', holds: [{ code: 'drop.replaced' }] });
  });

  it.each([
    ['a file that breaks off', 'file.truncated'],
    ['a zip that is none', 'zip.invalid_archive'],
    ['a drop without a manifest', 'package.missing_manifest'],
  ])('is refused for %s', async (_what, code) => {
    const whole = withManifest(wholeDrop(EVENTS), { generatedAt: at(2) });
    const cut = { ...whole, 'attendanceEvents.csv': `${whole['attendanceEvents.csv']?.slice(0, -30)}"` };
    const damaged = async () =>
      district.ingest(await district.announce(district.drops.write('drops/x.zip', Buffer.from('PK no zip'))));
    const drop = await (code === 'file.truncated'
      ? district.sendZip('cut', cut)
      : code === 'zip.invalid_archive'
        ? damaged()
        : district.sendZip('bare', wholeDrop(EVENTS)));
    expect(await release(drop.dropId)).toMatchObject({ outcome: 'unreadable', holds: [{ code }] });
    expect(await requireDrop(drop.dropId)).toEqual(drop);
    expect(executions.size).toBe(0);
    expect(await discard(drop.dropId)).toMatchObject({ outcome: 'decided' });
  });

  it('is for held drops alone', async () => {
    const { dropId } = await district.sendZip('fine', withManifest(wholeDrop(EVENTS), { generatedAt: at(2) }));
    expect(await release(dropId)).toEqual({ outcome: 'notHeld' });
    expect(await release('0'.repeat(32))).toEqual({ outcome: 'noDrop' });
  });

  it('whose ingest fails for good says so', async () => {
    const dropId = await heldDrop();
    await release(dropId);
    await checkDrop(dropId, district.context);
    await recordIngestFailure(dropId, 'Oh', district.now);
    expect(await requireDrop(dropId)).toMatchObject({ status: 'failed', release: { by: 'admin' } });
  });
});

describe('a hold that is recorded late by a step that had stalled', () => {
  it('does not undo a release', async () => {
    const dropId = await district.announceZip('held', withManifest(wholeDrop(halved), { generatedAt: at(2) }));
    await checkDrop(dropId, district.context);
    let takenIn: Promise<unknown> | undefined;
    const lake = {
      ...district.lake,
      putStream: async (...write: Parameters<typeof district.lake.putStream>) => {
        // Another instance of the step has held the drop, it was released and is being taken in again.
        if (write[0].startsWith('drops/') && !takenIn) {
          takenIn = (async () => {
            await normalizeDrop(dropId, district.context);
            await release(dropId);
            await checkDrop(dropId, district.context);
          })();
          await takenIn;
        }
        return district.lake.putStream(...write);
      },
    };
    await normalizeDrop(dropId, { ...district.context, lake });
    expect(await requireDrop(dropId)).toMatchObject({ status: 'normalizing', release: { by: 'admin' } });
    await district.normalizeAndPublish(dropId);
    expect((await currentEdition())?.dropId).toBe(dropId);
  });
});

describe('a discarded drop', () => {
  it('has ended, and says who ended it, when and why', async () => {
    const dropId = await heldDrop();
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => discard(dropId, name)));
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['decided']));
    const drop = await district.ingest(dropId);
    expect(drop).toMatchObject({ status: 'discarded', discard: { at: at(6) }, finishedAt: expect.any(String) });
    expect(await release(dropId)).toEqual({ outcome: 'notHeld' });
    expect(await storedEvents(district)).toBe(100);
    await district.announceZip('held', withManifest(wholeDrop(halved), { generatedAt: at(2) }));
    expect(await requireDrop(dropId)).toEqual(drop);
  });

  it('or a released one: of both decisions at once, one holds', async () => {
    const dropId = await heldDrop();
    const [released, discarded] = await Promise.all([release(dropId), discard(dropId)]);
    expect([released.outcome, discarded.outcome].sort()).toEqual(['decided', 'notHeld']);
    const { release: released1, discard: discarded1 } = await requireDrop(dropId);
    expect([released1, discarded1].filter(Boolean)).toHaveLength(1);
  });
});

describe('drops that wait for a decision', () => {
  it('are counted from a day on', async () => {
    const first = await heldDrop();
    const bare = await district.sendZip('bare', wholeDrop(EVENTS));
    expect(await countHeldDrops('2022-03-01T00:00:00.000Z')).toBe(2);
    expect(await countHeldDrops(bare.receivedAt)).toBe(1);
    await release(first);
    await discard(bare.dropId);
    expect(await countHeldDrops('2022-03-01T00:00:00.000Z')).toBe(0);
  });
});
