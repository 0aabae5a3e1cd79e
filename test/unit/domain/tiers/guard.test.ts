import { describe, expect, it } from 'vitest';
import { guardHolds, isFirstAssessment, type TierMove } from '../../../../shared/domain/tiers/guard.ts';
import { pyramidRemarks } from '../../../../shared/domain/tiers/pyramid.ts';

const moves = (
  count: number,
  from: TierMove['from'],
  to: TierMove['to'],
  changes: Partial<TierMove> = {},
): TierMove[] =>
  Array.from({ length: count }, () => ({ domain: 'attendance', school: 'north', from, to, first: false, ...changes }));

const codes = (...all: readonly TierMove[][]) => guardHolds(all.flat()).map(({ code }) => code);

describe('the guard between assessing and publishing', () => {
  it('holds when tier 3 of a school more than doubles and by more than 10 students', () => {
    expect(codes(moves(11, 1, 3))).toEqual(['guard.tier3Rise']);
    expect(codes(moves(10, 1, 3))).toEqual([]);
    expect(codes(moves(11, 3, 3), moves(11, 2, 3))).toEqual([]);
    expect(codes(moves(11, 3, 3), moves(12, 2, 3))).toEqual(['guard.tier3Rise']);
  });

  it('looks at each school by itself', () => {
    expect(codes(moves(6, 1, 3), moves(6, 1, 3, { school: 'south' }))).toEqual([]);
  });

  it('holds as large a fall to tier 1', () => {
    expect(codes(moves(11, 2, 1), moves(10, 2, 2))).toEqual(['guard.fallToTier1']);
    expect(codes(moves(11, 2, 1), moves(11, 3, 3))).toEqual([]);
    expect(codes(moves(10, 3, 1))).toEqual([]);
  });

  it('holds as large a fall to notAssessed: missing data never reaches a counselor as news', () => {
    expect(codes(moves(200, 1, 'notAssessed'))).toEqual(['guard.fallToNotAssessed']);
    expect(codes(moves(10, 1, 'notAssessed'))).toEqual([]);
    expect(codes(moves(50, 1, 'notAssessed'), moves(50, 1, 1))).toEqual([]);
  });

  it('leaves first assessments of the year and unknown students aside', () => {
    expect(codes(moves(80, 1, 3, { first: true }))).toEqual([]);
    expect(codes(moves(80, undefined, 3))).toEqual([]);
    expect(codes(moves(80, 1, undefined))).toEqual([]);
  });

  it('tells who is concerned without naming anyone, whatever the order', () => {
    const all = [...moves(20, 2, 1), ...moves(20, 1, 3, { school: 'south' })];
    const holds = guardHolds(all);
    expect(holds).toEqual(guardHolds([...all].reverse()));
    expect(holds.map(({ school, moved, before }) => [school, moved, before])).toEqual([
      ['north', 20, 20],
      ['south', 20, 0],
    ]);
    expect(holds[1]?.message).toBe('attendance: tier 3 of school south would rise from 0 to 20 students');
  });
});

describe('first assessments of the year', () => {
  const rate = { tier: 3, reasonCodes: ['absenceRate'] } as const;

  it.each([
    ['a student the last run did not know', undefined, true, true],
    ['a student not assessed before', { tier: 'notAssessed', reasonCodes: ['tooFewDays'] } as const, true, true],
    ['counts of the first weeks before', { tier: 2, reasonCodes: ['daysMissed'] } as const, true, true],
    ['a comparison with last year', { tier: 1, reasonCodes: ['absenceRate'] } as const, false, true],
    ['an ordinary night', { tier: 1, reasonCodes: ['absenceRate'] } as const, true, false],
  ])('%s', (_title, before, sameYear, first) => expect(isFirstAssessment(before, rate, sameYear)).toBe(first));
});

describe('the typical pyramid', () => {
  it('has nothing to say about 80, 16 and 4 percent', () => {
    expect(pyramidRemarks({ '1': 80, '2': 16, '3': 4 })).toEqual([]);
  });

  it('counts its edges in', () => {
    expect(pyramidRemarks({ '1': 75, '2': 20, '3': 5 })).toEqual([]);
    expect(pyramidRemarks({ '1': 84, '2': 15, '3': 1 })).toEqual([]);
  });

  it('tells which tier is above and which below, with its counts', () => {
    expect(pyramidRemarks({ '1': 183, '2': 44, '3': 0 })).toEqual([
      { tier: 3, students: 0, assessed: 227, typical: { from: 1, to: 5 }, position: 'below' },
    ]);
    expect(pyramidRemarks({ '1': 70, '2': 24, '3': 6 }).map(({ tier, position }) => [tier, position])).toEqual([
      [1, 'below'],
      [2, 'above'],
      [3, 'above'],
    ]);
  });

  it('says nothing where nobody was assessed', () => {
    expect(pyramidRemarks({ '1': 0, '2': 0, '3': 0 })).toEqual([]);
  });
});
