import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AS_OF, answer, assess, context, cutPoints, day, FIRST, low, reason } from './answers.ts';

describe('the lowest fifth of a scale', () => {
  it.each([
    ['1.8 of 1 to 5, which is exactly a fifth', 1_800_000, 1_000_000, 5_000_000, 2],
    ['a millionth more', 1_800_001, 1_000_000, 5_000_000, 1],
    ['20 of 0 to 100', 20_000_000, 0, 100_000_000, 2],
    ['21 of 0 to 100', 21_000_000, 0, 100_000_000, 1],
    ['the bad end', 1_000_000, 1_000_000, 5_000_000, 2],
    ['2 of 1 to 5', 2_000_000, 1_000_000, 5_000_000, 1],
    ['-6 of -10 to 10', -6_000_000, -10_000_000, 10_000_000, 2],
  ])('%s', (_title, score, minimum, maximum, tier) => {
    expect(assess([answer({ score, minimum, maximum })]).tier).toBe(tier);
  });

  it('is at the other end where a high score is a bad sign', () => {
    const anxious = { higherIsBetter: false };
    expect(assess([answer({ ...anxious, score: 4_200_000 })])).toMatchObject({ tier: 2 });
    expect(reason(assess([answer({ ...anxious, score: 4_200_000 })]), 'constructPosition')?.value).toBe('1/5');
    expect(assess([answer({ ...anxious, score: 4_199_999 })]).tier).toBe(1);
    expect(assess([low(anxious)]).tier).toBe(1);
  });

  it('includes its end also where the share has too many digits for machine integers', () => {
    const cuts = cutPoints({ lowestShare: '200000001/1000000005' });
    const scale = { minimum: 0, maximum: 1_000_000_005 };
    const tierAt = (score: number) => assess([answer({ ...scale, score })], context({ cutPoints: cuts })).tier;
    expect([tierAt(200_000_001), tierAt(200_000_002)]).toEqual([2, 1]);
  });

  it('ends exactly at the cut, whatever the scale, the direction and the cut', () => {
    const scale = fc.record({
      minimum: fc.integer({ min: -100_000_000_000, max: 99_999_999_999 }),
      length: fc.integer({ min: 1, max: 100_000_000_000 }),
      share: fc.tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom(100, 1_000, 1_000_003)),
      nudge: fc.constantFrom(-1, 0, 1),
      higherIsBetter: fc.boolean(),
    });
    fc.assert(
      fc.property(scale, ({ minimum, length, share: [numerator, denominator], nudge, higherIsBetter }) => {
        const atCut = Number((BigInt(length) * BigInt(numerator)) / BigInt(denominator));
        const above = Math.min(length, Math.max(0, atCut + nudge));
        const maximum = minimum + length;
        const score = higherIsBetter ? minimum + above : maximum - above;
        const cuts = cutPoints({ lowestShare: `${numerator}/${denominator}` });
        const { tier } = assess([answer({ score, minimum, maximum, higherIsBetter })], context({ cutPoints: cuts }));
        const isLow = BigInt(above) * BigInt(denominator) <= BigInt(numerator) * BigInt(length);
        expect(tier).toBe(isLow ? 2 : 1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('several constructs', () => {
  it('in the lowest fifth ask for a counselor’s review and never make tier 3', () => {
    const constructs = ['belonging', 'agency', 'climate', 'selfAwareness'];
    const result = assess(constructs.map((construct) => low({ construct })));
    expect(result).toMatchObject({ tier: 2, flags: ['counselorReview'] });
    expect(reason(result, 'counselorReview')).toEqual({
      code: 'counselorReview',
      value: '4',
      cutPoint: '2',
      items: ['agency', 'belonging', 'climate', 'selfAwareness'],
    });
  });

  it('ask for it from two on', () => {
    const one = [low(), answer({ construct: 'agency' })];
    expect(assess(one).flags).toEqual([]);
    expect(assess([...one, low({ construct: 'climate' })]).flags).toEqual(['counselorReview']);
  });

  it('are judged apart: one low construct is tier 2 whatever the others say', () => {
    const result = assess([low(), answer({ construct: 'agency', score: 5_000_000 })]);
    expect(result.reasons[0]).toMatchObject({
      code: 'lowConstructs',
      value: '1',
      cutPoint: '1',
      items: ['belonging'],
      detail: { tier: 2, lowestShare: '1/5', assessed: 2 },
    });
  });

  it('never make tier 3, whatever is answered', () => {
    const anyAnswers = fc.array(
      fc.record({
        construct: fc.constantFrom('agency', 'belonging', 'climate', 'connectedness'),
        score: fc.integer({ min: 1_000_000, max: 5_000_000 }),
        day: fc.integer({ min: AS_OF - 200, max: AS_OF + 2 }),
        surveyId: fc.constantFrom('fall', 'spring'),
        isProtected: fc.boolean(),
        consentBasis: fc.constantFrom('parentConsent' as const, 'noticeAndOptOut' as const),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(
        anyAnswers.map((all) => all.map(answer)),
        (responses) => {
          const result = assess(responses);
          expect([1, 2, 'notAssessed']).toContain(result.tier);
          expect(JSON.stringify(assess(responses.toReversed()))).toBe(JSON.stringify(result));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the latest answer', () => {
  it('of a construct counts alone', () => {
    const before = low({ day: AS_OF - 40 });
    expect(assess([before, answer({ day: AS_OF - 3 })]).tier).toBe(1);
    expect(assess([answer({ day: AS_OF - 40 }), low({ day: AS_OF - 3 })]).tier).toBe(2);
  });

  it('counts for 180 calendar days, and the day itself; also one of the school year before', () => {
    expect(assess([low({ day: AS_OF - 180 })]).tier).toBe(2);
    expect(assess([low({ day: AS_OF - 181 })])).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }] });
    const september = context({ asOf: day('2026-09-10') });
    expect(assess([low({ day: day('2026-05-11') })], september).tier).toBe(2);
  });

  it('is none that is dated after the as-of day', () => {
    expect(assess([low({ day: AS_OF + 1 })]).tier).toBe('notAssessed');
  });

  it('of two on one day is the lower one, in whatever order they come', () => {
    const [first, second] = [answer({ surveyId: 'a' }), low({ surveyId: 'b' })];
    expect(assess([first, second])).toEqual(assess([second, first]));
    expect(assess([first, second]).tier).toBe(2);
  });
});

describe('traps that other systems fell into', () => {
  it('never takes missing answers for tier 1', () => {
    expect(assess([])).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'noData' }] });
    expect(assess([]).asOf).toBeUndefined();
  });

  it('takes no answer for enrolment', () => {
    expect(assess([low()], context(), [])).toMatchObject({ tier: 'notAssessed', reasons: [{ code: 'notEnrolled' }] });
  });

  it('keeps the tier of the last day of a student who has left', () => {
    const left = [{ school: 'north', entry: FIRST, exit: AS_OF - 150 }];
    const result = assess([low({ day: AS_OF - 200 }), answer({ day: AS_OF - 100 })], context(), left);
    expect(result).toMatchObject({ tier: 2, flags: ['exited'], asOf: '2026-09-28' });
    const onExitDate = [low({ day: AS_OF - 150 })];
    expect(assess(onExitDate, context(), left).tier).toBe('notAssessed');
    expect(assess(onExitDate, context({ exitDayCounts: true }), left)).toMatchObject({ tier: 2, asOf: '2026-09-29' });
  });

  it('compares exact positions: a third is not 0.33', () => {
    const third = { minimum: 0, maximum: 3_000_000, score: 1_000_000 };
    const at = (lowestShare: string) =>
      assess([answer(third)], context({ cutPoints: cutPoints({ lowestShare }) })).tier;
    expect([at('1/3'), at('0.333333'), at('0.333334')]).toEqual([2, 1, 2]);
  });
});

describe('answers in an area that PPRA protects', () => {
  const told = { isProtected: true, consentBasis: 'noticeAndOptOut' } as const;

  it.each([
    ['writtenConsent', 'parentConsent', 2],
    ['writtenConsent', 'studentConsent', 2],
    ['writtenConsent', 'noticeAndOptOut', 'notAssessed'],
    ['anyConsent', 'noticeAndOptOut', 2],
    ['never', 'parentConsent', 'notAssessed'],
  ] as const)('with the setting %s and %s', (protectedResponses, consentBasis, tier) => {
    const result = assess([low({ isProtected: true, consentBasis })], context({ protectedResponses }));
    expect(result.tier).toBe(tier);
  });

  it('need no more than notice where they are in none of those areas', () => {
    expect(assess([low({ consentBasis: 'noticeAndOptOut' })]).tier).toBe(2);
  });

  it('that may not count are counted and no more is said of them', () => {
    const result = assess([answer({ construct: 'agency' }), low(told)]);
    expect(result.tier).toBe(1);
    expect(reason(result, 'consentNotEnough')).toEqual({ code: 'consentNotEnough', value: '1' });
    expect(JSON.stringify(result)).not.toContain('belonging');
  });

  it('leave an earlier answer in force that may count', () => {
    expect(assess([low({ day: AS_OF - 9 }), answer(told)]).tier).toBe(2);
  });
});

describe('what a result says', () => {
  it('names constructs, days and rows, and a position only where it is low', () => {
    const responses = [
      answer({ construct: 'belonging', score: 1_500_000 }),
      answer({ construct: 'agency', score: 3_700_000, day: AS_OF - 10 }),
    ];
    const result = assess(responses);
    expect(reason(result, 'constructPosition')).toMatchObject({ value: '1/8', cutPoint: '1/5', items: ['belonging'] });
    expect(reason(result, 'constructsAssessed')).toMatchObject({
      value: '2',
      items: ['agency', 'belonging'],
      dates: ['2027-02-16', '2027-02-26'],
    });
    expect(result.reasons.filter(({ code }) => code === 'constructPosition')).toHaveLength(1);
    expect(JSON.stringify(result)).not.toMatch(/37|1500000|27\/40/);
  });

  it('changes when a low position moves, and not with the day of an answer that is not low', () => {
    const signature = (...all: Parameters<typeof assess>[0]) => assess(all).signature;
    expect(signature(answer({ score: 1_500_000 }))).not.toBe(signature(answer({ score: 1_400_000 })));
    expect(signature(answer({ day: AS_OF - 1 }))).toBe(signature(answer({ score: 4_000_000 })));
  });
});
