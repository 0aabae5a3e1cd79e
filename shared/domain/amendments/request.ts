import { CLASS_OF_DOMAIN, type FieldClass } from '../access/fieldClass.ts';
import type { Personal, StudentId } from '../identity.ts';
import type { Domain } from '../tiers/result.ts';

/** Parts of a student's record that somebody may contest, with the class of data that each is shown with. */
const CLASS_OF_SECTION = {
  directory: 'directory',
  demographics: 'directory',
  contacts: 'directory',
  enrollments: 'academic',
  attendance: 'academic',
  courses: 'academic',
  credits: 'academic',
  screeners: 'academic',
  credentials: 'academic',
  milestones: 'academic',
  incidents: 'discipline',
  notes: 'discipline',
  surveys: 'health',
  programs: 'health',
} as const satisfies Record<string, FieldClass>;
type PlainSection = keyof typeof CLASS_OF_SECTION;
export const PLAIN_SECTIONS = Object.keys(CLASS_OF_SECTION) as [PlainSection, ...PlainSection[]];

/** Sections told apart by domain, because some domains are shown to fewer people than others. */
export const SECTIONS_BY_DOMAIN = ['tiers', 'plans'] as const;

/**
 * Who may ask (34 CFR 99.3, 99.5, 99.20): a parent, a guardian, an individual who acts as a parent in their absence, and in
 * their place the student who has turned 18.
 */
export const REQUESTER_RELATIONS = ['parent', 'guardian', 'actingAsParent', 'eligibleStudent'] as const;
export type RequesterRelation = (typeof REQUESTER_RELATIONS)[number];

/** Somebody who did something, by `sourcedId` of users.csv. */
export interface Actor {
  readonly kind: 'staff' | 'guardian' | 'student';
  readonly sourcedId: Personal;
}

/** What the request is about: where in the record, and what there. */
export type Contested = ContestedPlace & {
  /** In the requester's words: a day, a course, a sentence. */
  readonly reference?: string | undefined;
  /** A row of a SIS file as reasons name it. */
  readonly row?: { readonly drop: string; readonly file: string; readonly line: number } | undefined;
};

type ContestedPlace =
  | { readonly section: PlainSection }
  | { readonly section: (typeof SECTIONS_BY_DOMAIN)[number]; readonly domain: Domain };

/** Whoever is shown data of this class is shown what the family says about it (34 CFR 99.21(c)(2)). */
export const classOfContested = (about: ContestedPlace): FieldClass =>
  'domain' in about ? CLASS_OF_DOMAIN[about.domain] : CLASS_OF_SECTION[about.section];

/** A hearing that was held (34 CFR 99.22), before a decision about the same request. */
export interface Hearing {
  readonly heldOn: string;
  /** Who conducted it: nobody with a direct interest in the outcome. */
  readonly conductedBy: string;
}

interface Authored {
  readonly by: Actor;
  /** Instant. */
  readonly at: string;
  /** Hash of the request's Idempotency-Key. */
  readonly key: string;
}

export type Decision = 'amended' | 'refused';

export type AmendmentEvent =
  | (Authored & {
      readonly type: 'decided';
      readonly decision: Decision;
      readonly reason: string;
      readonly hearing?: Hearing;
    })
  | (Authored & { readonly type: 'hearingRequested'; readonly on: string })
  | (Authored & { readonly type: 'stated'; readonly statement: string });

/** A request to amend a record (34 CFR 99.20); what was asked never changes, what came of it is added. */
export interface AmendmentRequest {
  readonly requestId: string;
  readonly studentSourcedId: StudentId;
  readonly about: Contested;
  /** What the record should say. */
  readonly requested: string;
  /** Why it is inaccurate, misleading or in violation of the student's privacy. */
  readonly grounds: string;
  readonly requestedBy: { readonly relation: RequesterRelation; readonly sourcedId?: string | undefined };
  /** The local day on which the district received it. */
  readonly receivedOn: string;
  readonly createdBy: Actor;
  readonly createdAt: string;
  readonly events: readonly AmendmentEvent[];
}

/**
 * `open`: nobody has decided. `refused`: a hearing may be asked for (99.21(a)). `hearing`: it was, and is still to be held or
 * decided. `upheld`: refused after a hearing. `amended` and `upheld` are final.
 */
export const AMENDMENT_STATES = ['open', 'amended', 'refused', 'hearing', 'upheld'] as const;
export type AmendmentState = (typeof AMENDMENT_STATES)[number];

export function stateOf({ events }: Pick<AmendmentRequest, 'events'>): AmendmentState {
  let state: AmendmentState = 'open';
  for (const event of events) {
    if (event.type === 'hearingRequested') state = 'hearing';
    if (event.type !== 'decided') continue;
    const refused = event.hearing ? 'upheld' : 'refused';
    state = event.decision === 'amended' ? 'amended' : refused;
  }
  return state;
}

/** The local day since which the district owes an answer: a decision, or a hearing and one. */
export function openSince(request: Pick<AmendmentRequest, 'events' | 'receivedOn'>): string | undefined {
  const state = stateOf(request);
  if (state === 'open') return request.receivedOn;
  if (state !== 'hearing') return undefined;
  return request.events.findLast((event) => event.type === 'hearingRequested')?.on;
}

/** What the family has placed in the record, while the district has not amended it. */
export function statementOf(request: Pick<AmendmentRequest, 'events'>) {
  if (stateOf(request) === 'amended') return undefined;
  return request.events.findLast((event) => event.type === 'stated');
}

/**
 * `decided`: the state does not take it. `hearing`: after a refusal only a hearing leads to another decision, and before one
 * there is none. `stated`: there is a statement already.
 */
export type Refusal = 'decided' | 'hearing' | 'stated';

/** Why an event cannot follow on what has happened; undefined when it can. */
export function refusalOf(request: Pick<AmendmentRequest, 'events'>, event: AmendmentEvent): Refusal | undefined {
  const state = stateOf(request);
  switch (event.type) {
    case 'decided':
      if (state === 'amended' || state === 'upheld') return 'decided';
      return (state === 'open') === (event.hearing === undefined) ? undefined : 'hearing';
    case 'hearingRequested':
      return state === 'refused' ? undefined : 'decided';
    case 'stated':
      if (state === 'open' || state === 'amended') return 'decided';
      return statementOf(request) ? 'stated' : undefined;
  }
}
