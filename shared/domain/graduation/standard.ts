import type { CountingRules } from './attempts.ts';
import { type BehindCuts, type BehindLimits, behindLimits } from './behind.ts';
import { type CreditSchedule, type DueCredits, dueCredits } from './curve.ts';
import type { RequirementPlan } from './plan.ts';
import { type ProgressReader, progressReader } from './progress.ts';

/** What is due after a number of terms, ready to be compared. */
export interface DuePoint extends DueCredits {
  readonly limits: BehindLimits;
  readonly areaLimits: readonly BehindLimits[];
}

/** Everything a student is held to: a plan, its curve and the cuts. Made once for all who are judged alike. */
export interface GraduationStandard {
  readonly plan: RequirementPlan;
  readonly schedule: CreditSchedule;
  readonly rules: CountingRules;
  readonly cuts: BehindCuts;
  readonly areasDecide: boolean;
  /** Version of the threshold set. */
  readonly version: string;
  readonly progress: ProgressReader;
  dueAfter(terms: number): DuePoint;
}

type Parts = Pick<GraduationStandard, 'plan' | 'schedule' | 'rules' | 'cuts' | 'areasDecide' | 'version'>;

export function graduationStandard(parts: Parts): GraduationStandard {
  const { plan, schedule, rules, cuts } = parts;
  const points = new Map<number, DuePoint>();
  return {
    ...parts,
    progress: progressReader(plan, rules),
    dueAfter(terms) {
      const known = points.get(terms);
      if (known) return known;
      const due = dueCredits(plan, schedule, terms);
      const areaLimits = due.areas.map((credits) => behindLimits(credits, cuts));
      const point = { ...due, limits: behindLimits(due.total, cuts), areaLimits };
      points.set(terms, point);
      return point;
    },
  };
}
