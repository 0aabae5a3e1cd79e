import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FamilyAccessAt18 } from '../../../shared/domain/access/familyRights.ts';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { contactAddress, guardianId, personName, staffId, studentId } from '../../../shared/domain/identity.ts';
import { deliverMessage } from '../../../shared/engagement/deliverMessage.ts';
import { findRightsTransfers, type RightsTransfersPorts } from '../../../shared/engagement/rightsTransfers.ts';
import type { Mail } from '../../../shared/messaging/mail.ts';
import { changeFamilyAccess } from '../../../shared/store/familyAccess.ts';
import { allRightsRows } from '../../../shared/store/rightsNotices.ts';
import { listTasks } from '../../../shared/store/tasks.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const day = (iso: string) => parseDay(iso) ?? 0;
const NOW = new Date('2026-03-01T13:00:00Z');
const [ADA, CLEO] = [studentId('stu-ada'), studentId('stu-cleo')];
const [FIRST, SECOND] = [staffId('counselor-1'), staffId('counselor-2')];
const queued: string[] = [];

/** Ada turns 18 on 31 March 2026; Cleo has been 18 for a year. */
const district = (over: Partial<RightsTransfersPorts> = {}): RightsTransfersPorts => ({
  familyAccessAt18: 'dependentStudent' as FamilyAccessAt18,
  birthDates: new Map([
    [ADA, day('2008-03-31')],
    [CLEO, day('2007-02-01')],
  ]),
  counselors: new Map([[ADA, [FIRST]]]),
  queue: async (ids) => void queued.push(...ids),
  ...over,
});
const find = (iso: string, over?: Partial<RightsTransfersPorts>) => findRightsTransfers(day(iso), NOW, district(over));
const tasksOf = async (staff = FIRST) => (await listTasks(staff, { limit: 50 })).tasks;
const rows = async () =>
  [...(await allRightsRows()).values()].map(({ studentSourcedId, on }) => [studentSourcedId, on]);

beforeEach(async () => {
  queued.splice(0);
  await dynamo.clear();
});

describe('a birthday to come', () => {
  test('is told to the counselor thirty days before, and not a day earlier', async () => {
    expect(await find('2026-02-28')).toEqual({ students: 0, tasksOpened: 0, messagesQueued: 0 });
    expect(await find('2026-03-01')).toEqual({ students: 1, tasksOpened: 1, messagesQueued: 1 });
    expect(await tasksOf()).toMatchObject([
      { kind: 'rightsTransfer', studentSourcedId: ADA, dueOn: '2026-03-31', status: 'open' },
    ]);
    expect(await rows()).toEqual([[ADA, '2026-03-31']]);
  });

  test('is told once, whether the job runs twice, at once, or each morning', async () => {
    await Promise.all([find('2026-03-01'), find('2026-03-01')]);
    await find('2026-03-01');
    for (const id of new Set(queued)) await deliver(id);
    queued.splice(0);
    await find('2026-03-02');
    expect([await tasksOf(), queued]).toMatchObject([[{ dueOn: '2026-03-31' }], []]);
  });

  test.each(['2026-03-20', '2026-03-31', '2026-04-14'])(
    'is told on %s when the mornings before were missed',
    async (on) => {
      expect(await find(on)).toMatchObject({ tasksOpened: 1, messagesQueued: 1 });
    },
  );

  test('is queued again when the morning before died before its message was', async () => {
    await expect(find('2026-03-01', { queue: () => Promise.reject(new Error('killed')) })).rejects.toThrow('killed');
    expect(await find('2026-03-01')).toMatchObject({ tasksOpened: 0, messagesQueued: 1 });
    expect([await tasksOf(), await rows()]).toMatchObject([[{ status: 'open' }], [[ADA, '2026-03-31']]]);
  });

  test('opens a task for each counselor, and closes that of one who has the student no more', async () => {
    await find('2026-03-01', { counselors: new Map([[ADA, [FIRST, SECOND]]]) });
    await find('2026-03-02', { counselors: new Map([[ADA, [SECOND]]]) });
    expect((await tasksOf(FIRST)).map(({ status }) => status)).toEqual(['done']);
    expect((await tasksOf(SECOND)).map(({ status }) => status)).toEqual(['open']);
  });

  test('of a student without a counselor is in the list of those whom the school sees', async () => {
    expect(await find('2026-03-01', { counselors: new Map() })).toMatchObject({ students: 1, tasksOpened: 0 });
  });

  test('closes its task two weeks after, or when the birth date turns out to be another one', async () => {
    await find('2026-03-01');
    await find('2026-04-14');
    expect(await tasksOf()).toMatchObject([{ status: 'open' }]);
    await find('2026-04-15');
    expect([await tasksOf(), await rows()]).toMatchObject([[{ status: 'done' }], []]);
    await find('2026-03-01', { birthDates: new Map([[ADA, day('2009-03-31')]]) });
    expect(await rows()).toEqual([]);
  });
});

describe('what else staff are to know', () => {
  test('is when a family’s access ends by itself, and whose age nobody knows; neither makes a task', async () => {
    const grant = { guardianSourcedId: guardianId('g1'), basis: 'dependentStudent', from: '2025-04-01' } as const;
    const by = { kind: 'staff', sourcedId: FIRST } as const;
    const made = { ...grant, grantId: 'a', validUntil: '2026-04-15', recordedBy: by, recordedAt: NOW.toISOString() };
    await changeFamilyAccess(CLEO, { revision: 0, grants: [] }, { by, at: NOW.toISOString(), grants: [made] });
    const birthDates = new Map([
      [CLEO, day('2007-02-01')],
      ['stu-ben', undefined],
    ]);
    expect(await find('2026-03-15', { birthDates })).toEqual({ students: 1, tasksOpened: 0, messagesQueued: 0 });
    expect(await find('2026-03-16', { birthDates })).toEqual({ students: 2, tasksOpened: 0, messagesQueued: 0 });
    expect(await rows()).toEqual([
      [CLEO, '2026-04-15'],
      ['stu-ben', 'unknown'],
    ]);
  });
});

const sent: Mail[] = [];
const deliver = (messageId: string) =>
  deliverMessage(messageId, {
    ...{ district: 'Riverside', timeZone: 'America/Chicago', now: () => NOW, today: () => day('2026-03-01') },
    addressOf: async () => contactAddress('c1@riverside.example'),
    send: async (mail) => {
      sent.push(mail);
      return { outcome: 'sent', providerMessageId: 'p-1' };
    },
  });

test('the mail says the day and names no student', async () => {
  await find('2026-03-01');
  sent.splice(0);
  expect(await deliver(queued[0] ?? '')).toBe('sent');
  expect(await deliver(queued[0] ?? '')).toBe('done');
  expect(sent).toHaveLength(1);
  expect(sent[0]?.subject).toBe('The rights in a student record move on 2026-03-31');
  for (const secret of [ADA, personName('Ada')]) expect(JSON.stringify(sent)).not.toContain(secret);
});
