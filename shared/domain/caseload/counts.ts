import { type AssessedTier, DOMAINS, type Domain } from '../tiers/result.ts';
import { summaryOf } from '../tiers/summary.ts';

/** Students of a caseload whom the same schools list, counted; leavers are on no caseload. */
export interface CountedGroup {
  /** Schools that list these students, ascending. */
  readonly schools: readonly string[];
  readonly students: number;
  /** By the highest tier of any domain. */
  readonly highest: TierTotals;
  /** By domain those who are at risk there: tiers 2 and 3. */
  readonly atRisk: Readonly<Partial<Record<Domain, AtRisk>>>;
}

export type TierTotals = Readonly<Record<'1' | '2' | '3' | 'notAssessed', number>>;
export type AtRisk = Readonly<Record<'2' | '3', number>>;

/** Groups of different schools, so that a reader's schools can be added up without counting anybody twice. */
export type CaseloadCounts = readonly CountedGroup[];

/** What is counted of a student. */
export interface CountedStudent {
  readonly schools: readonly string[];
  /** Of domains that may be known of. */
  readonly tiers: Readonly<Partial<Record<Domain, AssessedTier>>>;
}

const NOBODY: TierTotals = { '1': 0, '2': 0, '3': 0, notAssessed: 0 };

/** Counts students, each once; where many are the same object, what is to be known of it is found out once. */
export function countsOf(students: Iterable<CountedStudent>): CaseloadCounts {
  const times = new Map<CountedStudent, number>();
  for (const student of students) times.set(student, (times.get(student) ?? 0) + 1);
  const groups = Map.groupBy(times, ([{ schools }]) => JSON.stringify([...schools].sort()));
  const counted = [...groups].map(([schools, members]) => groupOf(JSON.parse(schools) as string[], members));
  return counted.sort((a, b) => (JSON.stringify(a.schools) < JSON.stringify(b.schools) ? -1 : 1));
}

function groupOf(schools: readonly string[], members: readonly (readonly [CountedStudent, number])[]): CountedGroup {
  const highest = { ...NOBODY };
  const atRisk: Partial<Record<Domain, AtRisk>> = {};
  let students = 0;
  for (const [{ tiers }, times] of members) {
    students += times;
    highest[summaryOf(tiers).highest] += times;
    for (const domain of DOMAINS) {
      const tier = tiers[domain];
      if (tier !== 2 && tier !== 3) continue;
      const before = atRisk[domain] ?? { '2': 0, '3': 0 };
      atRisk[domain] = { ...before, [tier]: before[tier] + times };
    }
  }
  return { schools, students, highest, atRisk };
}

/** Adds counts up over the groups that somebody may see; `times` -1 takes them away. */
export function addedUp(
  counts: readonly { readonly counts: CaseloadCounts; readonly times: 1 | -1 }[],
  maySee: (schools: readonly string[]) => boolean,
): Omit<CountedGroup, 'schools'> {
  let students = 0;
  const highest = { ...NOBODY };
  const atRisk: Partial<Record<Domain, AtRisk>> = {};
  for (const { counts: groups, times } of counts) {
    for (const group of groups) {
      if (!maySee(group.schools)) continue;
      students += times * group.students;
      for (const tier of ['1', '2', '3', 'notAssessed'] as const) highest[tier] += times * group.highest[tier];
      for (const domain of DOMAINS) {
        const more = group.atRisk[domain];
        const before = atRisk[domain] ?? { '2': 0, '3': 0 };
        if (more) atRisk[domain] = { '2': before['2'] + times * more['2'], '3': before['3'] + times * more['3'] };
      }
    }
  }
  return { students, highest, atRisk };
}
