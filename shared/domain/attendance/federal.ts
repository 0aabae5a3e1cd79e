import type { SchoolId } from '../identity.ts';
import { isAtLeastHalf } from './rowEffect.ts';
import type { AttendanceTally } from './tally.ts';

/** A student's federal figure at one school, in days. */
export interface FederalFigure {
  readonly school: SchoolId;
  readonly daysEnrolled: number;
  readonly daysAbsent: number;
  /** Undefined with fewer than 10 enrolled days at the school. */
  readonly chronicallyAbsent: boolean | undefined;
}

/** The federal definition has no tenant settings: 10 % of the enrolled days, from 10 enrolled days on. */
const ONE_IN = 10;
const MINIMUM_DAYS = 10;

/**
 * Federal chronic absence (EDFacts), its own computation: per school, a day counts 1 when at least half of it was missed,
 * else 0, whatever the district's partial-day rule. Leavers count; days at another district never do. At overlapping
 * enrolments a day belongs to the counted school alone.
 * @returns one figure per school with counted days, in the order first enrolled
 */
export function federalFigures({ counted, absentDays }: AttendanceTally): readonly FederalFigure[] {
  const figures: FigureSum[] = [];
  for (const { school, first, end } of counted.spans) {
    if (end === first) continue;
    const known = figureOf(school, figures);
    if (known === undefined) figures.push({ school, daysEnrolled: end - first, daysAbsent: 0 });
    else known.daysEnrolled += end - first;
  }
  for (const { span, share } of absentDays) {
    const figure = figureOf(span.school, figures);
    if (figure !== undefined && isAtLeastHalf(share)) figure.daysAbsent += 1;
  }
  return figures.map(({ school, daysEnrolled, daysAbsent }) => {
    return { school, daysEnrolled, daysAbsent, chronicallyAbsent: isChronic(daysAbsent, daysEnrolled) };
  });
}

interface FigureSum {
  readonly school: SchoolId;
  daysEnrolled: number;
  daysAbsent: number;
}

/** A year has few schools. */
function figureOf(school: SchoolId, figures: readonly FigureSum[]): FigureSum | undefined {
  for (const figure of figures) if (figure.school === school) return figure;
  return undefined;
}

function isChronic(daysAbsent: number, daysEnrolled: number): boolean | undefined {
  return daysEnrolled < MINIMUM_DAYS ? undefined : daysAbsent * ONE_IN >= daysEnrolled;
}
