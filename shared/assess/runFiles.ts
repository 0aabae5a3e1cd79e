/** Objects of a run in the lake. Keys carry the run's id and numbers alone. */
export const runFiles = {
  inputs: (runId: string) => `runs/${runId}/inputs.json`,
  /** The `resultLine` of every student, ascending by sourcedId. */
  results: (runId: string) => `runs/${runId}/results.ndjson`,
  /** Where in the results a student is. */
  index: (runId: string) => `runs/${runId}/index.bin`,
  /** What readers see once the run is published: the next run is compared with it. */
  students: (runId: string) => `runs/${runId}/students.ndjson`,
  staff: (runId: string) => `runs/${runId}/staff.ndjson`,
  /** One batch of what its publication changes. */
  changes: (runId: string, batch: number) => `runs/${runId}/changes/${batch}.ndjson`,
  manifest: (runId: string) => `runs/${runId}/manifest.json`,
} as const;
