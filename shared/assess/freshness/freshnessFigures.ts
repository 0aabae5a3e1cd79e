import type { SchoolId } from '../../domain/identity.ts';
import type { Freshness } from './freshness.ts';

/** So many schools have a figure of their own a night, the furthest behind: each is a time series that is paid for. */
const SCHOOLS = 100;

/** What is measured of a district's freshness every night, in school days. */
export interface FreshnessFigures {
  readonly staleSchools: number;
  /** Of the school whose attendance is furthest behind. */
  readonly attendanceDaysBehind: number;
  /** Schools whose attendance is behind, the furthest first; those that are up to date have no figure. */
  readonly schools: readonly { readonly school: SchoolId; readonly daysBehind: number }[];
  /** Files that are behind for some school, by the school that is furthest. */
  readonly files: readonly { readonly file: string; readonly daysBehind: number }[];
}

export function freshnessFigures({ schools }: Pick<Freshness, 'schools'>): FreshnessFigures {
  // A school that has never sent any is none that has fallen behind.
  const behind = schools
    .filter(({ coveredTo, daysBehind }) => coveredTo !== undefined && daysBehind > 0)
    .sort((a, b) => b.daysBehind - a.daysBehind);
  const files = new Map<string, number>();
  for (const { file, daysBehind } of schools.flatMap((each) => each.files)) {
    if (daysBehind > 0) files.set(file, Math.max(daysBehind, files.get(file) ?? 0));
  }
  return {
    staleSchools: schools.filter(({ stale }) => stale).length,
    attendanceDaysBehind: behind[0]?.daysBehind ?? 0,
    schools: behind.slice(0, SCHOOLS).map(({ school, daysBehind }) => ({ school, daysBehind })),
    files: [...files].map(([file, daysBehind]) => ({ file, daysBehind })),
  };
}
