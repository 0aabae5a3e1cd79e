import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import type { DomainOutcome, StudentResult } from '../../../shared/domain/tiers/result.ts';
import type { DropRecord, FileAccount, Hold, RunRecord } from '../../../shared/store/entities.ts';

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
    tiers: Object.fromEntries((run?.summaries ?? []).map(({ domain, counts }) => [domain, counts])),
    students: results.map(({ sourcedId, domains }) => ({
      sourcedId,
      domains: Object.fromEntries(
        Object.entries(domains).map(([domain, { tier, reasons, flags, asOf: day, thresholds }]) => [
          domain,
          { tier, reasons, flags, asOf: day ?? null, thresholds },
        ]),
      ),
    })),
  };
}

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
