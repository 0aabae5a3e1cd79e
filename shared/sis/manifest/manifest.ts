import type { Day } from '../../domain/calendar/day.ts';
import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { OneRosterVersion } from '../fileSpec.ts';

export type FileMode = 'bulk' | 'delta' | 'absent';

/** The days a file speaks of, both included. */
export interface Window {
  readonly from?: Day;
  /** States coverage as well: attendance is known up to this day. */
  readonly to?: Day;
}

/** What a drop says of itself. */
export interface Manifest {
  readonly version: OneRosterVersion;
  /** By file name without `.csv`. */
  readonly files: ReadonlyMap<string, FileMode>;
  /** Instant, ISO 8601 UTC with milliseconds: comparable as text. */
  readonly generatedAt?: string;
  /** The year in which the school year ends. */
  readonly schoolYear?: number;
  /** Lifts the deletion guard once, at the turn of the year. */
  readonly rollover: boolean;
  readonly windows: ReadonlyMap<string, Window>;
  /** False when it cannot be followed: the drop is held, and `diagnostics` has the reasons as `rejected`. */
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export const MANIFEST_FILE = 'manifest.csv';
