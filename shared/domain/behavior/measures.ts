import { compare, type Fraction, fraction } from '../fraction.ts';
import type { Tier } from '../tiers/result.ts';
import type { BehaviorCutPoints } from './cutPoints.ts';
import type { IncidentRow } from './record.ts';
import { type IncidentTally, removalDays } from './tally.ts';

/** One figure that can make a tier, against the cut it reached, else the lowest it stayed below. */
export interface Measure {
  readonly code: 'majorIncidents' | 'suspensions' | 'suspensionDays' | 'expulsions';
  readonly value: Fraction;
  /** As configured. */
  readonly cutPoint: string;
  /** The tier that the cut makes. */
  readonly tier: Tier;
  readonly reached: boolean;
  /** What makes the value. */
  readonly rows: readonly IncidentRow[];
}

/** Every figure against its cuts, those that reached the highest tier first. */
export function measuresOf(tally: IncidentTally, cuts: BehaviorCutPoints): readonly Measure[] {
  const { major, suspensions, expulsions } = tally;
  const days = removalDays(suspensions);
  const isHighest = major.length >= cuts.tier3MajorIncidents;
  const majorCut = isHighest ? cuts.tier3MajorIncidents : cuts.tier2MajorIncidents;
  const measures: readonly Measure[] = [
    counted('expulsions', expulsions.length, cuts.tier3Expulsions, 3, expulsions),
    {
      code: 'suspensionDays',
      value: days,
      cutPoint: cuts.tier3SuspensionDays,
      tier: 3,
      reached: compare(days, cuts.suspensionDays) >= 0,
      rows: suspensions,
    },
    counted('majorIncidents', major.length, majorCut, isHighest ? 3 : 2, major.flat()),
    counted('suspensions', suspensions.length, cuts.tier2Suspensions, 2, suspensions),
  ];
  return [...measures].sort((a, b) => tierOfMeasure(b) - tierOfMeasure(a));
}

function counted(code: Measure['code'], value: number, cut: number, tier: Tier, rows: readonly IncidentRow[]): Measure {
  return { code, value: fraction(value), cutPoint: `${cut}`, tier, reached: value >= cut, rows };
}

const tierOfMeasure = ({ reached, tier }: Measure): Tier => (reached ? tier : 1);

/** The highest tier that any figure reaches; 1 when none does. */
export const tierOf = ([first]: readonly Measure[]): Tier => (first ? tierOfMeasure(first) : 1);
