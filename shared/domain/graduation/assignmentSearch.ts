import type { CourseGroup } from './courseGroups.ts';
import { makeCeiling } from './creditFlow.ts';
import type { Credits } from './credits.ts';

/** `[course, area]` for every placed course. */
export type Placements = readonly (readonly [course: number, area: number])[];

interface Solved {
  readonly useful: Credits;
  /** Position in the group's areas; -1: what is left of the group stays unplaced. */
  readonly choice: number;
}

/**
 * Places courses so that the most credit becomes useful: exact, by trying every way that could still be the best. Ways
 * that lead to the same situation are solved once, equal courses are placed in the order of their areas, and a way
 * whose ceiling is not above what was found is left out.
 *
 * Undefined when more than `budget` situations would have to be looked at.
 */
export function searchPlacements(
  groups: readonly CourseGroup[],
  required: readonly Credits[],
  budget: number,
): Placements | undefined {
  const remaining = [...required];
  const ceilingOf = makeCeiling(groups, required.length);
  const live = groups.map((_, g) =>
    [...new Set(groups.slice(g).flatMap((group) => group.areas))].sort((a, b) => a - b),
  );
  const solved = new Map<string, Solved>();
  let exceeded = false;

  const key = (g: number, left: number, from: number) =>
    `${g},${left},${from}:${(live[g] ?? []).map((area) => remaining[area]).join()}`;

  const sizeOf = (g: number) => groups[g]?.courses.length ?? 0;
  const next = (g: number, left: number, from: number) =>
    left > 1 ? ({ g, left: left - 1, from } as const) : ({ g: g + 1, left: sizeOf(g + 1), from: 0 } as const);

  /** Runs `look` as if one course of the group had been placed in the area. */
  function placed<T>(area: number, gain: Credits, look: () => T): T {
    remaining[area] = (remaining[area] ?? 0) - gain;
    const outcome = look();
    remaining[area] = (remaining[area] ?? 0) + gain;
    return outcome;
  }

  function best(g: number, left: number, from: number, ceiling: Credits): Credits {
    const group = groups[g];
    if (!group || ceiling === 0) return 0;
    const situation = key(g, left, from);
    const known = solved.get(situation);
    if (known) return known.useful;
    if (solved.size >= budget) {
      exceeded = true;
      return 0;
    }
    const found = tryChoices(group, g, left, from, ceiling);
    if (!exceeded) solved.set(situation, found);
    return found.useful;
  }

  function tryChoices(group: CourseGroup, g: number, left: number, from: number, ceiling: Credits): Solved {
    const choices = choicesOf(group, g, left, from);
    if (choices.length === 0) {
      const following = sizeOf(g + 1);
      return { useful: best(g + 1, following, 0, ceilingOf(g + 1, following, remaining)), choice: -1 };
    }
    let found: Solved = { useful: -1, choice: -1 };
    for (const { choice, area, gain, after } of choices) {
      if (gain + after <= found.useful || found.useful === ceiling || exceeded) break;
      const then = next(g, left, choice);
      const useful = gain + placed(area, gain, () => best(then.g, then.left, then.from, after));
      if (useful > found.useful) found = { useful, choice };
    }
    return found;
  }

  /** Where the group's next course can be useful, the most promising first. */
  function choicesOf(group: CourseGroup, g: number, left: number, from: number) {
    return group.areas
      .flatMap((area, choice) => {
        const gain = Math.min(group.credits, remaining[area] ?? 0);
        if (choice < from || gain === 0) return [];
        const then = next(g, left, choice);
        const after = placed(area, gain, () => ceilingOf(then.g, then.left, remaining));
        return [{ choice, area, gain, after }];
      })
      .sort((a, b) => b.gain + b.after - (a.gain + a.after));
  }

  best(0, sizeOf(0), 0, ceilingOf(0, sizeOf(0), remaining));
  return exceeded ? undefined : readPlacements();

  function readPlacements(): Placements {
    const placements: (readonly [number, number])[] = [];
    let at: { readonly g: number; readonly left: number; readonly from: number } = { g: 0, left: sizeOf(0), from: 0 };
    for (let group = groups[at.g]; group; group = groups[at.g]) {
      const known = solved.get(key(at.g, at.left, at.from));
      if (!known) break;
      const area = group.areas[known.choice];
      const course = group.courses[group.courses.length - at.left];
      if (area === undefined || course === undefined) {
        at = { g: at.g + 1, left: sizeOf(at.g + 1), from: 0 };
        continue;
      }
      placements.push([course, area]);
      remaining[area] = (remaining[area] ?? 0) - Math.min(group.credits, remaining[area] ?? 0);
      at = next(at.g, at.left, known.choice);
    }
    return placements;
  }
}
