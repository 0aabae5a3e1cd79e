import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignCredits,
  type CreditDemand,
  type CreditSupply,
} from '../../../../shared/domain/graduation/assignment.ts';

const CREDIT = 1_000_000;
const demand = (credits: number, any = false): CreditDemand => ({ credits: credits * CREDIT, any });
const course = (credits: number, ...areas: number[]): CreditSupply => ({ credits: credits * CREDIT, areas });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** 1.25 + 1 + 0.75 and 1.25 + 0.75; taking the largest first misses it. */
const onlyOnePacking: [CreditDemand[], CreditSupply[]] = [
  [demand(3), demand(2)],
  [1.25, 1.25, 1, 0.75, 0.75].map((credits) => course(credits, 0, 1)),
];

/** The smallest shortfall over every way to place every course. */
function smallestShortfall(demands: readonly CreditDemand[], courses: readonly CreditSupply[]): number {
  const filled = demands.map(() => 0);
  const place = (index: number): number => {
    const next = courses[index];
    if (!next) return demands.reduce((sum, area, i) => sum + Math.max(0, area.credits - filled[i]!), 0);
    let best = place(index + 1);
    for (const area of next.areas) {
      filled[area]! += next.credits;
      best = Math.min(best, place(index + 1));
      filled[area]! -= next.credits;
    }
    return best;
  };
  return place(0);
}

function shortfallOf(demands: readonly CreditDemand[], courses: readonly CreditSupply[], areaOf: readonly unknown[]) {
  return demands.reduce((sum, area, index) => {
    const earned = courses.reduce((credits, each, at) => credits + (areaOf[at] === index ? each.credits : 0), 0);
    return sum + Math.max(0, area.credits - earned);
  }, 0);
}

const quarters = (max: number) => fc.integer({ min: 1, max }).map((n) => (n * CREDIT) / 4);
const oddSizes = fc.constantFrom(333_333, 500_000, 670_000, 1_000_000, 1_250_000, 2_000_000);
const instance = fc.integer({ min: 1, max: 4 }).chain((areaCount) =>
  fc.record({
    demands: fc.array(fc.record({ credits: fc.oneof(quarters(10), oddSizes), any: fc.boolean() }), {
      minLength: areaCount,
      maxLength: areaCount,
    }),
    courses: fc.array(
      fc.record({
        credits: fc.oneof(quarters(6), oddSizes),
        areas: fc.uniqueArray(fc.integer({ min: 0, max: areaCount - 1 }), { maxLength: areaCount }),
      }),
      { maxLength: 7 },
    ),
  }),
);

describe('assigning credits to requirement areas', () => {
  it('moves a course out of its own area when only that satisfies the plan', () => {
    const demands = [demand(1), demand(1)];
    const courses = [course(1, 0, 1), course(1, 0)];
    expect(assignCredits(demands, courses)).toEqual({ areaOf: [1, 0], shortfall: 0, exact: true });
  });

  it('fills special areas before elective ones and lets the rest overflow to electives', () => {
    const demands = [demand(2, true), demand(1)];
    const courses = times(4, course(1, 0, 1));
    expect(assignCredits(demands, courses).areaOf).toEqual([1, 0, 0, 0]);
  });

  it('leaves a course unplaced when no area has room and there is no elective area', () => {
    expect(assignCredits([demand(1)], times(2, course(1, 0))).areaOf).toEqual([0, undefined]);
  });

  it('never splits a course: two areas of half a credit need two courses', () => {
    const outcome = assignCredits([demand(0.5), demand(0.5)], [course(1, 0, 1)]);
    expect(outcome.shortfall).toBe(0.5 * CREDIT);
  });

  it('finds the one packing of unequal credits that leaves nothing missing', () => {
    expect(assignCredits(...onlyOnePacking)).toMatchObject({ shortfall: 0, exact: true });
  });

  it('leaves the smallest shortfall, as brute force does', () => {
    fc.assert(
      fc.property(instance, ({ demands, courses }) => {
        const outcome = assignCredits(demands, courses);
        expect(outcome.exact).toBe(true);
        expect(outcome.shortfall).toBe(smallestShortfall(demands, courses));
        expect(shortfallOf(demands, courses, outcome.areaOf)).toBe(outcome.shortfall);
        outcome.areaOf.forEach((area, at) => {
          if (area !== undefined) expect(courses[at]!.areas).toContain(area);
        });
      }),
      { numRuns: 1500 },
    );
  });

  it('finds an assignment wherever one was hidden, in transcripts of a real size', () => {
    const hidden = fc
      .array(fc.array(fc.constantFrom(0.25, 0.5, 1), { minLength: 1, maxLength: 7 }), { minLength: 3, maxLength: 9 })
      .chain((plan) =>
        fc.record({
          plan: fc.constant(plan),
          extra: fc.array(fc.array(fc.integer({ min: 0, max: plan.length - 1 }), { maxLength: 3 }), {
            minLength: plan.flat().length,
            maxLength: plan.flat().length,
          }),
          order: fc.shuffledSubarray([...plan.flat().keys()], { minLength: plan.flat().length }),
        }),
      );
    fc.assert(
      fc.property(hidden, ({ plan, extra, order }) => {
        const demands = plan.map((credits) => demand(credits.reduce((sum, each) => sum + each, 0)));
        const courses = plan
          .flatMap((credits, area) => credits.map((each) => ({ each, area })))
          .map(({ each, area }, at) => course(each, ...new Set([area, ...extra[at]!])));
        const outcome = assignCredits(
          demands,
          order.map((at) => courses[at]!),
        );
        expect(outcome).toMatchObject({ shortfall: 0, exact: true });
      }),
      { numRuns: 300 },
    );
  });

  it('misses the same amount whatever the order of the courses', () => {
    const shuffled = instance.chain(({ demands, courses }) =>
      fc.record({
        demands: fc.constant(demands),
        courses: fc.constant(courses),
        again: fc.shuffledSubarray(courses, { minLength: courses.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ demands, courses, again }) => {
        expect(assignCredits(demands, again).shortfall).toBe(assignCredits(demands, courses).shortfall);
      }),
    );
  });

  it('says that it is not exact when the budget runs out, and still places courses honestly', () => {
    const [demands, courses] = onlyOnePacking;
    const outcome = assignCredits(demands, courses, 1);
    expect(outcome.exact).toBe(false);
    expect(shortfallOf(demands, courses, outcome.areaOf)).toBe(outcome.shortfall);
  });
});
