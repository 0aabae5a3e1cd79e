import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { at, evening, morning } from './district.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { ProblemBody, StudentRow, Task } from './views.ts';

interface OwnList {
  readonly items: readonly { readonly sourcedId: string }[];
}
interface Own {
  readonly sourcedId: string;
  readonly rights: { readonly holder: string; readonly transferOn: string; readonly basis: string };
  readonly contacts: readonly { readonly own: boolean }[];
}

/** A senior, born on 2008-04-15: 18 a month after the stage begins. */
const SENIOR = '100052';
const BIRTHDAY = '2026-04-15';

let stage: Stage;
let motherId: string;
let mother: Client;
let student: Client;
let neighbour: Client;
let neighbourChild: string;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
  const night = { asOf: '2026-03-13', families: true } as const;
  expect((await stage.drop(night)).status).toBe('published');
  expect((await stage.night(morning('2026-03-14'))).status).toBe('published');
  const contacts = rowsOf(stage.filesOf(night), 'contacts');
  const motherOf = (id: string) => contacts.find((row) => row['studentSourcedId'] === id)?.['contactId'] ?? '';
  neighbourChild = '100053';
  motherId = motherOf(SENIOR);
  mother = stage.as(motherId, 'family');
  neighbour = stage.as(motherOf(neighbourChild), 'family');
  student = stage.as(SENIOR, 'student');
});

const pathOf = (id: string, tail = '') => `/v1/portal/students/${id}${tail}`;
const idsOf = async (client: Client) =>
  (await client.read<OwnList>('/v1/portal/students')).items.map((each) => each.sourcedId);
const statusOf = async (client: Client, path: string) => (await client.get<ProblemBody>(path)).status;

describe('a parent', () => {
  it('sees their child, and the neighbour’s is as unknown as nobody’s', async () => {
    expect([await idsOf(mother), await idsOf(neighbour)]).toEqual([[SENIOR], [neighbourChild]]);
    const own = await mother.read<Own>(pathOf(SENIOR));
    expect(own.rights).toMatchObject({ holder: 'parents', transferOn: BIRTHDAY, basis: 'parent' });
    expect(own.contacts.filter((contact) => contact.own)).toHaveLength(1);
    for (const path of [pathOf(SENIOR), pathOf(SENIOR, '/export'), pathOf(SENIOR, '/disclosures'), pathOf('nobody')]) {
      expect([path, await statusOf(neighbour, path)]).toEqual([path, 404]);
    }
    expect(await statusOf(mother, '/v1/students')).toBe(403);
  });

  it('finds nothing in the record that is for staff alone', async () => {
    const text = JSON.stringify(await mother.read(pathOf(SENIOR)));
    const staff = stage.district.staff.filter(({ role }) => role !== 'teacher').map(({ sourcedId }) => sourcedId);
    const others = rowsOf(stage.filesOf({ asOf: '2026-03-13', families: true }), 'contacts')
      .filter((row) => row['studentSourcedId'] === SENIOR && row['relation'] !== 'Mother')
      .flatMap((row) => [row['phone'], row['email'], row['contactId']]);
    for (const hidden of [
      ...staff,
      ...others,
      'thresholds',
      'reasonCodes',
      'cutPoint',
      'attendanceEvents.csv',
      ' cut ',
    ]) {
      expect([hidden, text.includes(`${hidden}`)]).toEqual([hidden, false]);
    }
  });

  it('sees that they have looked, and staff by role alone', async () => {
    await stage.admin.read(`/v1/students/${SENIOR}`);
    const { items } = await mother.read<{ items: readonly { own: boolean; role: string; purpose: string }[] }>(
      pathOf(SENIOR, '/disclosures'),
    );
    expect(items.filter(({ own }) => own).map(({ purpose }) => purpose)).toContain('portal');
    expect(items.find(({ own }) => !own)).toMatchObject({ role: 'districtAdmin' });
    expect(JSON.stringify(items)).not.toContain(stage.district.staff[0]?.sourcedId);
  });
});

describe('before the birthday', () => {
  it('the counselor is told once, by a task and a mail that names nobody', async () => {
    const counselorId = stage.district.studentAt(Number(SENIOR) - 100_001).counselor;
    const counselor = stage.as(counselorId, 'counselor');
    stage.cloud.clock.set(at('2026-03-16', '06:00'));
    for (const day of ['2026-03-16', '2026-03-17']) await stage.cloud.clock.advanceTo(at(day, '08:00'));
    await stage.cloud.idle();
    const tasks = await counselor.all<Task & { studentSourcedId: string }>('/v1/tasks?kind=rightsTransfer');
    expect(tasks.filter(({ studentSourcedId }) => studentSourcedId === SENIOR)).toMatchObject([
      { dueOn: BIRTHDAY, status: 'open', reminder: 'sent' },
    ]);
    const mails = stage.cloud.mail().filter(({ subject }) => subject?.includes(BIRTHDAY));
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toContain(SENIOR);
    const listed = await stage.admin.all<{ student: StudentRow; on: string }>('/v1/rights-transfers');
    expect(listed.find((each) => each.student.sourcedId === SENIOR)).toMatchObject({ on: BIRTHDAY });
  });
});

describe('on the birthday', () => {
  it('the rights are the student’s from local midnight on', async () => {
    stage.cloud.clock.set(at('2026-04-14', '23:59'));
    expect(await statusOf(mother, pathOf(SENIOR))).toBe(200);
    stage.cloud.clock.set(at(BIRTHDAY, '00:00'));
    expect(await statusOf(mother, pathOf(SENIOR))).toBe(404);
    expect(await idsOf(mother)).toEqual([]);
    expect((await student.read<Own>(pathOf(SENIOR))).rights).toMatchObject({ holder: 'student', basis: 'ownRecord' });
  });

  it('the student lets the mother see the record again, and takes it back', async () => {
    const consent = {
      ...{ guardianSourcedId: motherId, records: ['academic'], purpose: 'To follow my marks' },
      ...{ validUntil: '2026-08-31', agree: true },
    };
    const given = await student.post<{ consentId: string }>(pathOf(SENIOR, '/consents'), consent);
    expect(given.status).toBe(201);
    expect((await mother.read<Own>(pathOf(SENIOR))).rights).toMatchObject({ holder: 'student', basis: 'consent' });
    expect(await idsOf(mother)).toEqual([SENIOR]);
    const revoked = await student.post(pathOf(SENIOR, `/consents/${given.body.consentId}/revoke`), {});
    expect(revoked.status).toBe(200);
    expect(await statusOf(mother, pathOf(SENIOR))).toBe(404);
  });

  it('asking for amendments is the student’s', async () => {
    const about = { about: { section: 'attendance' }, requested: 'Excused', grounds: 'I was ill' };
    expect((await mother.post<ProblemBody>(pathOf(SENIOR, '/amendment-requests'), about)).status).toBe(404);
    expect((await student.post(pathOf(SENIOR, '/amendment-requests'), about)).status).toBe(201);
  });
});
