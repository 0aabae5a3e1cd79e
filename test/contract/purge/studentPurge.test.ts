import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { replayRun } from '../../../infra/local/replay/replayRun.ts';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import type { RunInputs } from '../../../shared/assess/run/runInputs.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { getJson } from '../../../shared/lake/lake.ts';
import { documents } from '../../../shared/store/documents.ts';
import { acquireLease } from '../../../shared/store/leases.ts';
import { hashOfStudent, readTombstones } from '../../../shared/store/tombstones.ts';
import { readYearEnd } from '../../../shared/store/yearEnds.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { nights, visibleDistrict, visibleRun } from '../assess/nights.ts';
import { DAY_1, DAY_2, DAY_3, IDS, nextDay, STUDENTS } from '../assess/twoNights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { zipOf } from '../ingest/district.ts';
import { allItems, approvedPurge, PURGE_ID, putItems, runPurge, type Tables } from './steps.ts';
import { VersionedBucket } from './versionedBucket.ts';

/** The function dies at one of its writes: just before it, or, at every other one, after it took effect and before the answer came. */
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

const WRITE = /^(Put|Delete|Update|TransactWrite|BatchWrite)/;
const buckets = {
  lake: new VersionedBucket({ around: dying }),
  drops: new VersionedBucket({ around: dying }),
  archive: new VersionedBucket({ around: dying, now: '2026-11-02T00:00:00.000Z' }),
};
const SUBJECT = 's4';
const OTHERS = [...IDS, 's6'].filter((id) => id !== SUBJECT);
const LOCKED = '2036-07-01T00:00:00.000Z';
const PLAN = 'ab'.repeat(16);
const NOTE = 'cd'.repeat(16);
const text = (value: string) => new TextEncoder().encode(value);

const student = (Item: object) => documents.send(new PutCommand({ TableName: process.env['STUDENT_TABLE'], Item }));

/** What others would have written of the student by now. */
async function moreOfTheStudent(): Promise<void> {
  const counselor = staffId('counselor-north');
  for (const item of [
    { pk: `STUDENT#${SUBJECT}`, sk: `PLAN#${PLAN}`, plan: { planId: PLAN } },
    { pk: `PLAN#${PLAN}`, sk: 'PLAN', plan: { planId: PLAN, studentSourcedId: SUBJECT } },
    { pk: `PLAN#${PLAN}`, sk: 'CHECKIN#2026-11-01', checkIn: { planId: PLAN, note: 'held' } },
    { pk: `STAFF#${counselor}`, sk: `TASK#2026-11-01#t1`, task: { planId: PLAN, studentSourcedId: SUBJECT } },
    { pk: 'MESSAGE#m1', sk: 'MESSAGE', message: { messageId: 'm1', planId: PLAN } },
    { pk: `STUDENT#${SUBJECT}`, sk: `NOTE#${NOTE}`, note: { noteId: NOTE, text: 'said' } },
    { pk: `NOTE#${NOTE.slice(12)}`, sk: 'REVISION#1', revision: { noteId: NOTE, text: 'said' } },
    { pk: `DISCLOSED#${SUBJECT}`, sk: '2026-11-01T00:00:00Z#r1', disclosure: { requestId: 'r1' } },
    { pk: 'DISCLOSING#3', sk: 'x', disclosing: { shown: [{ students: ['s1', SUBJECT] }] } },
    { pk: 'AUDIT#2026-11-01', sk: 'x#1', entry: { target: { id: SUBJECT }, path: `/v1/students/${SUBJECT}/notes` } },
    { pk: 'AUDIT#2026-11-01', sk: 'y#1', entry: { target: { id: 's1' } } },
    { pk: 'OUTBOX#2', sk: 'e1', event: { eventId: 'e1', detail: { studentSourcedId: SUBJECT } } },
    {
      pk: 'REASSIGNMENT#1',
      sk: 'REASSIGNMENT',
      reassignment: { cases: { s1: ['counselor'], [SUBJECT]: ['counselor'] } },
    },
    { pk: 'PURGE#other', sk: 'PURGE', purge: { purgeId: 'other', state: 'requested', subject: SUBJECT } },
  ])
    await student(item);
}

/** A year end that people are deciding; the student waits for a decision. */
async function yearInReview(): Promise<void> {
  const counts = { requirementsMet: 1, needsReview: 1, requirementsNotMet: 0 };
  const yearEnd = { schoolYear: 2027, status: 'inReview', attempt: 1, students: 2, counts, openExceptions: 1 };
  await documents.send(
    new PutCommand({
      TableName: process.env['OPERATIONS_TABLE'],
      Item: { pk: 'YEAREND#2027', sk: 'YEAREND', yearEnd },
    }),
  );
  const member = { sourcedId: SUBJECT, attempt: 1, status: 'needsReview', open: true };
  await student({ pk: 'YEAREND#2027', sk: `STUDENT#${SUBJECT}`, attempt: 1, member });
}

/** A district with two published nights, raw files, a sealed year and what an accident left behind. */
async function makeDistrict(): Promise<void> {
  const district = nights(buckets.lake);
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  await district.run(DAY_1);
  await district.publishEdition(2, nextDay(), DAY_2);
  await district.run(DAY_2);
  await moreOfTheStudent();
  await yearInReview();
  const users = `sourcedId,givenName\ns1,Ann\n${SUBJECT},Bo\n`;
  buckets.drops.write('drops/nightly/1.zip', zipOf({ 'users.csv': users }));
  buckets.drops.write('drops/nightly/2.zip', zipOf({ 'users.csv': `sourcedId,givenName\ns1,Ann\nx${SUBJECT},Cy\n` }));
  buckets.drops.write('drops/folder/users.csv', text(users));
  buckets.drops.write('drops/broken.zip', text('no zip'));
  buckets.lake.write(
    'drops/d1/rejects.csv',
    text(`file,line,message\r\nusers.csv,3,"${SUBJECT}"\r\nusers.csv,4,ok\r\n`),
  );
  buckets.lake.write(
    'year-ends/2026/1/batches/0.json',
    text(JSON.stringify([{ sourcedId: 's1' }, { sourcedId: SUBJECT }])),
  );
  const line = (id: string) => `${JSON.stringify({ outcome: 'graduate', sourcedId: id })}\n`;
  buckets.archive.write('year-ends/2026/1/records/0001.ndjson', text(line('s1') + line(SUBJECT)), LOCKED);
  buckets.archive.write(
    'year-ends/2020/1/records/0001.ndjson',
    text(line('s1') + line(SUBJECT)),
    '2026-01-01T00:00:00.000Z',
  );
  // Somebody has written an object twice.
  buckets.lake.write('runs/overrides/x.json', text(JSON.stringify([{ sourcedId: SUBJECT }, { sourcedId: 's2' }])));
  buckets.lake.write('runs/overrides/x.json', text(JSON.stringify([{ sourcedId: 's2' }])));
}

let items: Tables;
let objects: ReturnType<typeof snapshots>;
const snapshots = () => ({
  lake: buckets.lake.snapshot(),
  drops: buckets.drops.snapshot(),
  archive: buckets.archive.snapshot(),
});

async function restored(): Promise<void> {
  killAt = Number.POSITIVE_INFINITY;
  await engine.clear();
  await putItems(items);
  for (const name of ['lake', 'drops', 'archive'] as const) buckets[name].restore(objects[name]);
}

beforeAll(async () => {
  engine = await startDynamo();
  documents.middlewareStack.add(
    (next, context) => (args) => (WRITE.test(context.commandName ?? '') ? dying(() => next(args)) : next(args)),
    { step: 'initialize', name: 'dying', priority: 'high' },
  );
  await makeDistrict();
  await hashOfStudent(SUBJECT);
  await approvedPurge({ student: SUBJECT });
  [items, objects] = [await allItems(), snapshots()];
}, 120_000);
afterAll(async () => {
  documents.middlewareStack.remove('dying');
  await engine.stop();
});
beforeEach(() => restored());

const alone = new RegExp(`(?<![A-Za-z0-9])${SUBJECT}(?![A-Za-z0-9])`);

/** What readers see of all others, on lists too. */
async function everybodyElse(): Promise<unknown> {
  const isSubject = (entry: unknown) =>
    entry === SUBJECT || (entry as { readonly sourcedId?: unknown } | null)?.sourcedId === SUBJECT;
  return JSON.parse(await visibleDistrict(OTHERS), (_, value) =>
    Array.isArray(value) ? value.filter((entry) => !isSubject(entry)) : value,
  );
}

describe('a student’s purge', () => {
  it('removes the student from every item, every version of every object, and leaves the rest', async () => {
    const others = await everybodyElse();
    const { certificate, ...purge } = await runPurge(buckets);
    expect(purge).toMatchObject({ state: 'done' });
    expect(purge).not.toHaveProperty('subject');
    expect(purge).not.toHaveProperty('reason');
    const left = Object.values(await allItems()).flat();
    expect(left.filter((item) => alone.test(JSON.stringify(item))).map((item) => item['pk'])).toEqual([]);
    const named = Object.entries({ ...buckets.lake.visible(), ...buckets.drops.visible() });
    expect(
      named.filter(([key, content]) => !key.endsWith('.table') && alone.test(content)).map(([key]) => key),
    ).toEqual([]);
    expect(Object.keys(buckets.drops.visible())).toEqual(['drops/nightly/2.zip']);
    expect(buckets.lake.versionCount()).toBe(Object.keys(buckets.lake.visible()).length);
    expect(await everybodyElse()).toEqual(others);
    expect(certificate?.remaining).toContainEqual(
      expect.objectContaining({ place: 'archive', what: 'year-ends/2026/1/records/0001.ndjson', until: LOCKED }),
    );
  });

  it('keeps what the audit says and what others have in common with the student', async () => {
    await runPurge(buckets);
    const kept = Object.values(await allItems()).flat();
    const item = (pk: string) => kept.filter((each) => each['pk'] === pk);
    const hash = await hashOfStudent(SUBJECT);
    expect(item('AUDIT#2026-11-01').map(({ entry }) => entry)).toEqual([
      { target: { id: `purged:${hash}` }, path: `/v1/students/purged:${hash}/notes` },
      { target: { id: 's1' } },
    ]);
    expect(item('DISCLOSING#3')[0]?.['disclosing']).toEqual({ shown: [{ students: ['s1'] }] });
    expect(item('REASSIGNMENT#1')[0]?.['reassignment']).toEqual({ cases: { s1: ['counselor'] } });
    expect((await readTombstones())?.has(SUBJECT)).toBe(true);
    expect((await readTombstones())?.has('s1')).toBe(false);
  });

  it('takes the student out of a year that people are deciding, and out of its counts', async () => {
    await runPurge(buckets);
    expect(await readYearEnd(2027)).toMatchObject({
      students: 1,
      counts: { requirementsMet: 1, needsReview: 0 },
      openExceptions: 0,
    });
  });

  it('leaves nights that replay to the same bytes for everybody else, and look-ups that find them', async () => {
    const runs = [
      ...new Set(Object.keys(buckets.lake.visible()).flatMap((key) => /^runs\/(2[^/]+)\//.exec(key)?.[1] ?? [])),
    ];
    expect(runs).toHaveLength(2);
    await runPurge(buckets);
    for (const runId of runs) {
      const pinned = (await getJson(buckets.lake, runFiles.inputs(runId))) as RunInputs;
      expect((await replayRun(buckets.lake, pinned, { threads: 1 })).differences).toEqual([]);
      expect(await readStudentResult(buckets.lake, runId, studentId(SUBJECT))).toBeUndefined();
      expect(await readStudentResult(buckets.lake, runId, studentId('s3'))).toMatchObject({ sourcedId: 's3' });
    }
  });

  it('is followed by a night that changes nobody', async () => {
    await runPurge(buckets);
    const before = await visibleDistrict([...OTHERS, SUBJECT]);
    const district = nights(buckets.lake);
    const run = await visibleRun();
    expect(await district.run(DAY_3)).toMatchObject({ outcome: 'published' });
    expect(await visibleRun()).not.toBe(run);
    expect(JSON.parse(await visibleDistrict([...OTHERS, SUBJECT])).students).toEqual(JSON.parse(before).students);
  });

  it('waits while a drop is taken in or a night assessed, and hides the student when its turn has come', async () => {
    await acquireLease({ name: 'ingest', holder: 'a drop' }, new Date('2026-11-02T14:59:00.000Z'), 600);
    expect(await runPurge(buckets)).toMatchObject({ state: 'running' });
    expect(JSON.parse(await visibleDistrict([SUBJECT])).students[0][1]).toBeDefined();
  });

  it('killed at any write, before it or after it, and run again ends the same', { timeout: 600_000 }, async () => {
    const run = async (at: number, before: boolean) => {
      await restored();
      [writes, killAt, killsBefore] = [0, at, before];
      const retried = async <T>(step: () => Promise<T>): Promise<T> => {
        try {
          return await step();
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          return step();
        }
      };
      const purge = await runPurge(buckets, retried);
      const made = writes;
      killAt = Number.POSITIVE_INFINITY;
      const { revision: _writes, ...record } = purge;
      const state = {
        record,
        items: Object.values(await allItems())
          .flat()
          .filter(({ pk }) => pk !== `PURGE#${PURGE_ID}` && pk !== 'EDITION'),
        lake: buckets.lake.visible(),
        versions: buckets.lake.versionCount(),
        drops: Object.keys(buckets.drops.visible()),
        archive: buckets.archive.visible(),
      };
      return { state, made };
    };
    const undisturbed = await run(Number.POSITIVE_INFINITY, true);
    expect(undisturbed.made).toBeGreaterThan(50);
    for (let at = 1; at <= undisturbed.made; at++) {
      const before = at % 2 === 0;
      const { state } = await run(at, before);
      expect(state, `killed ${before ? 'before' : 'after'} write ${at}`).toEqual(undisturbed.state);
    }
  });
});
