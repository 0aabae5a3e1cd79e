import { DOMAINS, type Domain, type DomainResult } from '../../domain/tiers/result.ts';
import type { TierEntry } from '../../store/entities.ts';
import type { AssessedStudent } from '../students/assessStudents.ts';
import type { StudentState } from './change.ts';
import { spreadHash } from './spreadHash.ts';

/** Signatures so short are those of results that many students share. */
const SHARED_SIGNATURE = 64;

/**
 * Makes what readers will see of students, one after the other. Most students of a domain may share one (frozen) result,
 * as those without an incident do: what follows from it is made once.
 */
export class StudentStates {
  /** ISO day of the run. */
  readonly #asOf: string;
  readonly #entries = new WeakMap<DomainResult, TierEntry>();
  readonly #texts = new WeakMap<TierEntry, string>();
  readonly #hashes = new Map<string, string>();

  constructor(asOf: string) {
    this.#asOf = asOf;
  }

  /** A tier whose result has not changed keeps its entry as it was published. */
  stateOf({ result, directory }: AssessedStudent, before: StudentState | undefined): StudentState {
    const tiers: TierEntry[] = [];
    for (const domain of DOMAINS) {
      const published = before?.tiers.find((entry) => entry.domain === domain);
      const assessed = result.domains[domain];
      const signature = this.#hashOf(assessed.signature);
      tiers.push(
        published?.signature === signature ? published : this.#entryOf(domain, assessed, signature, published),
      );
    }
    return { directory, tiers };
  }

  /** A state as JSON. */
  textOf({ directory, tiers }: StudentState): string {
    let text = `{"directory":${JSON.stringify(directory)},"tiers":[`;
    for (let place = 0; place < tiers.length; place++) {
      const entry = tiers[place] as TierEntry;
      text += `${place === 0 ? '' : ','}${this.#texts.get(entry) ?? JSON.stringify(entry)}`;
    }
    return `${text}]}`;
  }

  #entryOf(domain: Domain, result: DomainResult, signature: string, before: TierEntry | undefined): TierEntry {
    if (before?.tier === result.tier) return tierEntry(domain, result, signature, before.since);
    // What an override changes holds from the run's day on, however far behind the data of the domain are.
    if (result.computed ?? before?.computed) return tierEntry(domain, result, signature, this.#asOf);
    const since = result.asOf ?? this.#asOf;
    if (!Object.isFrozen(result)) return tierEntry(domain, result, signature, since);
    const known = this.#entries.get(result);
    // The same result may be shared by domains.
    if (known?.domain === domain) return known;
    const entry = tierEntry(domain, result, signature, since);
    this.#entries.set(result, entry);
    this.#texts.set(entry, JSON.stringify(entry));
    return entry;
  }

  #hashOf(signature: string): string {
    if (signature.length > SHARED_SIGNATURE) return hashText(signature);
    const known = this.#hashes.get(signature);
    if (known !== undefined) return known;
    const hash = hashText(signature);
    this.#hashes.set(signature, hash);
    return hash;
  }
}

function hashText(signature: string): string {
  const [high, low] = spreadHash(signature);
  return high.toString(36) + low.toString(36).padStart(7, '0');
}

function tierEntry(
  domain: Domain,
  { tier, computed, reasons, flags, thresholds }: DomainResult,
  signature: string,
  since: string,
): TierEntry {
  const reasonCodes = reasons.map(({ code }) => code);
  return { domain, tier, ...(computed && { computed }), reasonCodes, flags, thresholds, signature, since };
}
