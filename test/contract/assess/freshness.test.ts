import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFreshness } from '../../../shared/assess/freshness/freshness.ts';
import { districtRows, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { nights } from './nights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const { tenant } = sampleTenant();
const [MONDAY, TUESDAY] = schoolDays(2) as [string, string];
/** Wall-clock time in the sample tenant's zone, five hours behind UTC then. */
const at = (day: string, hour: number) => new Date(Date.parse(`${day}T00:00:00Z`) + (hour + 5) * 3_600_000);

describe('freshness', () => {
  it('is empty before the first drop', async () => {
    expect(await readFreshness(nights().lake, tenant, at(TUESDAY, 9))).toEqual({
      asOf: MONDAY,
      schools: [],
      files: [],
    });
  });

  it('names the days of the year for which a school that says so took no attendance', async () => {
    const district = nights();
    const rows = districtRows([]);
    const days = schoolDays(15);
    rows.attendanceTaken.push(
      ...[days[0], days[14]].map((date) => ({ schoolSourcedId: 'north', date: date! })),
      ...days.map((date) => ({ schoolSourcedId: 'south', date })),
    );
    await district.publishEdition(1, rows, days[14]!);
    const { schools } = await readFreshness(district.lake, tenant, at(days[14]!, 18));
    expect(schools.map(({ daysNotTaken, latestNotTaken }) => [daysNotTaken, latestNotTaken])).toEqual([
      [13, days.slice(4, 14)],
      [0, []],
    ]);
  });

  it('counts a school’s own days that are closed and not covered; two make it stale', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows([]), MONDAY);
    const behind = async (now: Date) => {
      const { schools } = await readFreshness(district.lake, tenant, now);
      return schools.map(({ school, daysBehind, stale }) => ({ school, daysBehind, stale }));
    };
    const both = (daysBehind: number, stale: boolean) => [
      { school: 'north', daysBehind, stale },
      { school: 'south', daysBehind, stale },
    ];
    expect(await behind(at(TUESDAY, 16.9))).toEqual(both(0, false));
    expect(await behind(at(TUESDAY, 17))).toEqual(both(1, false));
    expect(await behind(at('2026-09-02', 17))).toEqual(both(2, true));
    expect(await behind(at('2026-09-06', 12))).toEqual(both(4, true));
    expect((await readFreshness(district.lake, tenant, at(TUESDAY, 9))).schools[0]).toEqual({
      school: 'north',
      name: 'north school',
      coveredTo: MONDAY,
      daysBehind: 0,
      stale: false,
      daysNotTaken: 0,
      latestNotTaken: [],
      files: [],
    });
  });
});
