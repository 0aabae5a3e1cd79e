import { createHash } from 'node:crypto';
import type { StudentId } from '../../domain/identity.ts';
import { type TierOverride, withOverride } from '../../domain/tiers/override.ts';
import type { Domain, DomainResult } from '../../domain/tiers/result.ts';
import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import { activeOverrides } from '../../store/overrides.ts';

/** An override as a run is pinned to it: what it does, without who made it and why. */
export interface PinnedOverride extends TierOverride {
  readonly sourcedId: StudentId;
}

/** Names the overrides of a run: they are an object of the lake, since inputs must not name students. */
export interface OverridesPin {
  /** Hex SHA-256 of the object's content. */
  readonly sha256: string;
  readonly count: number;
}

const overridesKey = (sha256: string) => `runs/overrides/${sha256}.json`;

/**
 * Pins the overrides that act on a local day; undefined when there are none. The object is named by its content, so that
 * two starts of a run at the same moment disturb nothing.
 */
export async function pinOverrides(lake: Lake, day: string): Promise<OverridesPin | undefined> {
  const active: PinnedOverride[] = [];
  for await (const { studentSourcedId, domain, tier, expiresOn } of activeOverrides(day)) {
    active.push({ sourcedId: studentSourcedId, domain, tier, expiresOn });
  }
  if (active.length === 0) return undefined;
  const ordered = active.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const sha256 = createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
  await putJson(lake, overridesKey(sha256), ordered);
  return { sha256, count: ordered.length };
}

/** A student has one override a domain at most. */
const keyOf = ({ sourcedId, domain }: PinnedOverride): string => `${sourcedId}\n${domain}`;

/** The overrides a run is pinned to. */
export async function readPinnedOverrides(
  lake: Lake,
  pin: OverridesPin | undefined,
): Promise<readonly PinnedOverride[]> {
  if (!pin) return NONE;
  const overrides = await getJson(lake, overridesKey(pin.sha256));
  if (!overrides) throw new Error(`the lake has no overrides ${pin.sha256}`);
  return overrides as readonly PinnedOverride[];
}

export type OverridesOf = (sourcedId: string) => readonly PinnedOverride[];

const NONE: readonly PinnedOverride[] = [];

/** Finds a student's overrides; nearly nobody has one. */
export function overridesOf(pinned: readonly PinnedOverride[]): OverridesOf {
  const ofStudents = Map.groupBy(pinned, ({ sourcedId }) => sourcedId as string);
  return (sourcedId) => ofStudents.get(sourcedId) ?? NONE;
}

/**
 * A student's results with the overrides laid over them; the same object when there are none.
 * @param day ISO, of the run
 */
export function withOverrides(
  domains: Readonly<Record<Domain, DomainResult>>,
  overrides: readonly PinnedOverride[],
  day: string,
): Readonly<Record<Domain, DomainResult>> {
  if (overrides.length === 0) return domains;
  const overridden = { ...domains };
  for (const override of overrides) {
    const result = overridden[override.domain];
    if (result) overridden[override.domain] = withOverride(result, override, day);
  }
  return overridden;
}
