import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import { documents } from '../../../shared/store/documents.ts';
import { auditBatch } from '../../../shared/yearend/auditBatch.ts';
import { completeAudit } from '../../../shared/yearend/completeAudit.ts';
import { decide } from '../../../shared/yearend/decide.ts';
import { sealYear } from '../../../shared/yearend/sealYear.ts';
import { signOff } from '../../../shared/yearend/signOff.ts';
import { startClosing } from '../../../shared/yearend/startClosing.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { author, freeze, lakeWithEdition, NOW, stored, YEAR } from './district.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(() => dynamo.clear());
afterEach(() => vi.restoreAllMocks());
afterAll(() => dynamo.stop());

const WRITES = ['PutCommand', 'UpdateCommand', 'TransactWriteCommand'];
const start = async () => {};
const reason = 'Checked by hand';
const exceptions = ['blank', 'pending', 'plan'].map((id) => ({
  student: studentId(id),
  outcome: 'graduate' as const,
  reason,
}));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

type MemoryLake = ReturnType<typeof memoryLake>;

/** Every step of closing and sealing a year, as executions and people take them. */
function steps(lake: Lake, archive: Lake): readonly (() => Promise<unknown>)[] {
  return [
    () => startClosing(YEAR, staffId('T-DISTRICT'), NOW, start),
    () => freeze(lake),
    () => auditBatch(YEAR, 0, lake),
    () => completeAudit(YEAR),
    () => decide(YEAR, exceptions, author, () => 'all'),
    () => signOff(YEAR, author, start),
    () => sealYear(YEAR, archive, NOW),
  ];
}

/** Dies at one write, counted over tables and buckets, before or after the write has taken effect. */
class Interruption {
  readonly #at: number;
  readonly #afterEffect: boolean;
  #writes = 0;

  constructor(at: number, afterEffect: boolean) {
    this.#at = at;
    this.#afterEffect = afterEffect;
    const send = documents.send.bind(documents) as (command: object) => Promise<unknown>;
    vi.spyOn(documents, 'send').mockImplementation((command: object) =>
      WRITES.includes(command.constructor.name) ? this.#write(() => send(command)) : send(command),
    );
  }

  get writes(): number {
    return this.#writes;
  }

  lake(lake: MemoryLake): MemoryLake {
    return { ...lake, put: (key, bytes, type) => this.#write(() => lake.put(key, bytes, type)) };
  }

  async #write<T>(write: () => Promise<T>): Promise<T> {
    this.#writes += 1;
    if (this.#writes !== this.#at) return write();
    if (this.#afterEffect) await write();
    throw new Error('killed');
  }
}

/** Plays the year, killed once; a killed step is taken again. Everything that is left behind, as text. */
async function played(at: number, afterEffect: boolean): Promise<{ readonly left: string; readonly writes: number }> {
  const [lake, archive] = [await lakeWithEdition(), memoryLake()];
  const interruption = new Interruption(at, afterEffect);
  for (const step of steps(interruption.lake(lake), interruption.lake(archive))) await step().catch(step);
  const objects = await Promise.all(
    [lake, archive].map((each) =>
      Promise.all(each.keys().map(async (key) => `${key} ${sha256((await each.get(key))!)}`)),
    ),
  );
  const left = [await stored(), ...objects.flat()].join('\n');
  vi.restoreAllMocks();
  return { left, writes: interruption.writes };
}

describe('a closing and a sealing that are killed at any write and taken up again', () => {
  test('leave the same bytes in tables, lake and archive', async () => {
    const whole = await played(0, false);
    expect(whole.writes).toBeGreaterThan(12);
    for (let at = 1; at <= whole.writes; at++) {
      for (const afterEffect of [false, true]) {
        await dynamo.clear();
        const again = await played(at, afterEffect);
        expect(again.left, `killed at write ${at}, ${afterEffect ? 'after' : 'before'} its effect`).toBe(whole.left);
      }
    }
  });
});
