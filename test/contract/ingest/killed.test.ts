import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import type { IngestContext } from '../../../shared/ingest/context.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { getJson, type Lake } from '../../../shared/lake/lake.ts';
import { editionKey } from '../../../shared/lake/reader.ts';
import { documents } from '../../../shared/store/documents.ts';
import { requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition, readCoverage, readCurrent } from '../../../shared/store/editions.ts';
import { leaseHolder } from '../../../shared/store/leases.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { type Files, TestDistrict, withManifest } from './district.ts';
import { EVENTS, wholeDrop } from './files.ts';

/** The function dies at one of its writes: just before it, or after it has taken effect and before the answer came. */
class Killed extends Error {}

let engine: DynamoEngine;
let writes = 0;
let killAt = Number.POSITIVE_INFINITY;
let killsBefore = true;

async function dying<T>(write: () => Promise<T>): Promise<T> {
  const dies = ++writes === killAt;
  if (dies && killsBefore) throw new Killed();
  const answer = await write();
  if (dies) throw new Killed();
  return answer;
}

const WRITE = /^(Put|Delete|Update|TransactWrite)/;

beforeAll(async () => {
  engine = await startDynamo();
  documents.middlewareStack.add(
    (next, context) => (args) => (WRITE.test(context.commandName ?? '') ? dying(() => next(args)) : next(args)),
    { step: 'initialize', name: 'dying', priority: 'high' },
  );
});
afterAll(async () => {
  documents.middlewareStack.remove('dying');
  await engine.stop();
});
beforeEach(() => engine.clear());

const dyingLake = (lake: Lake): Lake => ({
  ...lake,
  put: (...write) => dying(() => lake.put(...write)),
  putStream: (...write) => dying(() => lake.putStream(...write)),
});

/** The state machine: a step that died is started again with the same input. */
async function retried<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return step();
  }
}

async function run(dropId: string, context: IngestContext): Promise<void> {
  const { outcome } = await retried(() => checkDrop(dropId, context));
  if (outcome !== 'ready') return;
  const { candidateKey } = await retried(() => normalizeDrop(dropId, context));
  if (candidateKey) await retried(() => publishEdition({ dropId, candidateKey }, context));
}

const drops: readonly [string, Files][] = [
  ['one', withManifest(wholeDrop(EVENTS), { generatedAt: '2022-03-02T01:00:00Z' })],
  ['a correction', withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: '2022-03-03T01:00:00Z' })],
  ['the same again', withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: '2022-03-04T01:00:00Z' })],
  ['one that is held', withManifest(wholeDrop(EVENTS.slice(50)), { generatedAt: '2022-03-05T01:00:00Z' })],
];

/** Takes in all drops; the function dies once, at the `at`-th write of them all. */
async function takeIn(at: number, before: boolean) {
  writes = 0;
  killAt = Number.POSITIVE_INFINITY;
  await engine.clear();
  const district = new TestDistrict();
  const context = {
    ...district.context,
    lake: dyingLake(district.lake),
    clock: () => new Date('2022-03-06T00:00:00Z'),
  };
  const outcomes: unknown[] = [];
  const ids: string[] = [];
  for (const [name, files] of drops) ids.push(await district.announceZip(name, files));
  writes = 0;
  killAt = at;
  killsBefore = before;
  for (const dropId of ids) {
    await run(dropId, context);
    outcomes.push(await requireDrop(dropId), await getJson(district.lake, `drops/${dropId}/report.json`));
  }
  const counted = writes;
  killAt = Number.POSITIVE_INFINITY;
  const edition = await currentEdition();
  const state = {
    outcomes,
    edition,
    editionObject: await getJson(district.lake, editionKey(edition?.number ?? 0)),
    coverage: await readCoverage(),
    current: await readCurrent(),
    lease: await leaseHolder('ingest'),
    keys: district.lake.keys(),
  };
  return { state, writes: counted };
}

describe('an ingest that is killed and started again', () => {
  it('ends as one that was not, whichever write it died at', async () => {
    const undisturbed = await takeIn(Number.POSITIVE_INFINITY, true);
    expect(undisturbed.state.edition?.number).toBe(2);
    expect(undisturbed.writes).toBeGreaterThan(30);
    for (const before of [true, false]) {
      for (let at = 1; at <= undisturbed.writes; at++) {
        const { state } = await takeIn(at, before);
        expect(state, `killed ${before ? 'before' : 'after'} write ${at}`).toEqual(undisturbed.state);
      }
    }
  });

  it('that never started again leaves an edition whose object the next drop writes', async () => {
    killAt = Number.POSITIVE_INFINITY;
    const district = new TestDistrict();
    const dropId = await district.announceZip('one', drops[0]![1]);
    await checkDrop(dropId, district.context);
    const { candidateKey = '' } = await normalizeDrop(dropId, district.context);
    const lake: Lake = {
      ...district.lake,
      put: async () => {
        throw new Killed();
      },
    };
    await expect(publishEdition({ dropId, candidateKey }, { ...district.context, lake })).rejects.toThrow(Killed);
    expect(district.lake.keys()).not.toContain(editionKey(1));
    district.wait(24 * 60);
    await district.sendZip('next', drops[1]![1]);
    expect(district.lake.keys()).toContain(editionKey(1));
    expect((await currentEdition())?.number).toBe(2);
  });
});
