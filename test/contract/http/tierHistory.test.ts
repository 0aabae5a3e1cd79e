import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { absenceRows, districtRows, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { call } from '../../unit/http/request.ts';
import { nights } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { claimsOf, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const DAYS = schoolDays(60);
const [DAY_1, DAY_2, DAY_3, DAY_4] = DAYS.slice(39, 43) as [string, string, string, string];
const COUNSELOR = claimsOf('counselor-north', 'counselor');
const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(`${DAY_4}T18:00:00Z`) });

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };

/** s1 is in tier 1, falls ill up to tier 2, and the absences of that are corrected away two days later. */
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  const district = nights(s3Lake(environment('LAKE_BUCKET')));
  const students = [
    { id: 's1', school: 'north', absences: 2 },
    { id: 's2', school: 'south', absences: 0 },
  ];
  await district.publishEdition(1, districtRows(students), DAY_1);
  await district.run(DAY_1);
  const ill = districtRows(students);
  ill.attendanceEvents.push(...absenceRows('s1', 'north', DAYS.slice(37, 41)));
  await district.publishEdition(2, ill, DAY_2);
  await district.run(DAY_2);
  const newcomer = { id: 's3', school: 'north', absences: 0, entryDate: DAY_4 };
  await district.publishEdition(3, districtRows([...students, newcomer]), DAY_4);
  await district.run(DAY_4);
}, 60_000);
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

const tiers = (id: string, query = '', claims = COUNSELOR) =>
  call(handler, { route: 'GET /v1/students/{id}/tiers', params: { id }, query, claims });
const history = (id: string, claims = COUNSELOR) =>
  call(handler, { route: 'GET /v1/students/{id}/tiers/history', params: { id }, claims });

interface Shown {
  readonly domain: string;
  readonly tier: unknown;
  readonly history: readonly unknown[];
}
const attendanceIn = (json: { readonly domains: readonly Shown[] }) =>
  json.domains.find(({ domain }) => domain === 'attendance');

describe('a student’s tiers as of a past day', () => {
  test.each([
    [DAY_1, DAY_1, 1, 1],
    [DAY_2, DAY_2, 2, 2],
    [DAY_3, DAY_2, 2, 2],
    [DAY_4, DAY_4, 1, 3],
    ['2027-06-30', DAY_4, 1, 3],
  ])(
    '%s are those that were published for %s, however they have been corrected since',
    async (day, asOf, tier, changes) => {
      const { json } = await tiers('s1', `asOf=${day}`);
      expect(json).toMatchObject({ sourcedId: 's1', asOf, access: { role: 'counselor' } });
      expect(attendanceIn(json)).toMatchObject({ tier });
      expect(attendanceIn(json)?.history).toHaveLength(changes);
    },
  );

  test('come with the reasons of that night', async () => {
    const { json } = await tiers('s1', `asOf=${DAY_2}`);
    const shown = attendanceIn(json) as Shown & { readonly reasons: readonly { readonly value?: string }[] };
    expect(shown.reasons[0]?.value).toBe('6/41');
    expect(shown).toMatchObject({ asOf: DAY_2, since: DAY_2 });
  });

  test('are none before the first publication, nor of a student whom that night did not know', async () => {
    expect((await tiers('s1', 'asOf=2026-09-01')).json.code).toBe('tiers.not_yet');
    expect((await tiers('s3', `asOf=${DAY_2}`)).json.code).toBe('tiers.not_yet');
    expect((await tiers('s3', `asOf=${DAY_4}`)).status).toBe(200);
  });

  test('are seen by who sees the student today, and a day that is none is refused', async () => {
    expect((await tiers('s2', `asOf=${DAY_1}`)).json.code).toBe('student.not_found');
    expect((await tiers('s1', 'asOf=yesterday')).json.code).toBe('request.invalid');
  });
});

describe('the history of a student’s tiers', () => {
  test('has every transition with from, to and cause, and the last tier of the school year so far', async () => {
    const { json } = await history('s1');
    expect(json).toMatchObject({ sourcedId: 's1', asOf: DAY_4 });
    const attendance = json.domains.find(({ domain }: Shown) => domain === 'attendance');
    expect(attendance).toMatchObject({
      changes: [
        { from: 2, to: 1, cause: 'data', asOf: DAY_4 },
        { from: 1, to: 2, cause: 'data', asOf: DAY_2 },
        { from: null, to: 1, cause: 'baseline', asOf: DAY_1 },
      ],
      moreChanges: 0,
      years: [{ schoolYear: 2027, tier: 1, since: DAY_4 }],
    });
  });

  test('is as unknown as the student to who does not see them', async () => {
    expect((await history('s2')).text).toBe((await history('s9')).text);
    expect((await history('s1', claimsOf('data', 'dataManager'))).status).toBe(403);
  });
});
