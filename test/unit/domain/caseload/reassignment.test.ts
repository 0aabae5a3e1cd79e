import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  basesNow,
  type CaseMove,
  holdersOf,
  type Reassignment,
} from '../../../../shared/domain/caseload/reassignment.ts';
import { staffId } from '../../../../shared/domain/identity.ts';

const DAY = '2026-11-20';
const YEAR_END = '2027-07-31';

const move = (revision: number, from: string, to: string, standsThrough = YEAR_END): CaseMove => ({
  ...{ revision, from: staffId(from), to: staffId(to), standsThrough },
});
const holders = (named: readonly string[], moves: readonly CaseMove[], day = DAY) => [
  ...holdersOf(named, moves, day).holders,
];
const over = (named: readonly string[], moves: readonly CaseMove[], day = DAY) =>
  holdersOf(named, moves, day).over.map(({ revision }) => revision);

describe('who has a case', () => {
  const toB = move(1, 'a', 'b');
  const toC = move(2, 'b', 'c');

  it('is who it was given to, as long as the SIS names who it was taken from', () => {
    expect(holders(['a'], [toB])).toEqual(['b']);
    expect(over(['a'], [toB])).toEqual([]);
  });

  it('is the last of a chain, and the first again when it was given back', () => {
    expect(holders(['a'], [toB, toC])).toEqual(['c']);
    expect(holders(['a'], [toB, move(2, 'b', 'a')])).toEqual(['a']);
    expect(holders(['a'], [toB, move(2, 'b', 'a'), move(3, 'a', 'c')])).toEqual(['c']);
  });

  it('is whom the SIS names once it names somebody else, and the move is over', () => {
    expect(holders(['x'], [toB])).toEqual(['x']);
    expect(over(['x'], [toB])).toEqual([1]);
    expect(holders(['b'], [toB])).toEqual(['b']);
    expect(over(['b'], [toB])).toEqual([1]);
  });

  it('goes on from whom the SIS names by now: of a chain the first move is over, the second is not', () => {
    expect(holders(['b'], [toB, toC])).toEqual(['c']);
    expect(over(['b'], [toB, toC])).toEqual([1]);
  });

  it('stays with everybody else who shares it', () => {
    expect(holders(['a', 'x'], [toB]).sort()).toEqual(['b', 'x']);
    expect(holders(['a', 'b'], [toB])).toEqual(['b']);
    expect(holders(['a', 'b'], [toB, toC])).toEqual(['c']);
  });

  it('is who was given it last where the SIS names nobody, up to the last day of the school year', () => {
    expect(holders([], [toB, toC])).toEqual(['c']);
    expect(holders([], [toB], YEAR_END)).toEqual(['b']);
    expect(over([], [toB], YEAR_END)).toEqual([]);
    expect(holders([], [toB], '2027-08-01')).toEqual([]);
    expect(over([], [toB], '2027-08-01')).toEqual([1]);
    expect(holders(['a'], [toB], '2027-08-01')).toEqual(['b']);
  });

  it('is nobody, or whom the SIS names, without a move', () => {
    expect(holders([], [])).toEqual([]);
    expect(holders(['a'], [])).toEqual(['a']);
  });
});

const PEOPLE = ['a', 'b', 'c', 'd'];
const STUDENTS = ['s1', 's2', '__proto__'];
const BASES = ['counselor', 'mentor'];

/** District-wide state in the plainest way: a set of `person student basis`. */
type Plain = ReadonlySet<string>;
const plainly = (
  before: Plain,
  from: string,
  to: string,
  students: readonly string[],
): [Plain, Record<string, string[]>] => {
  const [state, cases] = [new Set(before), Object.create(null) as Record<string, string[]>];
  for (const each of before) {
    const [person = '', student = '', basis = ''] = each.split(' ');
    if (person !== from || !students.includes(student)) continue;
    state.delete(each);
    state.add(`${to} ${student} ${basis}`);
    cases[student] = [...(cases[student] ?? []), basis];
  }
  return [state, cases];
};

const cell = fc.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...STUDENTS), fc.constantFrom(...BASES));
const step = fc.record({
  pair: fc.shuffledSubarray(PEOPLE, { minLength: 2, maxLength: 2 }),
  students: fc.subarray(STUDENTS, { minLength: 1 }),
});

describe('reassignments one after the other, whole and in part, in chains and back', () => {
  const histories = fc.property(
    fc.uniqueArray(cell, { selector: (each) => each.join(' '), maxLength: 12 }),
    fc.array(step, { maxLength: 8 }),
    fc.nat(8),
    (named, steps, publishedAfter) => {
      let state: Plain = new Set(named.map((each) => each.join(' ')));
      const done: Reassignment[] = [];
      for (const [index, { pair, students }] of steps.entries()) {
        const [from = '', to = ''] = pair;
        const [next, cases] = plainly(state, from, to, students);
        done.push({ ...move(index + 1, from, to), cases });
        state = next;
      }
      const has = (person: string, student: string, basis: string) => state.has(`${person} ${student} ${basis}`);
      const rosteredAt = (revision: number, student: string, basis: string) => {
        const sis = named.filter(([, s, b]) => s === student && b === basis).map(([person]) => person);
        const moves = done.filter((each) => each.revision <= revision && each.cases[student]?.includes(basis));
        return [...holdersOf(sis, moves, DAY).holders];
      };
      for (const student of STUDENTS) {
        for (const person of PEOPLE) {
          for (const basis of BASES) {
            // What the night makes of the same SIS rows, whatever it was pinned to, and what has come since over it.
            expect(rosteredAt(done.length, student, basis).includes(person)).toBe(has(person, student, basis));
          }
          const published = BASES.filter((basis) => rosteredAt(publishedAfter, student, basis).includes(person));
          const since = done.filter(({ revision }) => revision > publishedAfter);
          expect(basesNow(person, student, published, since)).toEqual(
            BASES.filter((basis) => has(person, student, basis)),
          );
        }
      }
    },
  );

  it('read the same before and after every night as when they are done one by one in a plain model', () => {
    fc.assert(histories, { numRuns: 500 });
  });
});
