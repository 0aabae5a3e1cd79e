import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { assess, context, cutPoints, incident, majors, reason, suspended } from './incidents.ts';

describe('major incidents', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [5, 2],
    [6, 3],
    [7, 3],
  ])('%i in a year make tier %s', (count, tier) => {
    const result = assess(majors(count));
    expect(result.tier).toBe(tier);
    expect(result.reasons[0]).toMatchObject({
      code: 'majorIncidents',
      value: `${count}`,
      cutPoint: tier === 3 ? '6' : '2',
    });
  });

  it('make tier 2 and tier 3 exactly from their cuts on, whatever those are', () => {
    const cuts = fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))
      .map(([tier2MajorIncidents, more]) => ({ tier2MajorIncidents, tier3MajorIncidents: tier2MajorIncidents + more }));
    fc.assert(
      fc.property(cuts, fc.nat(20), (settings, count) => {
        const { tier } = assess(majors(count), context(100, { cutPoints: cutPoints(settings) }));
        const { tier2MajorIncidents, tier3MajorIncidents } = settings;
        expect(tier).toBe(count >= tier3MajorIncidents ? 3 : count >= tier2MajorIncidents ? 2 : 1);
      }),
    );
  });
});

describe('suspensions', () => {
  it('make tier 2 from the first one on, also in school and without a length', () => {
    expect(assess([suspended(2)]).tier).toBe(2);
    expect(assess([suspended(undefined, { actionType: 'in-school suspension' })])).toMatchObject({
      tier: 2,
      reasons: [{ code: 'suspensions', value: '1', cutPoint: '1' }, { code: 'suspensionDays', value: '0' }, {}, {}, {}],
    });
  });

  it.each([
    [[5], 2, '5/2'],
    [[6], 3, '3'],
    [[2, 2, 2], 3, '3'],
    [[1, 1, 3], 2, '5/2'],
    [[7], 3, '7/2'],
  ])('of %j half days make tier %i', (halves, tier, value) => {
    const result = assess(halves.map((each) => suspended(each)));
    expect(result.tier).toBe(tier);
    expect(reason(result, 'suspensionDays')).toMatchObject({ value, cutPoint: '3' });
  });

  it('make tier 3 exactly from the cut on, however the days are split between actions and kinds', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 9_000_000 }), (millionths, cut) => {
        const rows = millionths.map((each, index) =>
          suspended(undefined, {
            lengthDays: fraction(each, 1_000_000),
            actionType: index % 2 ? 'in-school suspension' : 'out-of-school suspension',
          }),
        );
        const cuts = cutPoints({ tier3SuspensionDays: `${cut}/1000000` });
        const sum = millionths.reduce((a, b) => a + b, 0);
        expect(assess(rows, context(100, { cutPoints: cuts })).tier).toBe(sum >= cut ? 3 : 2);
      }),
    );
  });

  it('meet the cut itself: the days that come to it are the very number, not a sum of rounded ones', () => {
    const tenths = Array.from({ length: 30 }, () => suspended(undefined, { lengthDays: fraction(1, 10) }));
    expect(assess(tenths).tier).toBe(3);
    expect(assess(tenths.slice(1)).tier).toBe(2);
  });

  it('tell days in school and out of school apart, and suspensions without a length', () => {
    const rows = [suspended(3), suspended(1, { actionType: 'in-school suspension' }), suspended(undefined)];
    expect(reason(assess(rows), 'suspensionDays')?.detail).toEqual({
      tier: 3,
      inSchool: '1/2',
      outOfSchool: '3/2',
      withoutLength: 1,
    });
  });

  it('count one for each action that is one, also after one incident', () => {
    const incidentId = 'brawl';
    const both = [
      suspended(1, { incidentId, actionType: 'in-school suspension', action: 'ISS' }),
      suspended(4, { incidentId, action: 'OSS' }),
      incident({ incidentId, level: 'minor', action: 'Call home', actionType: 'other' }),
    ];
    const result = assess(both);
    expect(reason(result, 'suspensions')).toMatchObject({ value: '2', detail: { inSchool: 1, outOfSchool: 1 } });
    expect(reason(result, 'suspensionDays')?.value).toBe('5/2');
    expect(reason(result, 'minorIncidents')?.value).toBe('1');
  });
});

describe('an expulsion', () => {
  it('makes tier 3 and is told first, with its days where it has any', () => {
    const rows = [...majors(6), incident({ actionType: 'expulsion', lengthDays: fraction(45) })];
    expect(assess(rows)).toMatchObject({
      tier: 3,
      reasons: [{ code: 'expulsions', value: '1', cutPoint: '1', detail: { days: '45' } }, {}, {}],
    });
  });
});

describe('reasons', () => {
  it('carry what happened, when, and the rows, in an order of content', () => {
    const rows = [
      incident({ day: 20_700, incidentId: 'b', behavior: 'Vandalism' }),
      incident({ day: 20_695, incidentId: 'a', behavior: 'Bullying' }),
      incident({ day: 20_700, incidentId: 'c', behavior: 'Bullying' }),
    ];
    expect(assess(rows).reasons[0]).toMatchObject({
      dates: ['2026-08-30', '2026-09-04'],
      items: ['Bullying', 'Vandalism'],
      rows: [rows[1]!.row, rows[0]!.row, rows[2]!.row],
    });
  });

  it('keep fifty rows and count the others', () => {
    const [first] = assess(majors(60)).reasons;
    expect(first).toMatchObject({ value: '60', moreRows: 10 });
    expect(first?.rows).toHaveLength(50);
  });

  it('put the figure that reached the highest tier first', () => {
    const codes = (rows: Parameters<typeof assess>[0]) => assess(rows).reasons.map(({ code }) => code);
    expect(codes([...majors(6), suspended(1)]).slice(0, 3)).toEqual([
      'majorIncidents',
      'suspensions',
      'suspensionDays',
    ]);
    expect(codes([...majors(2), suspended(6)]).slice(0, 3)).toEqual([
      'suspensionDays',
      'majorIncidents',
      'suspensions',
    ]);
    expect(codes([suspended(1)]).slice(0, 3)).toEqual(['suspensions', 'suspensionDays', 'majorIncidents']);
  });
});
