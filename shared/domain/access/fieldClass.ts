import type { Domain } from '../tiers/result.ts';

/**
 * Classes of a student's data by who needs them (FERPA 34 CFR 99.31(a)(1): legitimate educational interest). What is not
 * in the caller's classes is left out of an answer, of filters and of counts.
 */
export const FIELD_CLASSES = ['directory', 'academic', 'discipline', 'health', 'restrictedNotes'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** The class of a domain's tier, flags, reasons and history. */
export const CLASS_OF_DOMAIN: Readonly<Record<Domain, FieldClass>> = {
  attendance: 'academic',
  academics: 'academic',
  behavior: 'discipline',
  wellBeing: 'health',
  graduation: 'academic',
  ctePathway: 'academic',
};

/** The domains that somebody with these classes may know of. */
export function domainsIn<D extends Domain>(domains: readonly D[], classes: ReadonlySet<FieldClass>): readonly D[] {
  return domains.filter((domain) => classes.has(CLASS_OF_DOMAIN[domain]));
}
