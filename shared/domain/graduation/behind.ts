import { compare, type Fraction, fraction, parseFraction, subtract } from '../fraction.ts';
import type { Tier } from '../tiers/result.ts';
import type { Credits } from './credits.ts';

/** The cuts of a threshold set, in credits behind what is due; reached means at least this, exactly. */
export interface BehindCuts {
  readonly tier2: Fraction;
  readonly tier3: Fraction;
}

/** The most credits with which a student is still behind by a cut; whole, as credits are, so that nothing is rounded. */
export interface BehindLimits {
  readonly tier2: Credits;
  readonly tier3: Credits;
}

/** Cuts are written in full courses: `"1"`, `"3/2"`; a `RangeError` for anything else. */
export function behindCuts(
  {
    tier2CoursesBehind,
    tier3CoursesBehind,
  }: { readonly tier2CoursesBehind: string; readonly tier3CoursesBehind: string },
  creditsPerFullCourse: Credits,
): BehindCuts {
  const credits = (text: string): Fraction => {
    const courses = parseFraction(text);
    if (courses === undefined) throw new RangeError(`${text} is no number of courses`);
    return { numerator: courses.numerator * BigInt(creditsPerFullCourse), denominator: courses.denominator };
  };
  return { tier2: credits(tier2CoursesBehind), tier3: credits(tier3CoursesBehind) };
}

export function behindLimits(due: Fraction, cuts: BehindCuts): BehindLimits {
  return { tier2: floor(subtract(due, cuts.tier2)), tier3: floor(subtract(due, cuts.tier3)) };
}

/** Tier 2 at one full course behind or more, tier 3 at two (defaults). */
export function tierBehind(earned: Credits, limits: BehindLimits): Tier {
  return earned <= limits.tier3 ? 3 : earned <= limits.tier2 ? 2 : 1;
}

/** How far credits stay behind what is due; nothing where they do not. */
export function behindBy(earned: Credits, due: Fraction): Fraction {
  const difference = subtract(due, fraction(earned));
  return compare(difference, fraction(0)) > 0 ? difference : fraction(0);
}

function floor({ numerator, denominator }: Fraction): number {
  const quotient = numerator / denominator;
  return Number(numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient);
}
