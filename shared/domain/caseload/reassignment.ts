import type { StaffId } from '../identity.ts';

/** The bases of cases that move, by student: `counselor`, `caseManager`, …; never a section. */
export type Cases = Readonly<Record<string, readonly string[]>>;

/** That one person's cases became another's. Revisions count the reassignments of a district, in their order. */
export interface Reassignment {
  readonly revision: number;
  readonly from: StaffId;
  readonly to: StaffId;
  readonly cases: Cases;
  /** The last day, ISO, on which it stands where the SIS names nobody any more: the end of its school year. */
  readonly standsThrough: string;
}

/** A reassignment as it touches one case: one student, one basis. */
export type CaseMove = Omit<Reassignment, 'cases'>;

/** Who has a case, and which moves say nothing about it any more. */
export interface CaseHolders {
  readonly holders: ReadonlySet<string>;
  /** Moves that are over: the SIS names others now, or nobody and their school year has ended. */
  readonly over: readonly CaseMove[];
}

/**
 * Who has a case when the SIS names some people for it and some reassignments have moved it since.
 *
 * As long as the SIS still says `from`, the case is that of `to`; several moves follow one another. Names the SIS somebody
 * else, the SIS decides, and the move is over for good. Names it nobody (assignments of somebody who leaves are ended or
 * dropped), the last who was given the case keeps it up to the end of the school year: no case gets lost because somebody left.
 *
 * @param named whom the SIS has in force for the case
 * @param moves of this case, ascending by revision
 * @param day ISO
 */
export function holdersOf(named: Iterable<string>, moves: readonly CaseMove[], day: string): CaseHolders {
  let holders = new Set(named);
  if (holders.size === 0) {
    const last = moves.at(-1);
    const stands = last !== undefined && day <= last.standsThrough;
    return stands ? { holders: new Set([last.to]), over: [] } : { holders, over: moves };
  }
  const over: CaseMove[] = [];
  for (const move of moves) {
    if (!holders.has(move.from)) over.push(move);
    else holders = new Set([...holders].map((holder) => (holder === move.from ? move.to : holder)));
  }
  return { holders, over };
}

/**
 * Why a student is on somebody's caseload at this moment: what was published, and what has been reassigned since.
 * @param since reassignments from or to this person that the publication does not know, ascending by revision
 */
export function basesNow(
  staff: string,
  student: string,
  published: readonly string[],
  since: readonly Reassignment[],
): readonly string[] {
  const bases = new Set(published);
  for (const { from, to, cases } of since) {
    for (const basis of basesOf(cases, student)) {
      if (from === staff) bases.delete(basis);
      if (to === staff) bases.add(basis);
    }
  }
  return [...bases].sort();
}

/** The bases under which a student is among cases; ids are data, so no inherited member counts. */
export const basesOf = (cases: Cases, student: string): readonly string[] =>
  Object.hasOwn(cases, student) ? (cases[student] ?? []) : [];
