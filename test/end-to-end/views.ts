/** What these tests read of the API's answers. */
export interface StudentRow {
  readonly sourcedId: string;
  readonly givenName: string;
  readonly school: string;
  readonly schools: readonly string[];
  readonly exited: boolean;
  readonly flags: Readonly<Record<string, readonly string[]>>;
  readonly tiers: Readonly<Record<string, Tier>>;
}

export type Tier = 1 | 2 | 3 | 'notAssessed';

export interface StudentTiers {
  readonly runId: string;
  readonly asOf: string;
  readonly domains: readonly DomainTier[];
}

export interface DomainTier {
  readonly domain: string;
  readonly tier: Tier;
  readonly since: string;
  readonly asOf: string | null;
  readonly flags: readonly string[];
  readonly sentence: string;
  readonly reasons: readonly {
    readonly code: string;
    readonly value?: string;
    readonly cutPoint?: string;
    readonly dates?: readonly string[];
    readonly rows?: readonly { readonly drop: string; readonly file: string; readonly line: number }[];
    readonly moreRows?: number;
  }[];
  readonly history: readonly {
    readonly from: Tier | null;
    readonly to: Tier;
    readonly cause: string;
    readonly asOf: string;
    readonly runId: string;
  }[];
}

export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { readonly pointer?: string; readonly parameter?: string }[];
}

export interface Plan {
  readonly planId: string;
  readonly nextCheckIn: string | null;
  readonly checkIns: readonly { readonly dueOn: string }[];
}

export interface Task {
  readonly taskId: string;
  readonly planId: string;
  readonly dueOn: string;
  readonly status: string;
  readonly reminder: string;
}
