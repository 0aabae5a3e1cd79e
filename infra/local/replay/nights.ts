import type { RunInputs } from '../../../shared/assess/run/runInputs.ts';
import type { RunRecord } from '../../../shared/store/entities.ts';
import { getRun, readPinned } from '../../../shared/store/runs.ts';
import { CloudError } from '../cloudError.ts';
import type { ReplayArguments } from './arguments.ts';

/** What the published run of a night was pinned to. Throws a `CloudError` when there is none. */
export async function pinnedNight({ date, attempt }: Pick<ReplayArguments, 'date' | 'attempt'>): Promise<RunInputs> {
  const run = attempt === undefined ? await lastPublished(date) : await getRun(`${date}.${attempt}`);
  const name = attempt === undefined ? date : `${date}.${attempt}`;
  if (!run) throw new CloudError(`No run of ${name} was published: GET /v1/runs lists what there is.`);
  if (run.status !== 'published') throw new CloudError(`The run ${name} was not published: it is ${run.status}.`);
  const pinned = (await readPinned(run.runId)) as RunInputs | undefined;
  if (!pinned) throw new CloudError(`The run ${run.runId} is not pinned to anything.`);
  return pinned;
}

async function lastPublished(date: string): Promise<RunRecord | undefined> {
  let found: RunRecord | undefined;
  for (let attempt = 1; ; attempt++) {
    const run = await getRun(`${date}.${attempt}`);
    if (!run) return found;
    if (run.status === 'published') found = run;
  }
}
