import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, context, cutPoints, DAYS, incident, majors, schoolDay, suspended } from './incidents.ts';

const windowed = (asOf: number, windowSchoolDays: number, stepDownDays = 10) =>
  context(asOf, { cutPoints: cutPoints({ windowSchoolDays, stepDownDays }) });

const someRows = fc
  .array(fc.record({ on: fc.integer({ min: 1, max: 120 }), halves: fc.option(fc.integer({ min: 0, max: 4 })) }), {
    maxLength: 8,
  })
  .map((all) =>
    all.map(({ on, halves }) =>
      halves === null ? incident({ day: schoolDay(on) }) : suspended(halves, { day: schoolDay(on) }),
    ),
  );

describe('within a school year that counts as a whole', () => {
  it('no tier is ever held: as of no earlier day was any figure higher', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 11, max: 120 }), (rows, asOf) => {
        const now = assess(rows, context(asOf));
        expect(now.flags).not.toContain('stepDownHeld');
        for (let before = asOf - 10; before < asOf; before++)
          expect(assess(rows, context(before)).tier).toBeLessThanOrEqual(Number(now.tier));
      }),
    );
  });
});

describe('where incidents leave a window of school days', () => {
  it('a tier is kept until the figure was below its cut as of each of the last 10 school days', () => {
    const rows = majors(2, { day: schoolDay(1) });
    const tiers = (asOf: number) => assess(rows, windowed(asOf, 20));
    expect(tiers(20)).toMatchObject({ tier: 2, flags: [] });
    expect(tiers(21)).toMatchObject({ tier: 2, flags: ['stepDownHeld'] });
    expect(tiers(29)).toMatchObject({ tier: 2, flags: ['stepDownHeld'] });
    expect(tiers(30)).toMatchObject({ tier: 1, flags: [] });
  });

  it('the reason names the figure and the last day as of which it was that high', () => {
    const result = assess(majors(2, { day: schoolDay(1) }), windowed(25, 20));
    expect(result.reasons[0]).toMatchObject({ code: 'majorIncidents', value: '0', detail: { windowSchoolDays: 20 } });
    expect(result.reasons[1]).toEqual({
      code: 'stepDownHeld',
      value: '2',
      cutPoint: '2',
      dates: ['2026-08-28'],
      detail: { tier: 2, measure: 'majorIncidents', days: 10 },
    });
  });

  it('a step up is at once, and a correction acts at once', () => {
    const rows = [...majors(1, { day: schoolDay(1) }), ...majors(1, { day: schoolDay(25) })];
    expect(assess(rows, windowed(25, 30)).tier).toBe(2);
    expect(assess(rows.slice(1), windowed(25, 30)).tier).toBe(1);
  });

  it('the year counts where no calendar tells school days', () => {
    const unknown = { ...windowed(100, 20), calendars: new Map() };
    expect(assess(majors(2, { day: schoolDay(1) }), unknown)).toMatchObject({ tier: 2, flags: [] });
  });

  it('a weekend is no school day of the step-down', () => {
    const rows = majors(2, { day: schoolDay(1) });
    const [friday, sunday] = [windowed(25, 20), { ...windowed(25, 20), asOf: schoolDay(25) + 2 }].map((each) =>
      assess(rows, each),
    );
    expect(sunday).toMatchObject({ tier: 2, flags: ['stepDownHeld'], asOf: '2026-09-06' });
    expect(sunday?.reasons[1]).toEqual(friday?.reasons[1]);
  });

  it('the tier is the highest of those as of the last school days and today', () => {
    const settings = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 120 }), settings, (rows, asOf, [window, stepDownDays]) => {
        const tierWithin = (on: number) => {
          const from = DAYS[Math.max(0, on - window)]!;
          const inWindow = rows.filter(({ day }) => day <= schoolDay(on) && (on < window || day >= from));
          return Number(assess(inWindow, context(on)).tier);
        };
        const days = Array.from({ length: Math.max(stepDownDays, 1) }, (_, back) => asOf - back).filter((on) => on > 0);
        expect(assess(rows, windowed(asOf, window, stepDownDays)).tier).toBe(Math.max(...days.map(tierWithin)));
      }),
      { numRuns: 300 },
    );
  });
});
