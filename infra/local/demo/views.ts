import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import type { AssessedTier, Domain, Reason } from '../../../shared/domain/tiers/result.ts';
import type { FileAccount, Hold, SchoolAccount } from '../../../shared/store/entities.ts';

/** What the demo reads from the API; the full contracts are in /v1/openapi.json. */
export interface StudentRow {
  readonly sourcedId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly grade: string;
  readonly school: string;
  readonly tiers: Readonly<Record<Domain, AssessedTier>>;
  readonly flags: readonly string[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** A drop of SIS files: what came of it. */
export interface DropView {
  readonly dropId: string;
  readonly status: string;
  readonly edition?: number;
  readonly files: readonly FileAccount[];
  readonly holds: readonly Hold[];
  readonly reconciliation: { readonly items: readonly SchoolAccount[] };
  readonly diagnostics: Page<Diagnostic>;
}

export interface Freshness {
  readonly edition: { readonly number: number } | null;
  readonly schools: readonly { readonly coveredTo: string | null }[];
  readonly files: readonly { readonly file: string; readonly rows: number }[];
}

export interface DomainTier {
  readonly domain: Domain;
  readonly tier: AssessedTier;
  /** ISO day. */
  readonly since: string;
  readonly thresholds: string;
  readonly sentence: string;
  readonly reasons: readonly Reason[];
}

export interface StudentTiers {
  readonly domains: readonly DomainTier[];
}

export interface Plan {
  readonly planId: string;
  readonly nextCheckIn: string | null;
}

export interface Task {
  readonly dueOn: string;
  readonly status: string;
  readonly reminder: string;
}

export interface YearEnd {
  readonly status: string;
  readonly students?: number;
  readonly counts?: Readonly<Record<string, number>>;
  readonly openExceptions?: number;
  readonly archive?: { readonly records: number; readonly sha256: string };
}

export interface YearEndException {
  readonly studentSourcedId: string;
  readonly exceptions: readonly string[];
  readonly open: boolean;
}

export interface Graduation {
  readonly status: string;
  readonly outcome: string | null;
  readonly areas: readonly {
    readonly title: string;
    readonly required: string;
    readonly earned: string;
    readonly remaining: string;
  }[];
}
