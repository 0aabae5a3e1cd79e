import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AmendmentRequest } from '../../../shared/domain/amendments/request.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { firstRevision } from '../../../shared/domain/notes/note.ts';
import { readAddedRecord } from '../../../shared/store/addedRecord.ts';
import { createAmendmentRequest } from '../../../shared/store/amendments.ts';
import { createNote, noteIdOf } from '../../../shared/store/notes.ts';
import { createOverride } from '../../../shared/store/overrides.ts';
import { createPlan } from '../../../shared/store/plans.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { seedDistrict } from '../http/district.ts';
import { countRequests } from '../http/requests.ts';

const STUDENT = studentId('stu-one');
const STAFF = staffId('staff-one');
const hash = (n: number) => n.toString(16).padStart(2, '0').repeat(16);

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  await seedDistrict();
});

async function note(minute: number, restricted = false, length = 20): Promise<void> {
  const at = new Date(Date.UTC(2026, 9, 8, 3, minute));
  const noteId = noteIdOf(at, hash(minute));
  const of = { noteId, studentSourcedId: STUDENT, author: STAFF, createdAt: at.toISOString() };
  const text = `note ${minute} `.padEnd(length, 'x');
  expect(await createNote(firstRevision(of, { text, kind: 'general', restricted }))).toBe(true);
}

const plan = (n: number) =>
  createPlan({
    ...{ planId: hash(n), studentSourcedId: STUDENT, domain: 'attendance', school: 'north' },
    ...{ need: 'n', strategy: 's', goal: 'g', createdBy: STAFF, createdAt: '2026-10-01T00:00:00.000Z' },
    timeline: { startDate: '2026-10-01', endDate: '2026-12-01' },
    monitoring: { method: 'm', frequency: 'weekly', responsible: STAFF },
  });

const request = (n: number): AmendmentRequest => ({
  ...{ requestId: hash(99 - n), studentSourcedId: STUDENT, about: { section: 'attendance' } },
  ...{ requested: `r ${n}`, grounds: 'g', requestedBy: { relation: 'parent' }, receivedOn: '2026-10-01' },
  createdBy: { kind: 'staff', sourcedId: STAFF },
  createdAt: `2026-10-0${n}T00:00:00.000Z`,
  events: [],
});

const override = () =>
  createOverride({
    ...{ overrideId: hash(7), studentSourcedId: STUDENT, domain: 'attendance', tier: 3, reason: 'r' },
    ...{ startsOn: '2026-10-07', expiresOn: '2026-11-07', createdBy: STAFF, createdAt: '2026-10-07T00:00:00.000Z' },
  });

describe('what people have added to a record', () => {
  test('is read in one request: every plan and request, and the newest notes of those that may be shown', async () => {
    for (const minute of [1, 2, 3, 4, 5]) await note(minute, minute === 4);
    await Promise.all([plan(1), plan(2), override(), ...[1, 2].map((n) => createAmendmentRequest(request(n)))]);
    const requests = countRequests();
    const added = await readAddedRecord(STUDENT, { notes: 2, where: ({ restricted }) => !restricted });
    expect(requests.commands).toEqual(['QueryCommand']);
    expect(added.notes.map(({ text }) => text?.slice(0, 6))).toEqual(['note 5', 'note 3']);
    expect(added.hasMoreNotes).toBe(true);
    expect(added.plans.map(({ planId }) => planId).sort()).toEqual([hash(1), hash(2)]);
    expect(added.amendmentRequests.map(({ requested }) => requested)).toEqual(['r 2', 'r 1']);
  });

  test('does not say that there are more notes when those may not be shown', async () => {
    await note(1, true);
    await note(2);
    const added = await readAddedRecord(STUDENT, { notes: 1, where: ({ restricted }) => !restricted });
    expect(added).toMatchObject({ hasMoreNotes: false, notes: [{ restricted: false }] });
  });

  test('is whole when it takes more than a megabyte', async () => {
    for (let minute = 0; minute < 40; minute++) await note(minute, false, 30_000);
    await plan(1);
    const added = await readAddedRecord(STUDENT, { notes: 100, where: () => true });
    expect([added.notes.length, added.plans.length, added.hasMoreNotes]).toEqual([40, 1, false]);
  });

  test('of nobody is nothing', async () => {
    const added = await readAddedRecord(studentId('stu-two'), { notes: 5, where: () => true });
    expect(added).toEqual({ notes: [], hasMoreNotes: false, plans: [], amendmentRequests: [] });
  });
});
