import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';
import { graduationsOf } from '../../../shared/store/graduationRecords.ts';
import { readYearEnd } from '../../../shared/store/yearEnds.ts';
import { type DecisionRight, decide } from '../../../shared/yearend/decide.ts';
import { failYear } from '../../../shared/yearend/failYear.ts';
import { sealYear } from '../../../shared/yearend/sealYear.ts';
import { signOff } from '../../../shared/yearend/signOff.ts';
import { startClosing } from '../../../shared/yearend/startClosing.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { author, close, lakeWithEdition, NOW, putEdition, stored, YEAR } from './district.ts';

let dynamo: DynamoEngine;
let lake: Awaited<ReturnType<typeof lakeWithEdition>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(async () => {
  await dynamo.clear();
  lake = await lakeWithEdition();
  await close(lake);
});
afterAll(() => dynamo.stop());

const started: string[] = [];
beforeEach(() => void started.splice(0));
const start = async (name: string) => void started.push(name);

const graduate = (student: string, reason = 'Checked by hand') => ({
  student: studentId(student),
  outcome: 'graduate' as const,
  reason,
});
const decideAs = (right: DecisionRight, ...some: ReturnType<typeof graduate>[]) =>
  decide(YEAR, some, author, () => right);
const decideAll = () => decideAs('all', graduate('blank'), graduate('pending'), graduate('plan'));
const sign = () => signOff(YEAR, author, start);
const recordOf = async (student: string) => (await graduationsOf(studentId(student)))[0]!;
const text = async (archive: ReturnType<typeof memoryLake>, key: string) =>
  new TextDecoder().decode(await archive.get(key));

describe('deciding', () => {
  test('records outcome, reason, author and time, and counts the exception as decided', async () => {
    expect(await decideAs('exceptions', graduate('blank'))).toMatchObject({
      outcome: 'stored',
      year: { openExceptions: 2 },
    });
    expect((await recordOf('blank')).decision).toEqual({ outcome: 'graduate', reason: 'Checked by hand', ...author });
  });

  test('changes nothing when the same decision is sent again', async () => {
    await decideAs('all', graduate('blank'));
    const before = await stored();
    expect(await decideAs('all', graduate('blank'))).toMatchObject({ outcome: 'stored' });
    expect(await stored()).toBe(before);
  });

  test('keeps the decision that another one replaces, and counts the exception once', async () => {
    await decideAs('all', graduate('blank'));
    await decideAs('all', graduate('blank', 'Transcript arrived'));
    expect(await recordOf('blank')).toMatchObject({
      decision: { reason: 'Transcript arrived' },
      formerDecisions: [{ reason: 'Checked by hand' }],
    });
    expect((await readYearEnd(YEAR))?.openExceptions).toBe(2);
  });

  test('counts right when many decide at once, also about the same student', async () => {
    const outcomes = await Promise.all(
      ['blank', 'pending', 'plan', 'blank', 'pending'].map((student, index) =>
        decide(YEAR, [graduate(student)], { by: staffId(`T${index}`), at: author.at }, () => 'all'),
      ),
    );
    const failed = outcomes.flatMap(({ outcome }) => (outcome === 'stored' ? [] : [outcome]));
    expect(failed.every((outcome) => outcome === 'contended')).toBe(true);
    await decideAll();
    expect((await readYearEnd(YEAR))?.openExceptions).toBe(0);
  });

  test('records nothing when one of the students is not in the class', async () => {
    const before = await stored();
    expect(await decideAs('all', graduate('blank'), graduate('junior'))).toEqual({
      outcome: 'unknownStudents',
      positions: [1],
    });
    expect(await stored()).toBe(before);
  });

  test('treats students the caller may not decide about as unknown', async () => {
    expect(await decideAs('none', graduate('blank'))).toEqual({ outcome: 'unknownStudents', positions: [0] });
  });

  test('lets a clear result be overruled only by those who may', async () => {
    expect(await decideAs('exceptions', graduate('short'))).toEqual({ outcome: 'notDecidable', positions: [0] });
    expect(await decideAs('all', graduate('short'))).toMatchObject({ outcome: 'stored', year: { openExceptions: 3 } });
  });
});

describe('signing off', () => {
  test('is refused while an exception is open', async () => {
    expect(await sign()).toEqual({ outcome: 'openExceptions', open: 3 });
    expect(started).toEqual([]);
  });

  test('starts sealing once, however often it is asked for', async () => {
    await decideAll();
    const outcomes = await Promise.all([sign(), sign(), sign()]);
    expect(outcomes.every(({ outcome }) => outcome === 'signedOff')).toBe(true);
    expect(new Set(started)).toEqual(new Set(['seal-2027-1-1']));
    expect((await readYearEnd(YEAR))?.signOff).toEqual(author);
  });

  test('closes the door to decisions and to another closing', async () => {
    await decideAll();
    await sign();
    expect(await decideAs('all', graduate('blank', 'Too late'))).toEqual({ outcome: 'notInReview' });
    expect(await startClosing(YEAR, author.by, NOW, start)).toEqual({ outcome: 'signedOff' });
  });

  test('after a failed sealing it starts another execution under the first sign-off', async () => {
    await decideAll();
    await sign();
    await failYear(YEAR, 'States.Timeout', '');
    expect(await startClosing(YEAR, author.by, NOW, start)).toEqual({ outcome: 'signedOff' });
    await signOff(YEAR, { by: staffId('T-OTHER'), at: '2027-06-13T00:00:00.000Z' }, start);
    expect(started).toEqual(['seal-2027-1-1', 'seal-2027-1-2']);
    expect((await readYearEnd(YEAR))?.signOff).toEqual(author);
  });
});

describe('sealing', () => {
  const seal = async (at = NOW) => {
    const archive = memoryLake();
    await sealYear(YEAR, archive, at);
    return archive;
  };

  test('is refused before sign-off', async () => {
    await decideAll();
    await expect(seal()).rejects.toMatchObject({ code: 'notSealing' });
  });

  test('archives every record with its outcome, sorted, and a manifest that names them by hash', async () => {
    await decideAll();
    await sign();
    const archive = await seal();

    const year = await readYearEnd(YEAR);
    const manifest = JSON.parse(await text(archive, year!.archive!.manifestKey));
    const lines = (await text(archive, manifest.objects[0].key)).trim().split('\n');
    const records = lines.map((line) => JSON.parse(line));
    expect(records.map(({ sourcedId, outcome }) => `${sourcedId} ${outcome}`)).toEqual([
      'blank graduate',
      'graduated graduate',
      'met graduate',
      'pending graduate',
      'plan graduate',
      'short doNotGraduate',
    ]);
    expect(manifest).toMatchObject({ schoolYear: YEAR, edition: 1, students: 6, signOff: author });
    expect(year).toMatchObject({ status: 'sealed', archive: { records: 6 } });
  });

  test('names no student in any key', async () => {
    await decideAll();
    await sign();
    const keys = [...(await seal()).keys(), ...lake.keys()];
    for (const id of ['blank', 'met', 'pending']) expect(keys.join('\n')).not.toContain(id);
  });

  test('writes the same bytes when it is run again after it died', async () => {
    await decideAll();
    await sign();
    const dying = { put: async () => Promise.reject(new Error('killed')) };
    await expect(sealYear(YEAR, dying, NOW)).rejects.toThrow('killed');
    const first = memoryLake();
    const late = {
      put: async (key: string, bytes: Uint8Array) => {
        await first.put(key, bytes);
        if (key.endsWith('manifest.json')) throw new Error('killed');
      },
    };
    await expect(sealYear(YEAR, late, NOW)).rejects.toThrow('killed');
    const second = await seal(new Date('2027-06-20T00:00:00Z'));

    expect(second.keys()).toEqual(first.keys());
    for (const key of second.keys()) expect(await text(second, key)).toBe(await text(first, key));
  });

  test('is for good: later data, decisions and executions change nothing', async () => {
    await decideAll();
    await sign();
    await seal();
    const before = await stored();

    await putEdition(lake, 2, { transcripts: [] });
    expect(await startClosing(YEAR, author.by, NOW, start)).toEqual({ outcome: 'signedOff' });
    await expect(close(lake, 2)).rejects.toMatchObject({ code: 'notClosing' });
    await failYear(YEAR, 'YearEndError', 'notClosing');
    expect(await decideAs('all', graduate('blank', 'Too late'))).toEqual({ outcome: 'notInReview' });
    expect(await sign()).toEqual({ outcome: 'sealed' });
    await sealYear(YEAR, memoryLake(), NOW);

    expect(await stored()).toBe(before);
  });
});
