import type { StudentId } from '../../domain/identity.ts';
import type { PublishedPointer, TierChange } from '../../store/entities.ts';
import { eventIdOf, type PendingEvent } from '../../store/outbox.ts';
import type { NewHappening } from '../compare/change.ts';
import { summariesOf } from '../compare/transitions.ts';
import type { RunManifest } from '../run/runManifest.ts';

/**
 * One student went from one tier to another. It names the student: it goes to the tenant's own encrypted bus alone.
 * `eventId` is the same whenever the event is sent again.
 */
export function tierChangedEvent(change: TierChange, now: Date): PendingEvent {
  const { sourcedId, domain, from, to, cause, asOf, runId, publication } = change;
  const eventId = eventIdOf('tierChanged', sourcedId, domain, publication);
  return {
    eventId,
    source: 'waymark.tiers',
    detailType: 'Tier Changed',
    createdAt: now.toISOString(),
    detail: { eventId, studentSourcedId: sourcedId, domain, from, to, cause, asOf, runId, publication },
  };
}

const HAPPENINGS = { patternFound: 'Pattern Found', nearingCut: 'Nearing Cut' } as const;

/** A pattern was found, or a cut is near; it names the student as `tierChangedEvent` does. */
export function happeningEvent(
  sourcedId: StudentId,
  publication: number,
  { kind, domain, codes, asOf, runId }: NewHappening,
  now: Date,
): PendingEvent {
  const eventId = eventIdOf(kind, sourcedId, domain, publication);
  return {
    eventId,
    source: 'waymark.tiers',
    detailType: HAPPENINGS[kind],
    createdAt: now.toISOString(),
    detail: { eventId, studentSourcedId: sourcedId, domain, codes, asOf, runId, publication },
  };
}

/** A district's tiers are there for the first time: one event, not one a student. */
export function baselineEvent(pointer: PublishedPointer, manifest: RunManifest, now: Date): PendingEvent {
  const { publication, runId, asOf } = pointer;
  const eventId = eventIdOf('baselinePublished', publication);
  const counts = Object.fromEntries(summariesOf(manifest.transitions).map(({ domain, counts }) => [domain, counts]));
  return {
    eventId,
    source: 'waymark.tiers',
    detailType: 'Baseline Published',
    createdAt: now.toISOString(),
    detail: { eventId, asOf, runId, publication, students: manifest.studentCount, counts },
  };
}
