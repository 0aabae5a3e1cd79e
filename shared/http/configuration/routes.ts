import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { judgedBy } from '../../domain/tiers/thresholds.ts';
import {
  type Authorship,
  addSet,
  listThresholdsChanges,
  type StoredSet,
  type StoredSets,
  type ThresholdsChange,
  withdrawSet,
} from '../../store/thresholdSets.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import { cursorsOf } from '../cursor.ts';
import { requireIfMatch } from '../etag.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import {
  getThresholdsContract,
  listThresholdsChangesContract,
  putThresholdsContract,
  withdrawThresholdsContract,
} from './contracts.ts';
import { readThresholdList, type ThresholdList, thresholdListOf, thresholdViews, viewOf } from './thresholdList.ts';

const getThresholdsRoute = defineRoute({
  ...getThresholdsContract,
  handle: async (context) => {
    const list = await readThresholdList(context);
    return {
      body: {
        day: formatDay(list.today),
        inForce: judgedBy(list.standing, list.today).version,
        earliestEffectiveFrom: formatDay(dayOf(list.closedDay) + 1),
        items: thresholdViews(list),
      },
      etag: list.etag,
    };
  },
});

const putThresholdsRoute = defineRoute({
  ...putThresholdsContract,
  handle: async (context, { params, body }) => {
    const created = authorOf(context);
    const list = await readThresholdList(context);
    const set = { version: params.version, ...body };
    const known = list.stored.sets.find((each) => each.set.version === set.version);
    // A request whose answer was lost comes again with the ETag of before.
    if (known && !known.withdrawn && isDeepStrictEqual(known.set, set)) return replyWith(list, known);
    requireIfMatch(context, list.etag);
    checkAddition(list, set);
    const added = { set, created };
    const stored = { revision: list.stored.revision + 1, sets: [...list.stored.sets, added] };
    const after = thresholdListOf(context.tenant, context.now, stored);
    if (!(await addSet(list.stored, added, changeOf('added', set, created, list, after)))) {
      throw new Problem('precondition.failed');
    }
    return replyWith(after, added);
  },
});

const withdrawThresholdsRoute = defineRoute({
  ...withdrawThresholdsContract,
  handle: async (context, { params }) => {
    const withdrawn = authorOf(context);
    const list = await readThresholdList(context);
    const known = list.stored.sets.find((each) => each.set.version === params.version);
    if (!known) {
      const isFiled = list.filed.some((set) => set.version === params.version);
      throw new Problem(isFiled ? 'thresholds.in_file' : 'thresholds.not_found');
    }
    if (known.withdrawn) return replyWith(list, known);
    requireIfMatch(context, list.etag);
    if (known.set.effectiveFrom <= list.closedDay) throw new Problem('thresholds.day_closed');
    const marked = { ...known, withdrawn };
    const sets = list.stored.sets.map((each) => (each === known ? marked : each));
    const after = thresholdListOf(context.tenant, context.now, { revision: list.stored.revision + 1, sets });
    if (!(await withdrawSet(list.stored, changeOf('withdrawn', known.set, withdrawn, list, after)))) {
      throw new Problem('precondition.failed');
    }
    return replyWith(after, marked);
  },
});

const listThresholdsChangesRoute = defineRoute({
  ...listThresholdsChangesContract,
  handle: async ({ caller }, { query }) => {
    const cursors = await cursorsOf('listThresholdsChanges', caller, query, z.int().min(1));
    const start = cursors.start(query.cursor);
    const page = await listThresholdsChanges({ limit: query.limit, ...(start !== undefined && { after: start }) });
    const { changes, after } = page;
    return { body: { items: changes, ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

export const configurationRoutes: readonly Route[] = [
  getThresholdsRoute,
  putThresholdsRoute,
  withdrawThresholdsRoute,
  listThresholdsChangesRoute,
];

const replyWith = (list: ThresholdList, stored: StoredSet) => ({
  body: viewOf(list, stored.set, stored),
  etag: list.etag,
});

function authorOf({ caller, now }: RequestContext): Authorship {
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return { by: caller.staffId, at: now.toISOString() };
}

/** Throws unless a set is new and takes effect on a day of its own that nobody has been judged as of. */
function checkAddition(
  { stored, filed, standing, closedDay }: ThresholdList,
  { version, effectiveFrom }: ThresholdSet,
) {
  const taken = [...stored.sets.map(({ set }) => set), ...filed];
  if (taken.some((set) => set.version === version)) throw new Problem('thresholds.version_taken');
  if (effectiveFrom <= closedDay) {
    const message = `is a day that has closed: ${closedDay} was the last one`;
    throw new Problem('thresholds.day_closed', { errors: [{ pointer: '/effectiveFrom', code: 'closed', message }] });
  }
  const other = standing.find((set) => set.effectiveFrom === effectiveFrom);
  if (other) {
    const message = `is the day of ${other.version}`;
    throw new Problem('thresholds.day_taken', { errors: [{ pointer: '/effectiveFrom', code: 'taken', message }] });
  }
}

function changeOf(
  action: ThresholdsChange['action'],
  { version, effectiveFrom }: ThresholdSet,
  author: Authorship,
  list: ThresholdList,
  after: ThresholdList,
): ThresholdsChange {
  const dueFrom = ({ standing }: ThresholdList) => judgedBy(standing, dayOf(effectiveFrom)).version;
  const { revision }: StoredSets = after.stored;
  return { revision, action, version, effectiveFrom, ...author, before: dueFrom(list), after: dueFrom(after) };
}

function dayOf(isoDay: string): number {
  const day = parseDay(isoDay);
  if (day === undefined) throw new RangeError('a threshold set takes effect on an ISO day');
  return day;
}
