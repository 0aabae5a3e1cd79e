import type { SchoolId, StudentId } from '../identity.ts';

/** The areas in which a student holds a tier of their own (MTSS). */
export const DOMAINS = ['attendance', 'academics', 'behavior', 'wellBeing', 'graduation', 'ctePathway'] as const;
export type Domain = (typeof DOMAINS)[number];

/** 1 universal, 2 targeted, 3 intensive. Missing data is never tier 1. */
export type Tier = 1 | 2 | 3;
export type AssessedTier = Tier | 'notAssessed';

/** Why a domain could not be assessed. `notApplicable`: it says nothing of this student, as a plan does before grade 9. */
export type NotAssessedReason = 'notEnrolled' | 'tooFewDays' | 'noCoverage' | 'noData' | 'notApplicable';

/** Where a row came from: a drop, one of its files, a physical line (1 is the header). */
export interface RowReference {
  readonly drop: string;
  readonly file: string;
  readonly line: number;
}

/** At most this many row references are kept with a reason; the rest is counted in `moreRows`. */
export const MAX_ROW_REFERENCES = 50;

/** One line of the explanation of a tier. */
export interface Reason {
  /** Stable, dot-free camel case: `absenceRate`, `daysMissed`, `watchBand`, `notEnrolled`, … */
  readonly code: string;
  /** Exact, `17/169`: what the student has. Derived daily; not part of what counts as a change. */
  readonly value?: string;
  /** Exact, `1/10`: the cut the value was compared with. */
  readonly cutPoint?: string;
  /** ISO days that make the value. */
  readonly dates?: readonly string[];
  /** What makes the value, as the source names it: courses, incidents, screeners, constructs. */
  readonly items?: readonly string[];
  readonly rows?: readonly RowReference[];
  /** How many row references were left out. */
  readonly moreRows?: number;
  /** What else a reader needs, exact and small: `{ "rule": "periodShare" }`. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** The tier in a part of a domain: literacy and mathematics differ within academics. */
export interface SubDomainResult {
  /** `literacy`; the domain's name goes before it: `academics.literacy`. */
  readonly name: string;
  readonly tier: AssessedTier;
}

/** One domain's outcome for one student, as of one day. */
export interface DomainOutcome {
  readonly tier: AssessedTier;
  /** What the data give while somebody's override sets `tier`; absent otherwise. */
  readonly computed?: { readonly tier: AssessedTier };
  readonly reasons: readonly Reason[];
  /** Flags are not tiers: `watch`, `stale`, `exited`, `stepDownHeld`, … sorted. */
  readonly flags: readonly string[];
  /** The last closed day counted, ISO; absent when nothing was. */
  readonly asOf?: string;
  /** Version of the threshold set that decided. */
  readonly thresholds: string;
  /** Every part of the domain, in a fixed order; absent where a domain has none. */
  readonly subDomains?: readonly SubDomainResult[];
}

/** An outcome that can be compared with another night's. */
export interface DomainResult extends DomainOutcome {
  /**
   * What counts as a change, as one string: tier, reason codes, numerators, flags; without daily-growing denominators,
   * dates of assessment and row references.
   */
  readonly signature: string;
}

/** Everything a run says about one student. */
export interface StudentResult<Result extends DomainOutcome = DomainResult> {
  readonly sourcedId: StudentId;
  /** The school that lists the student; absent when never enrolled. */
  readonly school?: SchoolId;
  readonly domains: Readonly<Record<Domain, Result>>;
}
