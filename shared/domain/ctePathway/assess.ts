import { formatDay } from '../calendar/day.ts';
import { byTime } from '../graduation/attempts.ts';
import { type DomainResult, MAX_ROW_REFERENCES, type Reason, type RowReference, type Tier } from '../tiers/result.ts';
import { signatureOf } from '../tiers/signature.ts';
import { type PathwayProgress, pathwayProgress } from './progress.ts';
import type { CteContext, CteRecord } from './record.ts';

/**
 * A CTE participant's tier: off track, and tier 2, where the next course of a pathway neither runs nor is asked for nor
 * booked, this school year or the next; else tier 1. Whoever has taken every course has no next one and is not off track.
 */
export function assessCtePathway(record: CteRecord, context: CteContext): DomainResult {
  const pathways = pathwayProgress(record, context);
  const offTrack = pathways.filter(isOffTrack);
  const tier: Tier = offTrack.length > 0 ? context.offTrackTier : 1;
  const reasons = [
    ...offTrack.map((progress) => nextCourseReason(progress, context)),
    ...pathways.filter((each) => !isOffTrack(each)).flatMap((each) => onTrackReasons(each)),
    ...pathways.flatMap((each) => progressReasons(each, context)),
  ];
  const flags = new Set(record.exited ? ['exited'] : []);
  if (offTrack.length > 0) flags.add('offTrack');
  if (pathways.some(({ concentrator }) => concentrator)) flags.add('concentrator');
  if (pathways.some(({ completer }) => completer)) flags.add('completer');
  const result = { tier, reasons, flags: [...flags].sort(), asOf: formatDay(record.day), thresholds: context.version };
  return { ...result, signature: signatureOf(result) };
}

const isOffTrack = ({ next, scheduled }: PathwayProgress): boolean => next !== undefined && scheduled.length === 0;

/** The next course, by its title where the tenant file names it. */
function nextCourseReason({ title, next, participations }: PathwayProgress, { offTrackTier }: CteContext): Reason {
  return {
    code: 'nextCourseNotScheduled',
    value: '0',
    cutPoint: '1',
    ...(next?.title !== undefined && { items: [next.title] }),
    rows: participations.map(({ row }) => row).slice(0, MAX_ROW_REFERENCES),
    detail: { pathway: title, tier: offTrackTier },
  };
}

function onTrackReasons({ title, next, scheduled }: PathwayProgress): readonly Reason[] {
  if (next === undefined) return [];
  const value = `${scheduled.length}`;
  return [{ code: 'nextCourseScheduled', value, items: scheduled, detail: { pathway: title } }];
}

/** Courses done against those that make a concentrator, then those that make a completer, and the credential. */
function progressReasons(progress: PathwayProgress, { concentratorCourses }: CteContext): readonly Reason[] {
  const { title, coursesDone, coursesToComplete, done, credentials, credentialMissing } = progress;
  const cut = progress.concentrator ? coursesToComplete : concentratorCourses;
  const status = progress.completer ? 'completer' : progress.concentrator ? 'concentrator' : 'participant';
  const courses: Reason = {
    code: 'pathwayCourses',
    value: `${coursesDone}`,
    cutPoint: `${cut}`,
    items: done,
    ...evidenceOf(progress),
    detail: { pathway: title, status, coursesToComplete },
  };
  const reasons = [courses];
  if (credentials.length > 0) {
    const items = [...new Set(credentials.map((each) => each.title))].sort();
    const rows = credentials.map(({ row }) => row).slice(0, MAX_ROW_REFERENCES);
    reasons.push({ code: 'credentials', value: `${items.length}`, items, rows, detail: { pathway: title } });
  }
  if (credentialMissing && progress.next === undefined)
    reasons.push({ code: 'credentialMissing', value: '0', cutPoint: '1', detail: { pathway: title } });
  return reasons;
}

function evidenceOf({ attempts, participations }: PathwayProgress): Pick<Reason, 'rows' | 'moreRows'> {
  const all: RowReference[] = [...attempts].sort(byTime).map(({ row }) => row);
  all.push(...participations.map(({ row }) => row));
  const rows = all.slice(0, MAX_ROW_REFERENCES);
  return all.length > rows.length ? { rows, moreRows: all.length - rows.length } : { rows };
}
