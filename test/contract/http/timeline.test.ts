import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type StaffId, staffId } from '../../../shared/domain/identity.ts';
import { firstRevision } from '../../../shared/domain/notes/note.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { writeItems } from '../../../shared/store/batches.ts';
import { studentKeys } from '../../../shared/store/keys.ts';
import { createNote, noteIdOf } from '../../../shared/store/notes.ts';
import { createOverride, endOverride } from '../../../shared/store/overrides.ts';
import { createPlan, type PlanRecord, recordCheckIn } from '../../../shared/store/plans.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import {
  ADA,
  BEN,
  CLAIMS,
  claimsOf,
  PUBLICATION,
  seedDistrict,
  seedResults,
  tenantWithStaffClaim,
} from './district.ts';
import { startLake } from './lake.ts';
import { seedRecords, TOLD } from './recordedStudent.ts';
import { countRequests, type RequestCount } from './requests.ts';

const AUTHOR = staffId('staff-interventionist');
const REASON = 'A death in the family';
const recorder = memoryRecorder();
const clock = () => new Date('2026-10-05T15:00:00.000Z');
const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, recorder, clock });

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  await Promise.all([seedDistrict(), seedResults(), seedRecords(ADA.id, 4), sectionOf('staff-section')]);
  await addNote(1, false);
  await addNote(2, true);
  await addPlan('attendance', 'a');
  await addPlan('behavior', 'b');
  await addOverride();
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(() => requests.reset());

const sectionOf = (teacher: string) =>
  writeItems(environment('STUDENT_TABLE'), [
    {
      put: {
        ...studentKeys.caseload(staffId(teacher), ADA.id),
        current: { publication: PUBLICATION, value: { sourcedId: ADA.id, bases: ['section'] } },
      },
    },
  ]);

async function addNote(minute: number, restricted: boolean): Promise<void> {
  const at = new Date(Date.UTC(2026, 8, 30, 12, minute));
  const of = { studentSourcedId: ADA.id, author: AUTHOR as StaffId, createdAt: at.toISOString() };
  const noteId = noteIdOf(at, String(minute).repeat(32));
  await createNote(firstRevision({ ...of, noteId }, { text: 'A word', kind: 'general', restricted }));
}

async function addPlan(domain: 'attendance' | 'behavior', digit: string): Promise<void> {
  const plan: PlanRecord = {
    ...{ planId: digit.repeat(32), studentSourcedId: ADA.id, domain, school: 'north' },
    ...{ need: 'n', strategy: 's', goal: 'g', createdBy: AUTHOR, createdAt: '2026-09-01T00:00:00.000Z' },
    timeline: { startDate: '2026-09-01', endDate: '2026-12-01' },
    monitoring: { method: 'm', frequency: 'weekly', responsible: AUTHOR },
  };
  await createPlan(plan);
  const held = { dueOn: '2026-09-14', heldOn: '2026-09-15', outcome: 'onTrack', note: 'Private words' } as const;
  const by = { recordedBy: AUTHOR, recordedAt: '2026-09-15T00:00:00.000Z' };
  expect(await recordCheckIn(plan, { planId: plan.planId, ...held, ...by })).toBe(true);
}

async function addOverride(): Promise<void> {
  const overrideId = 'c'.repeat(32);
  await createOverride({
    ...{ overrideId, studentSourcedId: ADA.id, domain: 'attendance', tier: 3, reason: REASON },
    ...{ startsOn: '2026-09-10', expiresOn: '2026-09-30', createdBy: AUTHOR, createdAt: '2026-09-10T00:00:00.000Z' },
  });
  const end = { by: AUTHOR, at: '2026-09-20T00:00:00.000Z', on: '2026-09-20', reason: 'Over' };
  await endOverride(ADA.id, overrideId, end);
}

const SECTION_TEACHER = claimsOf('staff-section', 'teacher');
const read = (claims: Record<string, string>, query = '', id: string = ADA.id) =>
  call(handler, { route: 'GET /v1/students/{id}/timeline', claims, params: { id }, query });
type Event = { kind: string; on: string; through?: string; domain?: string; id?: string; detail: object };
const itemsOf = async (claims: Record<string, string>, query = ''): Promise<Event[]> =>
  (await read(claims, query)).json.items;

describe('a timeline', () => {
  test('tells the newest first, whatever it comes from', async () => {
    const items = await itemsOf(CLAIMS.counselor, 'limit=100');
    const days = items.map(({ on, through }) => through ?? on);
    expect(days).toEqual(days.toSorted().toReversed());
    expect(new Set(items.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['tierChange', 'enrollment', 'absence', 'incident', 'screener', 'survey', 'mark', 'plan', 'checkIn'],
        ...['override', 'note', 'program', 'credential'],
      ]),
    );
  });

  test('makes runs of absences, over a weekend as well', async () => {
    const items = await itemsOf(CLAIMS.counselor, 'kind=absence&from=2026-09-01');
    expect(items).toMatchObject([
      { on: '2026-09-21', through: '2026-09-23', domain: 'attendance', detail: { days: 3 } },
    ]);
    const [first] = await itemsOf(CLAIMS.counselor, 'kind=absence&to=2013-09-30');
    expect(first).toMatchObject({ on: '2013-09-01', through: '2013-09-15', detail: { days: 15 } });
  });

  test('shows a check-in without what was written about it', async () => {
    const answer = await read(CLAIMS.counselor, 'kind=checkIn');
    expect(answer.json.items).toMatchObject([
      { on: '2026-09-15', domain: 'behavior', detail: { dueOn: '2026-09-14', outcome: 'onTrack' } },
      { on: '2026-09-15', domain: 'attendance' },
    ]);
    expect(answer.text).not.toContain('Private words');
  });

  test('has the day a plan ends only once it is there', async () => {
    expect(await itemsOf(CLAIMS.counselor, 'kind=plan&domain=attendance')).toMatchObject([
      { on: '2026-09-01', detail: { event: 'begin' } },
    ]);
  });

  test('tells who set a tier and why to who may know, and to others that it was', async () => {
    expect(await itemsOf(CLAIMS.counselor, 'kind=override')).toMatchObject([
      { on: '2026-09-20', detail: { event: 'end', reason: 'Over' } },
      { on: '2026-09-10', detail: { event: 'set', tier: 3, reason: REASON, author: AUTHOR } },
    ]);
    const teacher = await read(CLAIMS.teacher, 'kind=override');
    expect(teacher.json.items).toHaveLength(2);
    expect(teacher.text).not.toContain(REASON);
  });

  test('shows a restricted note to who may read it', async () => {
    expect(await itemsOf(CLAIMS.counselor, 'kind=note')).toHaveLength(2);
    expect(await itemsOf(CLAIMS.schoolAdmin, 'kind=note')).toMatchObject([{ detail: { restricted: false } }]);
  });

  test('is the same page by page', async () => {
    const whole = await itemsOf(CLAIMS.counselor, 'limit=100');
    const seen: Event[] = [];
    for (let query = 'limit=7'; ; ) {
      const { json } = await read(CLAIMS.counselor, query);
      seen.push(...json.items);
      if (json.nextCursor === undefined) break;
      query = `limit=7&cursor=${json.nextCursor}`;
    }
    expect(seen).toEqual(whole);
  });

  test('takes a cursor for the student and the filters it was given for alone', async () => {
    const { json } = await read(CLAIMS.counselor, 'limit=1');
    const other = await read(CLAIMS.counselor, `limit=1&kind=mark&cursor=${json.nextCursor}`);
    expect(other.json.code).toBe('cursor.other_query');
  });

  test('without the records of the edition has what the table holds, and says so', async () => {
    const { json } = await read(CLAIMS.districtAdmin, '', BEN.id);
    expect(json.unavailable).toBe(true);
    expect(json.items.map(({ kind }: Event) => kind)).toEqual(['tierChange', 'tierChange']);
  });

  test.each(['kind=', 'kind=secret', 'domain=weather', 'from=yesterday'])('refuses %s', async (query) => {
    expect((await read(CLAIMS.counselor, query)).status).toBe(400);
  });
});

describe('for a teacher of a section, a timeline', () => {
  test('tells nothing of conduct, well-being, health or notes', async () => {
    const { json, text } = await read(SECTION_TEACHER, 'limit=100');
    const kinds = new Set(json.items.map(({ kind }: Event) => kind));
    for (const hidden of ['incident', 'survey', 'note']) expect(kinds).not.toContain(hidden);
    for (const domain of ['behavior', 'wellBeing']) expect(text).not.toContain(domain);
    for (const told of [TOLD.discipline, TOLD.health, TOLD.description, '"IEP"']) expect(text).not.toContain(told);
    expect(kinds).toContain('program');
  });

  test('of a hidden kind is empty, and nothing of it is put down as disclosed', async () => {
    recorder.disclosures.splice(0);
    expect(await itemsOf(SECTION_TEACHER, 'kind=incident,survey')).toEqual([]);
    expect(recorder.disclosures.flatMap(({ shown }) => shown.map(({ classes }) => classes))).toEqual([['directory']]);
  });
});

describe('a timeline costs at most two requests to DynamoDB', () => {
  test('whoever asks for all of it', async () => {
    await read(CLAIMS.counselor);
    requests.reset();
    await read(CLAIMS.counselor);
    expect([...requests.commands].sort()).toEqual(['QueryCommand', 'TransactGetItemsCommand']);
  });
});
