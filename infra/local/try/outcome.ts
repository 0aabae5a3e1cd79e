import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { DOMAINS, type Domain, type DomainOutcome, type StudentResult } from '../../../shared/domain/tiers/result.ts';
import { explain } from '../../../shared/domain/tiers/sentence.ts';
import type { DropRecord, FileAccount, Hold, RunRecord } from '../../../shared/store/entities.ts';
import { notSent, notUnderstood } from './notSent.ts';
import { type PartStanding, type Standing, standingsOf } from './standings.ts';

/** What became of the export; one that could not even be unpacked has no more than its status and holds. */
export type TriedDrop = Pick<DropRecord, 'status' | 'edition' | 'files' | 'setAside' | 'holds' | 'diagnosticCounts'>;

/** Everything a trial found out; what is printed and what `--json` writes come from this alone. */
export interface TrialOutcome {
  readonly asOf: string;
  readonly drop: TriedDrop;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when the drop was held. */
  readonly run?: RunRecord;
  readonly results: readonly StudentResult<DomainOutcome>[];
  readonly schoolNames: ReadonlyMap<string, string>;
}

export type TrialVerdict = 'assessed' | 'held';

/** Held when the drop or the run is: nothing was published then. */
export function verdictOf({ drop, run }: TrialOutcome): TrialVerdict {
  return drop.status === 'held' || run === undefined || run.status === 'held' ? 'held' : 'assessed';
}

export function holdsOf({ drop, run }: TrialOutcome): readonly Hold[] {
  return [...(drop.holds ?? []), ...(run?.holds ?? [])];
}

/** The machine-readable report of a trial. */
export function jsonReport(outcome: TrialOutcome): unknown {
  const { asOf, drop, run, diagnostics, results } = outcome;
  return {
    asOf,
    edition: drop.edition ?? null,
    configurationVersion: run?.configurationVersion ?? null,
    files: (drop.files ?? []).map(fileOf),
    setAside: drop.setAside ?? [],
    held: holdsOf(outcome),
    diagnosticCounts: drop.diagnosticCounts ?? {},
    rejects: diagnostics.filter((each) => each.severity === 'rejected').map(diagnosticOf),
    notices: diagnostics.filter((each) => each.severity === 'notice').map(diagnosticOf),
    notSent: run ? notSent(outcome) : [],
    notUnderstood: notUnderstood(outcome),
    tiers: run ? Object.fromEntries(standingsOf(results).map((part) => [partName(part), tiersOf(part)])) : {},
    students: results.map(({ sourcedId, school, domains }) => ({
      ...{ sourcedId, school: school ?? null },
      domains: Object.fromEntries(DOMAINS.map((domain) => [domain, domainOf(domain, domains[domain])])),
    })),
  };
}

/** `academics`, `academics.literacy`. */
const partName = ({ domain, subDomain }: PartStanding) => (subDomain === undefined ? domain : `${domain}.${subDomain}`);

const tiersOf = ({ all, bySchool }: PartStanding) => ({
  ...countsOf(all),
  schools: Object.fromEntries([...bySchool].map(([school, standing]) => [school, countsOf(standing)])),
});

const countsOf = ({ counts, whyNot = new Map() }: Standing) => ({
  ...counts,
  whyNotAssessed: Object.fromEntries(whyNot),
});

const domainOf = (domain: Domain, outcome: DomainOutcome) => {
  const { tier, subDomains, reasons, flags, asOf, thresholds } = outcome;
  const sentence = explain(domain, outcome);
  return { tier, ...(subDomains && { subDomains }), sentence, reasons, flags, asOf: asOf ?? null, thresholds };
};

const fileOf = ({ file, rows, accepted, unchanged, rejected, deleted, removed }: FileAccount) => ({
  file,
  rows,
  accepted,
  unchanged,
  rejected,
  deleted,
  removed,
});

const diagnosticOf = ({ file, line, column, code, message }: Diagnostic) => ({
  file,
  line,
  column: column ?? null,
  code,
  message,
});
