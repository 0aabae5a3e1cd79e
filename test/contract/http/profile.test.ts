import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffId } from '../../../shared/domain/identity.ts';
import { firstRevision } from '../../../shared/domain/notes/note.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { createAmendmentRequest } from '../../../shared/store/amendments.ts';
import { writeItems } from '../../../shared/store/batches.ts';
import { studentKeys } from '../../../shared/store/keys.ts';
import { createNote, noteIdOf } from '../../../shared/store/notes.ts';
import { createPlan } from '../../../shared/store/plans.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import {
  ADA,
  AS_OF,
  BEN,
  CLAIMS,
  claimsOf,
  PUBLICATION,
  RUN_ID,
  seedDistrict,
  seedResults,
  tenantWithStaffClaim,
} from './district.ts';
import { startLake } from './lake.ts';
import { seedRecords, TOLD } from './recordedStudent.ts';
import { countRequests, type RequestCount } from './requests.ts';

const EDITION = 4;
let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;
const recorder = memoryRecorder();
const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, recorder });

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  await Promise.all([seedDistrict(), seedResults(), seedRecords(ADA.id, EDITION)]);
  await writeItems(environment('STUDENT_TABLE'), [
    {
      put: {
        ...studentKeys.caseload(staffId('staff-section'), ADA.id),
        current: { publication: PUBLICATION, value: { sourcedId: ADA.id, bases: ['section'] } },
      },
    },
  ]);
  await Promise.all([addNote(1, false), addNote(2, true), addPlan('attendance', 'a'), addPlan('behavior', 'b')]);
  await Promise.all([addStatement('attendance', '1'), addStatement('incidents', '2'), addStatement('surveys', '3')]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(() => requests.reset());

async function addNote(minute: number, restricted: boolean): Promise<void> {
  const at = new Date(Date.UTC(2026, 8, 30, 12, minute));
  const author = staffId('staff-interventionist');
  const noteId = noteIdOf(at, String(minute).repeat(32));
  const of = { noteId, studentSourcedId: ADA.id, author, createdAt: at.toISOString() };
  await createNote(
    firstRevision(of, { text: restricted ? 'A restricted word' : 'A word', kind: 'general', restricted }),
  );
}

const addPlan = (domain: 'attendance' | 'behavior', digit: string) =>
  createPlan({
    ...{ planId: digit.repeat(32), studentSourcedId: ADA.id, domain, school: 'north' },
    ...{ need: 'n', strategy: 's', goal: 'g', createdBy: staffId('x'), createdAt: '2026-09-01T00:00:00.000Z' },
    timeline: { startDate: '2026-09-01', endDate: '2026-12-01' },
    monitoring: { method: 'm', frequency: 'weekly', responsible: staffId('x') },
  });

async function addStatement(section: 'attendance' | 'incidents' | 'surveys', digit: string): Promise<void> {
  const by = { kind: 'staff', sourcedId: staffId('x') } as const;
  const [at, key] = [`2026-09-0${digit}T00:00:00.000Z`, 'k'];
  await createAmendmentRequest({
    ...{ requestId: digit.repeat(32), studentSourcedId: ADA.id, about: { section }, requested: 'r', grounds: 'g' },
    ...{ requestedBy: { relation: 'parent' }, receivedOn: '2026-09-01', createdBy: by, createdAt: at },
    events: [
      { type: 'decided', decision: 'refused', reason: 'r', by, at, key },
      { type: 'stated', statement: `About ${section}`, by, at, key: 'k2' },
    ],
  });
}

const read = (claims: Record<string, string>, query = '', id: string = ADA.id) =>
  call(handler, { route: 'GET /v1/students/{id}', claims, params: { id }, query });

/** Ada is in one of her sections, and on no caseload of hers. */
const SECTION_TEACHER = claimsOf('staff-section', 'teacher');
const CASES = [
  ['districtAdmin', CLAIMS.districtAdmin],
  ['schoolAdmin', CLAIMS.schoolAdmin],
  ['counselor', CLAIMS.counselor],
  ['teacher who manages the case', CLAIMS.teacher],
  ['teacher of a section', SECTION_TEACHER],
] as const;

describe('a profile', () => {
  test('has everything of one student, each part with its day and files', async () => {
    const { status, json } = await read(CLAIMS.counselor);
    expect(status).toBe(200);
    expect(json).toMatchObject({ asOf: AS_OF, runId: RUN_ID, edition: EDITION, unavailable: [], moreNotes: false });
    expect(Object.keys(json.sections).sort()).toEqual(
      [
        ...['assessments', 'attendance', 'classes', 'contacts', 'credentials', 'credits', 'diplomas', 'enrollments'],
        ...['grades', 'incidents', 'milestones', 'notes', 'person', 'plannedCourses', 'plans', 'programs', 'surveys'],
        'transcripts',
      ].sort(),
    );
    expect(json.sections.attendance).toMatchObject({
      asOf: AS_OF,
      source: [{ file: 'attendanceEvents', generatedAt: expect.stringMatching(/Z$/) }],
    });
    expect(json.sections.person.items[0]).toMatchObject({ givenName: 'Ada', birthDate: '2010-02-28' });
    expect(json.sections.classes.items[0].teachers).toEqual([{ sourcedId: 't1', givenName: 'Bo', familyName: 'Ek' }]);
    expect(json.domains[0]).toMatchObject({
      ...{ domain: 'attendance', tier: 3, asOf: AS_OF, sentence: expect.stringContaining('7 of 21 days') },
      source: [{ file: 'attendanceEvents' }, { file: 'schoolEnrollments' }],
    });
  });

  test('shows attendance day by day for the school year, and counts of the twelve before it', async () => {
    const { json } = await read(CLAIMS.counselor, 'include=attendance');
    const years = json.sections.attendance.items;
    expect(years.map((year: { schoolYear: number }) => year.schoolYear)).toEqual(
      Array.from({ length: 14 }, (_, index) => 2014 + index),
    );
    expect(years.map((year: { events?: unknown[] }) => year.events?.length)).toEqual([
      ...Array.from({ length: 13 }, () => undefined),
      3,
    ]);
    expect(years[0].counts).toEqual({ 'Unexcused Absence': 30 });
    const all = await read(CLAIMS.counselor, 'include=attendance&attendanceYears=all');
    expect(all.json.sections.attendance.items[0].events).toHaveLength(30);
  });

  test('places credits as the year-end audit does', async () => {
    const { json } = await read(CLAIMS.counselor, 'include=credits');
    const [progress] = json.sections.credits.items;
    expect(progress.total.earned).toBe('0.5');
    expect(progress.areas.reduce((sum: number, area: { earned: string }) => sum + Number(area.earned), 0)).toBe(0.5);
  });

  test('holds the newest notes, restricted ones for who may read them alone', async () => {
    const texts = async (claims: Record<string, string>) =>
      (await read(claims, 'include=notes')).json.sections.notes.items.map((note: { text: string }) => note.text);
    expect(await texts(CLAIMS.counselor)).toEqual(['A restricted word', 'A word']);
    expect(await texts(CLAIMS.schoolAdmin)).toEqual(['A word']);
  });

  test('names nobody who must not be reached by an address', async () => {
    const { json } = await read(CLAIMS.districtAdmin, 'include=contacts');
    expect(json.sections.contacts.items).toMatchObject([
      { contactId: 'g1', email: 'zora@example.org', preferredLanguage: 'es', preferredChannel: 'sms' },
      { contactId: 'g2', noContact: true },
    ]);
    expect(json.sections.contacts.items[1]).not.toHaveProperty('phone');
  });

  test('of who has no records in the edition is what the table has, and says what is missing', async () => {
    const { status, json } = await read(CLAIMS.districtAdmin, '', BEN.id);
    expect(status).toBe(200);
    expect(json.unavailable).toContain('attendance');
    expect(Object.keys(json.sections)).toEqual(['plans', 'notes']);
    expect(json.domains[0]).toMatchObject({ domain: 'attendance', tier: 1, sentence: expect.any(String) });
  });

  test('is narrowed by include, and what is left out is not put down as disclosed', async () => {
    recorder.disclosures.splice(0);
    const { json } = await read(CLAIMS.counselor, 'include=contacts,grades');
    expect(Object.keys(json.sections).sort()).toEqual(['contacts', 'grades']);
    expect(json).not.toHaveProperty('domains');
    expect(json).not.toHaveProperty('summary');
    expect(recorder.disclosures.flatMap(({ shown }) => shown.map(({ classes }) => classes))).toEqual([
      ['directory', 'academic', 'health'],
    ]);
  });

  test.each(['include=', 'include=secrets', 'include=notes,,plans', 'attendanceYears=2020'])(
    'refuses %s',
    async (query) => {
      expect((await read(CLAIMS.counselor, query)).status).toBe(400);
    },
  );

  test('of thirteen years is a small answer', async () => {
    const answer = await call(handler, {
      route: 'GET /v1/students/{id}',
      claims: CLAIMS.counselor,
      params: { id: ADA.id },
      query: 'attendanceYears=all',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.status).toBe(200);
    expect(Buffer.byteLength(answer.text)).toBeLessThan(12_000);
  });
});

describe.each(CASES)('for a %s', (_who, claims) => {
  test('a class that is not theirs is nowhere in it', async () => {
    const { json, text } = await read(claims);
    const { classes } = json.access;
    for (const each of ['directory', 'academic', 'discipline', 'health'] as const)
      expect([each, text.includes(TOLD[each])]).toEqual([each, classes.includes(each)]);
    expect(text.includes('"medical"')).toBe(classes.includes('health'));
    expect(text.includes('outOfSchoolSuspension')).toBe(classes.includes('discipline'));
    expect(text.includes('"IEP"')).toBe(classes.includes('health'));
    expect(text.includes('b'.repeat(32))).toBe(classes.includes('discipline'));
    expect(text.includes('+1 555 0199')).toBe(false);
  });
});

describe('the words staff wrote about an incident', () => {
  test.each([
    ['districtAdmin', CLAIMS.districtAdmin, true],
    ['counselor', CLAIMS.counselor, true],
    ['teacher', CLAIMS.teacher, false],
  ] as const)('are shown to a %s: %s', async (_who, claims, shown) => {
    expect((await read(claims)).text.includes(TOLD.description)).toBe(shown);
  });
});

describe('what the family says about a part of the record', () => {
  test.each([
    ['', CLAIMS.counselor, ['About surveys', 'About incidents', 'About attendance']],
    ['', CLAIMS.teacher, ['About incidents', 'About attendance']],
    ['', SECTION_TEACHER, ['About attendance']],
    ['include=grades', CLAIMS.counselor, ['About attendance']],
    ['include=person', SECTION_TEACHER, []],
  ] as const)('goes with data of its class, whatever is asked for: %s', async (query, claims, statements) => {
    const { json } = await read(claims, query);
    expect(json.statements.map(({ statement }: { statement: string }) => statement)).toEqual(statements);
  });
});

describe('a profile costs at most two requests to DynamoDB', () => {
  test('whoever asks for all of it', async () => {
    await read(CLAIMS.counselor);
    requests.reset();
    await read(CLAIMS.counselor);
    expect([...requests.commands].sort()).toEqual(['QueryCommand', 'TransactGetItemsCommand']);
  });
});
