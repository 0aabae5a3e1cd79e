import type { CourseGroup } from './courseGroups.ts';
import type { Credits } from './credits.ts';

/** From group `from` on, of which `left` courses are not placed yet: no more than this can become useful. */
export type Ceiling = (from: number, left: number, remaining: readonly Credits[]) => Credits;

/**
 * An upper bound of the credits that can still fill what areas have remaining: the maximum flow from groups to areas
 * when courses may be split, where no course brings an area more than is missing there. Exact when all courses are worth
 * the same and areas ask for multiples of it, which is the usual case.
 */
export function makeCeiling(groups: readonly CourseGroup[], areaCount: number): Ceiling {
  const supply = new Float64Array(groups.length);
  const demand = new Float64Array(areaCount);
  const room = new Float64Array(groups.length * areaCount);
  const sent = new Float64Array(groups.length * areaCount);

  return (from, left, remaining) => {
    remaining.forEach((credits, area) => {
      demand[area] = credits;
    });
    let flow = 0;
    for (let g = from; g < groups.length; g++) {
      flow += sendDirectly(g, g === from ? left : (groups[g]?.courses.length ?? 0), remaining);
    }
    for (;;) {
      const more = augment(from);
      if (more === 0) return flow;
      flow += more;
    }
  };

  function sendDirectly(g: number, count: number, remaining: readonly Credits[]): Credits {
    const group = groups[g];
    if (!group) return 0;
    let most = 0;
    for (const area of group.areas) {
      const useful = Math.min(group.credits, remaining[area] ?? 0);
      room[g * areaCount + area] = count * useful;
      sent[g * areaCount + area] = 0;
      most = Math.max(most, useful);
    }
    let supplied = count * most;
    let flow = 0;
    for (const area of group.areas) {
      const amount = Math.min(supplied, room[g * areaCount + area] ?? 0, demand[area] ?? 0);
      move(g, area, amount);
      demand[area] = (demand[area] ?? 0) - amount;
      supplied -= amount;
      flow += amount;
    }
    supply[g] = supplied;
    return flow;
  }

  /** Sends along one shortest path group → area ( → group → area …) where there is room; 0 when there is none. */
  function augment(from: number): Credits {
    const groupBefore = new Int32Array(areaCount).fill(-1);
    const areaBefore = new Int32Array(groups.length).fill(-2);
    const queue: number[] = [];
    for (let g = from; g < groups.length; g++) {
      if ((supply[g] ?? 0) > 0) {
        areaBefore[g] = -1;
        queue.push(g);
      }
    }
    for (const g of queue) {
      for (const area of groups[g]?.areas ?? []) {
        const edge = g * areaCount + area;
        if (groupBefore[area] !== -1 || (room[edge] ?? 0) <= (sent[edge] ?? 0)) continue;
        groupBefore[area] = g;
        if ((demand[area] ?? 0) > 0) return sendAlong(area, groupBefore, areaBefore);
        for (let other = from; other < groups.length; other++) {
          if (areaBefore[other] !== -2 || (sent[other * areaCount + area] ?? 0) <= 0) continue;
          areaBefore[other] = area;
          queue.push(other);
        }
      }
    }
    return 0;
  }

  function sendAlong(end: number, groupBefore: Int32Array, areaBefore: Int32Array): Credits {
    const path: { g: number; into: number; outOf: number }[] = [];
    for (let area = end; area >= 0; ) {
      const g = groupBefore[area] ?? -1;
      const outOf = areaBefore[g] ?? -1;
      path.push({ g, into: area, outOf });
      area = outOf;
    }
    const start = path.at(-1)?.g ?? 0;
    let amount = Math.min(demand[end] ?? 0, supply[start] ?? 0);
    for (const { g, into, outOf } of path) {
      const edge = g * areaCount + into;
      amount = Math.min(amount, (room[edge] ?? 0) - (sent[edge] ?? 0));
      if (outOf >= 0) amount = Math.min(amount, sent[g * areaCount + outOf] ?? 0);
    }
    for (const { g, into, outOf } of path) {
      move(g, into, amount);
      if (outOf >= 0) move(g, outOf, -amount);
    }
    demand[end] = (demand[end] ?? 0) - amount;
    supply[start] = (supply[start] ?? 0) - amount;
    return amount;
  }

  function move(g: number, area: number, amount: Credits): void {
    const edge = g * areaCount + area;
    sent[edge] = (sent[edge] ?? 0) + amount;
  }
}
