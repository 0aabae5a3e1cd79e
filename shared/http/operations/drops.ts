import * as z from 'zod';
import { dropReport, getDrop, listDrops } from '../../store/drops.ts';
import type { DropRecord } from '../../store/entities.ts';
import { cursorsOf } from '../cursor.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getDropContract, listDropsContract } from './contracts.ts';
import { dropFields, dropRowOf } from './views.ts';

const listPosition = z.string();
const diagnosticsPosition = z.int().min(1);

export const listDropsRoute = defineRoute({
  ...listDropsContract,
  handle: async ({ caller }, { query }) => {
    const cursors = cursorsOf('listDrops', caller, query, listPosition);
    const start = cursors.start(query.cursor);
    const { drops, after } = await listDrops({ limit: query.limit, ...(start !== undefined && { after: start }) });
    return { body: { items: drops.map(dropRowOf), ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

export const getDropRoute = defineRoute({
  ...getDropContract,
  handle: async ({ caller }, { params, query }) => {
    // The cursor counts within the diagnostics of one drop: its id is part of what was asked for.
    const cursors = cursorsOf('getDrop', caller, { ...query, id: params.id }, diagnosticsPosition);
    const from = cursors.start(query.cursor) ?? 0;
    const drop = await getDrop(params.id);
    if (!drop) throw new Problem('drop.not_found');
    const found = (await diagnosticsOf(drop)).filter(
      ({ file, code }) =>
        (query.file === undefined || file === query.file) && (query.code === undefined || code === query.code),
    );
    const until = from + query.limit;
    return {
      body: {
        ...dropFields(drop),
        files: drop.files ?? [],
        setAside: drop.setAside ?? [],
        holds: drop.holds ?? [],
        diagnosticCounts: drop.diagnosticCounts ?? {},
        diagnostics: {
          items: found.slice(from, until),
          ...(until < found.length && { nextCursor: cursors.next(until) }),
        },
        // The cause may carry values of the files; the function's log has its name.
        ...(drop.failure && { failure: { error: drop.failure.error } }),
      },
    };
  },
});

async function diagnosticsOf({ reportKey }: DropRecord) {
  if (reportKey === undefined) return [];
  return (await dropReport(districtLake(), reportKey))?.diagnostics ?? [];
}
