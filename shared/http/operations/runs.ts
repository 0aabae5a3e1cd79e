import { getRun, listRuns } from '../../store/runs.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getRunContract, listRunsContract } from './contracts.ts';
import { runFields } from './views.ts';

export const listRunsRoute = defineRoute({
  ...listRunsContract,
  handle: async ({ caller }, { query }) => {
    const cursors = await cursorsOf('listRuns', caller, query, keyPosition);
    const { items, after } = await listRuns({ ...query, after: cursors.start(query.cursor) });
    return { body: { items: items.map(runFields), ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

export const getRunRoute = defineRoute({
  ...getRunContract,
  handle: async (_context, { params }) => {
    const run = await getRun(params.id);
    if (!run) throw new Problem('run.not_found');
    return {
      body: {
        ...runFields(run),
        comparedWith: run.comparedWith,
        staleSchools: run.staleSchools ?? [],
        summaries: run.summaries ?? [],
        holds: run.holds ?? [],
        ...(run.failure && { failure: { error: run.failure.error } }),
      },
    };
  },
});
