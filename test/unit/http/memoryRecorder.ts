import type { Recorder } from '../../../shared/http/recorder.ts';
import type { AuditEntry, AuditOutcome } from '../../../shared/store/audit.ts';
import type { Answered, ShownStudents } from '../../../shared/store/disclosures.ts';

export interface MemoryRecorder extends Recorder {
  readonly begunEntries: AuditEntry[];
  readonly outcomes: AuditOutcome[];
  readonly disclosures: { readonly answered: Answered; readonly shown: readonly ShownStudents[] }[];
}

/** A record in memory. */
export function memoryRecorder(): MemoryRecorder {
  const recorder: MemoryRecorder = {
    begunEntries: [],
    outcomes: [],
    disclosures: [],
    begun: async (entry) => void recorder.begunEntries.push(entry),
    ended: async (_entry, outcome) => void recorder.outcomes.push(outcome),
    disclosed: async (answered, shown) => void recorder.disclosures.push({ answered, shown }),
  };
  return recorder;
}
