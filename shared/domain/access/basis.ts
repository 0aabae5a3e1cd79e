/**
 * On which ground of FERPA (34 CFR 99) a record is shown: `schoolOfficial` 99.31(a)(1), `parent` and `ownRecord` 99.10,
 * `dependentStudent` 99.31(a)(8), `consent` 99.30.
 */
export const LEGAL_BASES = ['schoolOfficial', 'parent', 'ownRecord', 'dependentStudent', 'consent'] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** What a record is shown for; said by each operation of the API. */
export const PURPOSES = [
  'studentSupport',
  'schoolAdministration',
  'graduationReview',
  'recordsRequest',
  'portal',
] as const;
export type Purpose = (typeof PURPOSES)[number];
