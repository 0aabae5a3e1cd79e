import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { judgedBy } from '../../../shared/domain/tiers/thresholds.ts';
import { claimsOf, tenantWithStaffClaim } from './district.ts';
import { EVENING, MORNING, thresholdCallsOfTests, WINTER } from './thresholdCalls.ts';

const { at, get, etag, put, withdraw, history, clear } = thresholdCallsOfTests();

describe('changes against a version of the list', () => {
  test('ask for If-Match, and for that of the list as it is', async () => {
    expect(await put('winter', WINTER, { ifMatch: null })).toMatchObject({ status: 428 });
    const before = await etag();
    await put('winter', WINTER);
    const stale = await put('spring', { ...WINTER, effectiveFrom: '2027-01-04' }, { ifMatch: before });
    expect(stale).toMatchObject({ status: 412, json: { code: 'precondition.failed' } });
    expect(await withdraw('winter', { ifMatch: before })).toMatchObject({ status: 412 });
    expect(await withdraw('winter', { ifMatch: null })).toMatchObject({ status: 428 });
  });

  test('of a deployed tenant file are against the one before no more', async () => {
    const before = await etag();
    at.tenant = () => ({ ...tenantWithStaffClaim(), configurationVersion: 'deployed' });
    expect(await put('winter', WINTER, { ifMatch: before })).toMatchObject({ status: 412 });
  });

  test('at the same moment are taken one by one: each is there with its history, or was refused', async () => {
    const ifMatch = await etag();
    const days = Array.from({ length: 12 }, (_, day) => `2027-01-${String(day + 1).padStart(2, '0')}`);
    const answers = await Promise.all(
      days.map((effectiveFrom, place) => put(`v${place}`, { ...WINTER, effectiveFrom }, { ifMatch })),
    );
    const taken = answers.filter(({ status }) => status === 200);
    expect(taken).toHaveLength(1);
    for (const { status } of answers) expect([200, 412, 503]).toContain(status);
    expect((await get()).json.items).toHaveLength(2);
    expect((await history()).items.map((each: { revision: number }) => each.revision)).toEqual([1]);
  });

  test('without a version in mind, at the same moment, lose nothing that was answered with success', async () => {
    const days = Array.from({ length: 12 }, (_, day) => `2027-01-${String(day + 1).padStart(2, '0')}`);
    const answers = await Promise.all(
      days.map((effectiveFrom, place) => put(`v${place}`, { ...WINTER, effectiveFrom }, { ifMatch: '*' })),
    );
    const taken = answers.filter(({ status }) => status === 200).map(({ json }) => json.version);
    const listed = (await get()).json.items.map((each: { version: string }) => each.version);
    expect(listed).toEqual(expect.arrayContaining(taken));
    expect(listed).toHaveLength(1 + taken.length);
    const changes = (await history()).items;
    expect(changes.map((each: { version: string }) => each.version).sort()).toEqual([...taken].sort());
    expect(new Set(changes.map((each: { revision: number }) => each.revision)).size).toBe(taken.length);
  });
});

describe('a set that is withdrawn', () => {
  test('is in force never, and stays in the list with who did it', async () => {
    await put('winter', WINTER);
    const claims = claimsOf('staff-two', 'districtAdmin');
    expect(await withdraw('winter', { claims })).toMatchObject({
      status: 200,
      json: { version: 'winter', status: 'withdrawn', withdrawn: { by: 'staff-two', at: MORNING } },
    });
    at.now = '2026-12-24T15:00:00.000Z';
    expect((await get()).json).toMatchObject({
      inForce: 'field-1',
      items: [{ version: 'field-1' }, { version: 'winter', status: 'withdrawn', created: { by: 'staff-district' } }],
    });
  });

  test('frees its day and not its version, and twice is once', async () => {
    await put('winter', WINTER);
    const ifMatch = await etag();
    await withdraw('winter', { ifMatch });
    expect(await withdraw('winter', { ifMatch })).toMatchObject({ status: 200 });
    expect(await withdraw('winter', { ifMatch: null })).toMatchObject({ status: 428 });
    expect(await put('winter', WINTER)).toMatchObject({ status: 409, json: { code: 'thresholds.version_taken' } });
    expect(await put('winter-2', WINTER)).toMatchObject({ status: 200 });
  });

  test('has not taken effect; what has, what is in the file and what is unknown cannot be', async () => {
    await put('winter', WINTER);
    at.now = '2026-12-01T22:59:00.000Z';
    expect(await withdraw('field-1')).toMatchObject({ status: 409, json: { code: 'thresholds.in_file' } });
    expect(await withdraw('summer')).toMatchObject({ status: 404, json: { code: 'thresholds.not_found' } });
    at.now = '2026-12-01T23:00:00.000Z';
    expect(await withdraw('winter')).toMatchObject({ status: 422, json: { code: 'thresholds.day_closed' } });
    at.now = '2026-12-01T22:59:00.000Z';
    expect((await withdraw('winter')).status).toBe(200);
  });
});

describe('the history', () => {
  test('tells every change with what was to be in force before and after it, the newest first, page by page', async () => {
    await put('winter', WINTER);
    at.now = EVENING;
    await put('advent', { ...WINTER, effectiveFrom: '2026-12-14' }, { claims: claimsOf('staff-two', 'districtAdmin') });
    await withdraw('winter');
    const first = await history('limit=2');
    const second = await history(`limit=2&cursor=${first.nextCursor}`);
    const by = 'staff-district';
    expect([...first.items, ...second.items]).toEqual([
      {
        ...{ revision: 3, action: 'withdrawn', version: 'winter', effectiveFrom: '2026-12-01', by, at: EVENING },
        ...{ before: 'winter', after: 'field-1' },
      },
      {
        ...{
          revision: 2,
          action: 'added',
          version: 'advent',
          effectiveFrom: '2026-12-14',
          by: 'staff-two',
          at: EVENING,
        },
        ...{ before: 'winter', after: 'advent' },
      },
      {
        ...{ revision: 1, action: 'added', version: 'winter', effectiveFrom: '2026-12-01', by, at: MORNING },
        ...{ before: 'field-1', after: 'winter' },
      },
    ]);
    expect(second.nextCursor).toBeUndefined();
  });
});

describe('whatever is added and withdrawn, and whenever', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const FIRST = Date.parse('2026-10-01T00:00:00Z');
  const isoDay = (day: number) => new Date(FIRST + day * DAY).toISOString().slice(0, 10);
  /** Hours pass, then somebody adds a set for a day near by, or withdraws one of those that were asked for. */
  const step = fc.record({
    hours: fc.integer({ min: 1, max: 40 }),
    ahead: fc.integer({ min: -1, max: 2 }),
    withdraw: fc.option(fc.nat(5), { nil: undefined, freq: 2 }),
  });

  test('a day that has closed keeps its set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        await clear();
        const closed = new Map<string, string>();
        let clock = FIRST;
        for (const [place, { hours, ahead, withdraw: which }] of steps.entries()) {
          clock += hours * 60 * 60 * 1000;
          at.now = new Date(clock).toISOString();
          if (which === undefined)
            await put(
              `v${place}`,
              { ...WINTER, effectiveFrom: isoDay(Math.floor((clock - FIRST) / DAY) + ahead) },
              { ifMatch: '*' },
            );
          else await withdraw(`v${which}`, { ifMatch: '*' });
          const { items, earliestEffectiveFrom } = (await get()).json;
          const standing = items.filter((each: { status: string }) => each.status !== 'withdrawn');
          for (let each = 0; isoDay(each) < earliestEffectiveFrom; each++) {
            const { version } = judgedBy<{ version: string; effectiveFrom: string }>(standing, parseDay(isoDay(each))!);
            expect(closed.get(isoDay(each)) ?? version).toBe(version);
            closed.set(isoDay(each), version);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
