import type { PublishedPointer } from '../store/entities.ts';
import { getRun } from '../store/runs.ts';

/** The edition of the district's data that the published run assessed. The pointer says it; of an older one the run does. */
export async function publishedEdition({ edition, runId }: PublishedPointer): Promise<number | undefined> {
  return edition ?? (await getRun(runId))?.edition;
}
