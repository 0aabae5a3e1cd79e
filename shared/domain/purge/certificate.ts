import type { PurgeBasis } from './basis.ts';

/** What of one kind was removed, or taken out of what stays. */
export interface Removal {
  /** `studentTable`, `operationsTable`, `lake`, `drops`, `archive`, `queues`. */
  readonly place: string;
  /** A kind of partition (`STUDENT`, `PLAN`), a prefix of a bucket (`tables/`), a queue. */
  readonly what: string;
  /** Items of a table that were deleted. */
  readonly items?: number;
  /** Items that stay and in which the student's id was replaced or taken out. */
  readonly redacted?: number;
  /** Objects that were deleted. */
  readonly objects?: number;
  /** Objects that were written anew without the student. */
  readonly rewritten?: number;
  /** Queues that were emptied. */
  readonly emptied?: number;
  /** Rows, lines and entries that such objects lost. */
  readonly rows?: number;
}

/** What is still there, why, and until when. */
export interface Remainder {
  readonly place: string;
  readonly what: string;
  readonly why: string;
  /** Instant; absent where no day ends it. */
  readonly until?: string;
}

/** What a purge has done. It names no student: whose it was is a keyed hash of the id. */
export interface Certificate {
  readonly format: 1;
  readonly purgeId: string;
  readonly district: string;
  readonly kind: 'student' | 'tenant';
  /** Hex HMAC-SHA256 of the student's sourcedId under a key of the district's own. */
  readonly subject?: string;
  readonly basis: PurgeBasis;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly finishedAt: string;
  readonly removed: readonly Removal[];
  readonly remaining: readonly Remainder[];
}

const COUNTS = ['items', 'redacted', 'objects', 'rewritten', 'emptied', 'rows'] as const;

/** Removals added up by place and kind, in an order of their own; what counts nothing is left out. */
export function addedUp(removals: Iterable<Removal>): readonly Removal[] {
  const sums = new Map<string, Removal>();
  for (const removal of removals) {
    const key = `${removal.place}\n${removal.what}`;
    const before: Removal = sums.get(key) ?? { place: removal.place, what: removal.what };
    const counts = COUNTS.map((name) => [name, (before[name] ?? 0) + (removal[name] ?? 0)] as const);
    sums.set(key, {
      place: before.place,
      what: before.what,
      ...Object.fromEntries(counts.filter(([, sum]) => sum > 0)),
    });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, removal]) => removal)
    .filter((removal) => COUNTS.some((name) => removal[name] !== undefined));
}

/** The bytes of a certificate: equal certificates have equal bytes. */
export const certificateText = (certificate: Certificate): string => JSON.stringify(ordered(certificate));

/** The same value with its members in one order: a store hands them back in any. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, ordered(member)]));
}
