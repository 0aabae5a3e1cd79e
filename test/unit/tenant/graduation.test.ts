import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cteSettings } from '../../../shared/tenant/ctePathways.ts';
import { graduationSettings } from '../../../shared/tenant/graduation.ts';
import { ctePathwayThresholds } from '../../../shared/tenant/thresholds/ctePathway.ts';
import { graduationThresholds } from '../../../shared/tenant/thresholds/graduation.ts';
import { creditScheduleOf, planOf } from '../../../shared/yearend/plans.ts';

const area = { code: 'ANY', title: 'Any', credits: '4', any: true };
const settings = (plan: object = {}, more: object = {}) =>
  graduationSettings.safeParse({
    plans: [{ id: 'p', title: 'P', totalCredits: '4', areas: [area], ...plan }],
    defaultPlan: 'p',
    ...more,
  });

describe('graduation settings', () => {
  it('mean semesters over four years and eight courses a year unless they say otherwise', () => {
    const { data } = settings();
    expect(creditScheduleOf(data!)).toMatchObject({
      termsPerYear: 2,
      terms: 8,
      maxCreditsPerTerm: { numerator: 8_000_000n, denominator: 2n },
    });
    const own = settings({}, { termsPerYear: 3, yearsToGraduate: 5, maxCreditsPerTerm: '2.5' }).data!;
    expect(creditScheduleOf(own)).toMatchObject({ terms: 15, maxCreditsPerTerm: { numerator: 2_500_000n } });
  });

  it('take a curve that rises to the total, and refuse one that falls or ends elsewhere', () => {
    const curve = (...expectedCredits: string[]) => settings({ expectedCredits });
    expect(planOf(curve('1', '1', '4').data!, 'p')?.expectedCredits).toEqual([1_000_000, 1_000_000, 4_000_000]);
    expect(curve('2', '1.5', '4').success).toBe(false);
    expect(curve('1', '3').success).toBe(false);
  });

  it('take terms that do not end before they begin', () => {
    expect(settings({}, { terms: { YR: { from: 1, to: 2 } } }).success).toBe(true);
    expect(settings({}, { terms: { YR: { from: 2, to: 1 } } }).success).toBe(false);
  });
});

describe('cut points', () => {
  it('of graduation are one and two full courses, and rise', () => {
    expect(graduationThresholds.parse({})).toEqual({
      tier2CoursesBehind: '1',
      tier3CoursesBehind: '2',
      areasBehind: 'decide',
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (two, three) => {
        const cuts = { tier2CoursesBehind: `${two}/4`, tier3CoursesBehind: `${three}/4` };
        expect(graduationThresholds.safeParse(cuts).success).toBe(two < three);
      }),
    );
    expect(graduationThresholds.safeParse({ tier2CoursesBehind: '0' }).success).toBe(false);
  });

  it('of pathways are two and three courses, and do not fall', () => {
    expect(ctePathwayThresholds.parse({})).toEqual({ concentratorCourses: 2, completerCourses: 3, offTrackTier: 2 });
    expect(ctePathwayThresholds.safeParse({ concentratorCourses: 4 }).success).toBe(false);
  });
});

describe('CTE pathways', () => {
  it('are taken as the documentation shows them', () => {
    const text = readFileSync(new URL('../../../docs/cte-pathway.md', import.meta.url), 'utf8');
    const shown = JSON.parse(`{${/```json\n([\s\S]*?)```/.exec(text)?.[1]}}`) as { ctePathways: unknown };
    expect(cteSettings.parse(shown.ctePathways).pathways[0]?.courses).toHaveLength(3);
  });

  it('need a name or code that programs.csv can have, and ids of their own', () => {
    const one = { id: 'a', title: 'A', careerPathways: ['A'], courses: [{ courseCodes: ['A1'] }] };
    expect(cteSettings.safeParse({ pathways: [one, { ...one, id: 'b' }] }).success).toBe(true);
    expect(cteSettings.safeParse({ pathways: [one, one] }).success).toBe(false);
    expect(cteSettings.safeParse({ pathways: [{ ...one, careerPathways: [] }] }).success).toBe(false);
  });
});
