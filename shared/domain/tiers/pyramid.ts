import type { Tier } from './result.ts';

/** Students by tier among those assessed. */
export type PyramidCounts = Readonly<Record<'1' | '2' | '3', number>>;

/** A tier that holds more or fewer students than is typical; shares in percent of the assessed. */
export interface PyramidRemark {
  readonly tier: Tier;
  readonly students: number;
  readonly assessed: number;
  readonly typical: { readonly from: number; readonly to: number };
  readonly position: 'below' | 'above';
}

/** The typical pyramid of support: about 80 % tier 1, 15–20 % tier 2, 1–5 % tier 3. */
const TYPICAL: readonly { readonly tier: Tier; readonly from: number; readonly to: number }[] = [
  { tier: 1, from: 75, to: 85 },
  { tier: 2, from: 15, to: 20 },
  { tier: 3, from: 1, to: 5 },
];

/** Where a district or school differs from the typical pyramid; nothing when it does not, or nobody was assessed. */
export function pyramidRemarks(counts: PyramidCounts): readonly PyramidRemark[] {
  const assessed = counts['1'] + counts['2'] + counts['3'];
  return TYPICAL.flatMap(({ tier, from, to }) => {
    const students = counts[tier];
    const below = students * 100 < from * assessed;
    if (!below && students * 100 <= to * assessed) return [];
    return [{ tier, students, assessed, typical: { from, to }, position: below ? 'below' : 'above' } as const];
  });
}
