import { domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { classOfProgram } from '../../domain/access/programClass.ts';
import { foundBy, type NameSearch } from '../../domain/search/nameKeys.ts';
import { DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { trendOf } from '../../domain/tiers/trend.ts';
import { schoolsListing } from '../../store/directory.ts';
import type { DirectoryEntry } from '../../store/entities.ts';

/** What a list is narrowed to. */
export interface RowFilter {
  readonly search?: NameSearch | undefined;
  readonly school?: string | undefined;
  readonly grade?: string | undefined;
  readonly program?: string | undefined;
  readonly domain?: Domain | undefined;
  readonly tier?: string | undefined;
  readonly trend?: string | undefined;
  readonly exited: boolean;
}

/**
 * Whether a student is among those asked for, as far as somebody with these classes may know: what is hidden from them finds
 * nobody, so that no filter tells of it.
 */
export function isAskedFor(entry: DirectoryEntry, filter: RowFilter, classes: ReadonlySet<FieldClass>): boolean {
  const { search, school, grade, program } = filter;
  return (
    entry.exited === filter.exited &&
    (school === undefined || schoolsListing(entry).includes(school)) &&
    (grade === undefined || entry.grade === grade) &&
    (program === undefined || programsShown(entry, classes).includes(program)) &&
    isInDomain(entry, filter, classes) &&
    (search === undefined || foundBy(entry, search) !== undefined)
  );
}

/** Programs that somebody with these classes may know of. */
export const programsShown = ({ programs = [] }: DirectoryEntry, classes: ReadonlySet<FieldClass>): readonly string[] =>
  programs.filter((program) => classes.has(classOfProgram(program)));

/** Tier and trend are looked for in the same domain. */
function isInDomain(
  { tiers, moving }: DirectoryEntry,
  { domain, tier, trend }: RowFilter,
  classes: ReadonlySet<FieldClass>,
): boolean {
  if (tier === undefined && trend === undefined) return true;
  return domainsIn(domain === undefined ? DOMAINS : [domain], classes).some(
    (each) =>
      (tier === undefined || String(tiers[each]) === tier) &&
      (trend === undefined || trendOf(each, tiers[each], moving?.[each]) === trend),
  );
}
