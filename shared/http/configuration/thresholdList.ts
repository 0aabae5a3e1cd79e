import { withThresholds } from '../../assess/run/pinnedThresholds.ts';
import { type Day, formatDay } from '../../domain/calendar/day.ts';
import { lastClosedDay, localTimeOf } from '../../domain/calendar/timeZone.ts';
import { judgedBy } from '../../domain/tiers/thresholds.ts';
import type { LoadedTenant } from '../../runtime/tenant.ts';
import { type Authorship, readStoredSets, type StoredSet, type StoredSets } from '../../store/thresholdSets.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import { etagOf } from '../etag.ts';
import type { RequestContext } from '../route.ts';

/** The sets of a district at an instant: those of its tenant file with those people have added. */
export interface ThresholdList {
  readonly etag: string;
  readonly stored: StoredSets;
  /** Those of the tenant file alone. */
  readonly filed: readonly ThresholdSet[];
  /** Those that are or will be in force. */
  readonly standing: readonly ThresholdSet[];
  readonly today: Day;
  /** The last day that may have been judged already, ISO: what is in force on it stays. */
  readonly closedDay: string;
}

export async function readThresholdList({ tenant, now }: RequestContext): Promise<ThresholdList> {
  return thresholdListOf(tenant, now, await readStoredSets());
}

export function thresholdListOf(loaded: LoadedTenant, now: Date, stored: StoredSets): ThresholdList {
  const { tenant, configurationVersion } = loaded;
  const { timeZone, schoolYear } = tenant;
  const added = stored.sets.filter(({ withdrawn }) => withdrawn === undefined).map(({ set }) => set);
  return {
    etag: etagOf(`${stored.revision}-${configurationVersion}`),
    stored,
    filed: tenant.thresholds,
    standing: withThresholds(tenant, added).thresholds,
    today: localTimeOf(now, timeZone).day,
    closedDay: formatDay(lastClosedDay(now, timeZone, schoolYear.dayClosesAt)),
  };
}

/** A set as readers see it. */
export interface ThresholdView extends ThresholdSet {
  readonly source: 'tenantFile' | 'api';
  readonly status: 'past' | 'inForce' | 'ahead' | 'withdrawn';
  readonly created?: Authorship;
  readonly withdrawn?: Authorship;
}

/** All sets by the day they take effect, withdrawn ones last. */
export function thresholdViews(list: ThresholdList): readonly ThresholdView[] {
  const added = new Map(list.stored.sets.map((each) => [each.set.version, each]));
  const standing = list.standing.map((set) => viewOf(list, set, added.get(set.version)));
  const withdrawn = list.stored.sets.filter((each) => each.withdrawn).map((each) => viewOf(list, each.set, each));
  const byDay = (views: readonly ThresholdView[]) =>
    views.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));
  return [...byDay(standing), ...byDay(withdrawn)];
}

export function viewOf(list: ThresholdList, set: ThresholdSet, stored: StoredSet | undefined): ThresholdView {
  if (stored === undefined) return { ...set, source: 'tenantFile', status: statusOf(list, set) };
  const { created, withdrawn } = stored;
  const status = withdrawn ? 'withdrawn' : statusOf(list, set);
  return { ...set, source: 'api', status, created, ...(withdrawn && { withdrawn }) };
}

function statusOf({ standing, today }: ThresholdList, set: ThresholdSet): 'past' | 'inForce' | 'ahead' {
  const current = judgedBy(standing, today);
  if (set.version === current.version) return 'inForce';
  return set.effectiveFrom > current.effectiveFrom ? 'ahead' : 'past';
}
