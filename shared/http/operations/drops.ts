import * as z from 'zod';
import { dropReport, getDrop, listDrops } from '../../store/drops.ts';
import type { SchoolAccount } from '../../store/entities.ts';
import { cursorsOf } from '../cursor.ts';
import { districtLake } from '../districtLake.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getDropContract, listDropsContract } from './contracts.ts';
import { dropFields, dropRowOf } from './views.ts';

const diagnosticsPosition = z.int().min(1);
/** Some twenty files of a large district's schools, and well within an answer. */
const RECONCILED = 5_000;

export const listDropsRoute = defineRoute({
  ...listDropsContract,
  handle: async ({ caller }, { query }) => {
    const cursors = await cursorsOf('listDrops', caller, query, keyPosition);
    const { items, after } = await listDrops({ ...query, after: cursors.start(query.cursor) });
    return { body: { items: items.map(dropRowOf), ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

export const getDropRoute = defineRoute({
  ...getDropContract,
  handle: async ({ caller }, { params, query }) => {
    // The cursor counts within the diagnostics of one drop: its id is part of what was asked for.
    const cursors = await cursorsOf('getDrop', caller, { ...query, id: params.id }, diagnosticsPosition);
    const from = cursors.start(query.cursor) ?? 0;
    const drop = await getDrop(params.id);
    if (!drop) throw new Problem('drop.not_found');
    const report = drop.reportKey === undefined ? undefined : await dropReport(districtLake(), drop.reportKey);
    const found = (report?.diagnostics ?? []).filter(
      ({ file, code }) =>
        (query.file === undefined || file === query.file) && (query.code === undefined || code === query.code),
    );
    const until = from + query.limit;
    return {
      body: {
        ...dropFields(drop),
        files: drop.files ?? [],
        setAside: drop.setAside ?? [],
        reconciliation: reconciliationOf(report?.schools ?? []),
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

/** What changed; schools of which a file brought the same as before are left out. */
function reconciliationOf(schools: readonly SchoolAccount[]) {
  const changed = schools.filter((each) => each.added + each.corrected + each.deleted + each.removed > 0);
  const items = changed.slice(0, RECONCILED);
  return { items, omitted: changed.length - items.length };
}
