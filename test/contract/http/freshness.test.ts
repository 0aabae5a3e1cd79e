import { describe, expect, test } from 'vitest';
import { CLAIMS, claimsOf } from './district.ts';
import { dropIdOf } from './drops.ts';
import { get, inTheDistrictOfOperations } from './operationsCalls.ts';

inTheDistrictOfOperations();

describe('freshness', () => {
  const allTaken = { daysNotTaken: 0, latestNotTaken: [] };
  const events = (day: string, schoolDaysBehind: number) => [
    { file: 'attendanceEvents', generatedAt: `${day}T03:00:00Z`, schoolDaysBehind },
    { file: 'calendarDates', generatedAt: '2026-10-02T03:00:00Z', schoolDaysBehind: 4 },
  ];
  const north = {
    school: 'north',
    name: 'north',
    coveredTo: '2026-10-05',
    schoolDaysBehind: 3,
    stale: true,
    ...allTaken,
    files: events('2026-10-06', 3),
  };
  const south = {
    school: 'south',
    name: 'south',
    coveredTo: '2026-10-08',
    schoolDaysBehind: 0,
    stale: false,
    ...allTaken,
    files: events('2026-10-09', 0),
  };
  const west = {
    school: 'west',
    name: 'west',
    coveredTo: null,
    schoolDaysBehind: 4,
    stale: false,
    ...allTaken,
    files: [],
  };

  test('counts each school’s own school days up to the last closed one, of attendance and of each file', async () => {
    const { json } = await get('/v1/freshness');
    const { heldDrops: _, ...reach } = json;
    expect(reach).toEqual({
      day: '2026-10-08',
      edition: { number: 2, generatedAt: '2026-10-02T03:00:00Z' },
      schools: [north, south, west],
      files: [{ file: 'calendarDates', rows: 15, generatedAt: '2026-10-02T03:00:00Z' }],
    });
  });

  test('names the drops that wait for a decision, and why', async () => {
    expect((await get('/v1/freshness')).json.heldDrops).toEqual([
      {
        dropId: dropIdOf(3),
        receivedAt: '2026-10-03T04:00:00.000Z',
        generatedAt: '2026-10-03T03:00:00Z',
        ...{ codes: ['guard.deletions'], files: ['users.csv'], schools: [] },
      },
    ]);
  });

  test('shows others the schools of their roles', async () => {
    expect((await get('/v1/freshness', CLAIMS.schoolAdmin)).json.schools).toEqual([north]);
    expect((await get('/v1/freshness', claimsOf('staff-unknown', 'teacher'))).json.schools).toEqual([]);
    expect((await get('/v1/freshness', claimsOf(undefined, 'teacher'))).json.code).toBe('access.staff_unknown');
  });
});
