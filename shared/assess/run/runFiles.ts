const padded = (part: number) => String(part).padStart(4, '0');

/** Objects of a run in the lake. Keys carry the run's id and numbers alone. */
export const runFiles = {
  inputs: (runId: string) => `runs/${runId}/inputs.json`,
  /** What `writeResult` writes of each of a part's students, ascending by sourcedId. */
  results: (runId: string, part: number) => `runs/${runId}/results/${padded(part)}.ndjson`,
  /** Where in a part's results a student is. */
  index: (runId: string, part: number) => `runs/${runId}/results/${padded(part)}.index.json`,
  /** What readers see once the run is published: the next run is compared with it. */
  students: (runId: string, part: number) => `runs/${runId}/students/${padded(part)}.ndjson`,
  /** The tiers of each of a part's students and the schools that list them. */
  tiers: (runId: string, part: number) => `runs/${runId}/tiers/${padded(part)}.ndjson`,
  /** What names are made of: a line of directory information of each of a part's students. */
  partNames: (runId: string, part: number) => `runs/${runId}/names/part-${padded(part)}.ndjson`,
  /** A block of what students are found by, in the order of the keys. */
  names: (runId: string, block: number) => `runs/${runId}/names/${padded(block)}.ndjson`,
  /** Written after the blocks: which keys are in which. */
  nameIndex: (runId: string) => `runs/${runId}/names/index.json`,
  staff: (runId: string) => `runs/${runId}/staff.ndjson`,
  /** What is counted of each caseload. */
  caseloads: (runId: string) => `runs/${runId}/caseloads.json`,
  /** Reassigned cases that the SIS has decided about since. */
  overCases: (runId: string) => `runs/${runId}/over-cases.json`,
  /** One batch of what the publication of a part changes. */
  changes: (runId: string, part: number, batch: number) => `runs/${runId}/changes/${padded(part)}-${batch}.ndjson`,
  /** Batches of staff, and of announcements that an earlier run left. */
  otherChanges: (runId: string, batch: number) => `runs/${runId}/changes/others-${batch}.ndjson`,
  /** What one shard has assessed. */
  shard: (runId: string, shard: number) => `runs/${runId}/shards/${shard}.json`,
  manifest: (runId: string) => `runs/${runId}/manifest.json`,
} as const;
