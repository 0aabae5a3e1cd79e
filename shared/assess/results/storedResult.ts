import type { SchoolId, StudentId } from '../../domain/identity.ts';
import type { AssessedTier, Domain, Reason } from '../../domain/tiers/result.ts';

export type Detail = NonNullable<Reason['detail']>;
export type Value = Detail[string];

/** A reason as it is stored: 0 for what it has not, and nothing where nothing follows. */
export type StoredReason = readonly [
  code: string,
  value?: string | 0,
  cutPoint?: string | 0,
  /** As values alone where the keys are those of `DETAIL_KEYS`. */
  detail?: Detail | readonly Value[] | 0,
  /** Days since 1970-01-01: the first, and from each to the next. */
  dates?: readonly number[] | 0,
  /** Rows of one source after the other: the source's place, its first line, and from each to the next. */
  rows?: readonly (readonly number[])[] | 0,
  moreRows?: number,
  items?: readonly string[],
];

export interface StoredResult {
  readonly sourcedId: StudentId;
  readonly school?: SchoolId;
  readonly domains: Readonly<Record<Domain, StoredDomain>>;
  /** Drop and file of the rows. */
  readonly sources: readonly (readonly [drop: string, file: string])[];
}

export interface StoredDomain {
  readonly tier: AssessedTier;
  readonly flags: readonly string[];
  readonly asOf?: string;
  readonly thresholds: string;
  /** Of a tier that an override has set. */
  readonly computed?: AssessedTier;
  readonly subDomains?: Readonly<Record<string, AssessedTier>>;
  readonly reasons: readonly StoredReason[];
}

/** The keys of the details that nearly every student has. */
export const DETAIL_KEYS: Readonly<Record<string, readonly string[]>> = {
  absenceRate: ['rule', 'missed', 'tier'],
  absencesByKind: ['excused', 'unexcused', 'medical', 'outOfSchoolSuspension'],
  majorIncidents: ['tier', 'minor'],
  lowConstructs: ['tier', 'lowestShare', 'assessed'],
};
